internal import Core

/// Datagrams of several connections in one piece of memory, as readers would have them in their
/// buffers, in the order in which a reactor reports them. Immutable; shared by any number of
/// reactors.
///
/// Safety: the pointers are written by the initialiser only and freed with the object, which every
/// reactor over it keeps.
@safe
@usableFromInline package final class MemoryStream: @unchecked Sendable {
    private let bytes: UnsafeMutableRawBufferPointer
    @usableFromInline let items: UnsafeMutablePointer<IngestItem>
    /// Datagrams, and openings and closings of connections.
    @usableFromInline package let itemCount: Int
    package let datagramCount: Int
    package let connectionCount: Int

    /// Lays out connections. They are reported one after the other, or, with a `burst`, all are
    /// open from the beginning and take turns with as many datagrams each.
    package init(_ connections: [[[UInt8]]], burst: Int? = nil) {
        let byteCount = connections.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } }
        let bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(1, byteCount), alignment: 64)
        let datagramCount = connections.reduce(0) { $0 + $1.count }
        itemCount = datagramCount + 2 * connections.count
        let items = UnsafeMutablePointer<IngestItem>.allocate(capacity: max(1, itemCount))
        var writer = unsafe Writer(bytes: bytes, items: items)
        if let burst {
            writer.interleave(connections, burst: max(1, burst))
        } else {
            for (slot, datagrams) in connections.enumerated() {
                writer.mark(.opened, slot)
                for datagram in datagrams { writer.add(datagram, slot) }
                writer.mark(.closed, slot)
            }
        }
        precondition(writer.itemCount == itemCount)
        unsafe self.bytes = bytes
        unsafe self.items = items
        self.datagramCount = datagramCount
        connectionCount = connections.count
    }

    deinit {
        unsafe items.deallocate()
        unsafe bytes.deallocate()
    }

    /// The item at `index`, 0-based. Its bytes are valid as long as the stream.
    @inlinable package func item(_ index: Int) -> IngestItem {
        precondition(index >= 0 && index < itemCount)
        return unsafe items[index]
    }

    /// Puts one item behind the other.
    @safe
    private struct Writer {
        let bytes: UnsafeMutableRawBufferPointer
        let items: UnsafeMutablePointer<IngestItem>
        var itemCount = 0
        var offset = 0

        mutating func interleave(_ connections: [[[UInt8]]], burst: Int) {
            for slot in connections.indices { mark(.opened, slot) }
            let longest = connections.map(\.count).max() ?? 0
            for start in stride(from: 0, to: longest, by: burst) {
                for (slot, datagrams) in connections.enumerated() {
                    for index in start..<max(start, min(start + burst, datagrams.count)) {
                        add(datagrams[index], slot)
                    }
                }
            }
            for slot in connections.indices { mark(.closed, slot) }
        }

        mutating func mark(_ kind: IngestItem.Kind, _ slot: Int) {
            put(IngestItem(kind: kind, connection: Self.connection(slot), reason: .endOfFile))
        }

        mutating func add(_ datagram: [UInt8], _ slot: Int) {
            let place = unsafe UnsafeMutableRawBufferPointer(
                rebasing: bytes[offset..<offset + datagram.count])
            unsafe place.copyBytes(from: datagram)
            offset += datagram.count
            put(
                IngestItem(
                    kind: .datagram, connection: Self.connection(slot),
                    bytes: unsafe BorrowedBytes(UnsafeRawBufferPointer(place))))
        }

        private mutating func put(_ item: IngestItem) {
            unsafe (items + itemCount).initialize(to: item)
            itemCount += 1
        }

        private static func connection(_ slot: Int) -> ConnectionID {
            ConnectionID(slot: UInt32(slot), serial: 1)
        }
    }
}

/// A stream in memory as a reactor: benchmarks run the shard's own code over it.
package struct MemoryReactor: ~Copyable, Reactor {
    /// Items of one turn, as many as a busy socket gives.
    private static let runCapacity = 64

    private let stream: MemoryStream
    private var position = 0
    private var sums = IngestCounters()

    package init(_ stream: MemoryStream) { self.stream = stream }

    /// Begins again with the first item.
    package mutating func rewind() { position = 0 }

    /// Never waits.
    package mutating func next(maxWaitNanos: UInt64) -> IngestRun {
        let count = min(Self.runCapacity, stream.itemCount - position)
        let run = unsafe IngestRun(items: stream.items + position, count: count)
        position += count
        sums.receivedCount &+= UInt64(count)
        return run
    }

    /// Whether connections open or close in the next turn.
    package var willChangeConnections: Bool {
        let end = min(stream.itemCount, position + Self.runCapacity)
        return (position..<end).contains { stream.item($0).kind != .datagram }
    }

    package var isAtEnd: Bool { position >= stream.itemCount }

    /// What is in memory cannot be closed early: a connection that is refused goes on unheard.
    package mutating func close(_ connection: ConnectionID) {}
    package mutating func stopAccepting() {}
    package var counters: IngestCounters { sums }
    package func connectionCounters(_ connection: ConnectionID) -> ConnectionCounters {
        ConnectionCounters()
    }
    package func peer(_ connection: ConnectionID) -> PeerCredentials { PeerCredentials() }
    package var connectionCount: Int { stream.connectionCount }
}
