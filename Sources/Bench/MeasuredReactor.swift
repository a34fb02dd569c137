import Core
import Ingest
import Synchronization

/// A reactor that reads the clocks of the process when all senders are connected and again when the
/// last of them is gone, and then says that it is at its end. What consumes it is measured
/// unchanged.
struct MeasuredReactor<Base: Reactor & ~Copyable>: ~Copyable, Reactor {
    private var base: Base
    /// Connections that come and go.
    private let expectedCount: UInt64
    private let link: ReceiverLink
    private var start: ReceiverUsage?
    private(set) var isAtEnd = false

    init(_ base: consuming Base, connectionCount: Int, link: ReceiverLink) {
        self.base = base
        expectedCount = UInt64(connectionCount)
        self.link = link
    }

    mutating func next(maxWaitNanos: UInt64) -> IngestRun {
        // the last run has been worked on when the next one is asked for
        if start == nil && base.counters.openedCount == expectedCount {
            start = ReceiverUsage.now()
            link.ready.notify()
        }
        if base.counters.closedCount < expectedCount {
            return base.next(maxWaitNanos: maxWaitNanos)
        }
        finish()
        return base.next(maxWaitNanos: 0)
    }

    private mutating func finish() {
        guard let start, !isAtEnd else { return }
        isAtEnd = true
        var usage = ReceiverUsage.now()
        usage.subtract(start)
        let counters = base.counters
        usage.events = counters.receivedCount
        usage.bytes = counters.receivedBytes
        usage.kernelEntries = counters.kernelEntryCount
        usage.bufferShortages = counters.bufferShortageCount
        usage.checksum = counters.receivedCount &* 31 &+ counters.receivedBytes
        link.usage.withLock { [usage] in $0 = usage }
    }

    mutating func close(_ connection: ConnectionID) { base.close(connection) }
    mutating func stopAccepting() { base.stopAccepting() }
    var counters: IngestCounters { base.counters }
    func connectionCounters(_ connection: ConnectionID) -> ConnectionCounters {
        base.connectionCounters(connection)
    }
    func peer(_ connection: ConnectionID) -> PeerCredentials { base.peer(connection) }
    var connectionCount: Int { base.connectionCount }
}
