package import Synchronization

/// A bounded queue of records of any size between one producer thread and one consumer thread.
///
/// `takeProducer()` and `takeConsumer()` give the two ends, once each; they are `~Copyable`, move
/// to their threads, and keep the memory alive. Nothing is allocated after the start and nothing
/// waits: a full queue refuses the record and the producer counts it. Many records can be written
/// before one `publish()` shows them all.
///
/// ```
/// memory: [ tail, own cache line ][ head, own cache line ][ bytes, a power of two ]
/// record: [ UInt32 payload bytes ][ UInt32 0 ][ payload, padded to 8 ]
///         a payload count of `skipMarker` sends the reader to the start of the ring
/// ```
///
/// Sendable: `tail` is written by the producer alone, `head` by the consumer alone; the bytes
/// between them belong to the consumer and all others to the producer.
@safe
package final class SPSCByteQueue: @unchecked Sendable {
    /// The bytes in front of each record.
    @usableFromInline static let headerBytes = 8
    @usableFromInline static let skipMarker = UInt32.max

    /// Bytes of the ring, record headers included.
    package let capacity: Int
    private let memory: UnsafeMutableRawPointer
    private let takenEnds = Atomic<UInt8>(0)

    /// An empty queue of `capacity` bytes, a power of two from 64 to 2³⁰.
    package init(capacity: Int) {
        precondition(capacity >= 64 && capacity <= 1 << 30 && capacity & (capacity - 1) == 0)
        self.capacity = capacity
        unsafe memory = .allocate(byteCount: 256 + capacity, alignment: 128)
        unsafe tail.initialize(to: Atomic(0))
        unsafe head.initialize(to: Atomic(0))
    }

    deinit { unsafe memory.deallocate() }

    /// The writing end; a second call is a bug and traps.
    package func takeProducer() -> SPSCProducer {
        take(bit: 1)
        return SPSCProducer(self)
    }

    /// The reading end; a second call is a bug and traps.
    package func takeConsumer() -> SPSCConsumer {
        take(bit: 2)
        return SPSCConsumer(self)
    }

    private func take(bit: UInt8) {
        let old = takenEnds.bitwiseOr(bit, ordering: .relaxed).oldValue
        precondition(old & bit == 0, "an end of a queue can be taken once")
    }

    /// The largest payload that a ring of `capacity` bytes takes: half the ring, since a record is
    /// never cut at the end of the ring and so can need twice its size at worst.
    @inlinable static func payloadLimit(capacity: Int) -> Int { capacity / 2 - headerBytes }

    fileprivate var tail: UnsafeMutablePointer<Atomic<UInt64>> {
        unsafe memory.assumingMemoryBound(to: Atomic<UInt64>.self)
    }
    fileprivate var head: UnsafeMutablePointer<Atomic<UInt64>> {
        unsafe (memory + 128).assumingMemoryBound(to: Atomic<UInt64>.self)
    }
    fileprivate var bytes: UnsafeMutableRawPointer { unsafe memory + 256 }
}

/// The writing end of a `SPSCByteQueue`; used by one thread at a time.
///
/// Safety: `reserve` hands out only bytes between the published head and the end of the ring.
@safe
package struct SPSCProducer: ~Copyable, Sendable {
    @usableFromInline let ring: SPSCByteQueue
    @usableFromInline nonisolated(unsafe) let bytes: UnsafeMutableRawPointer
    @usableFromInline nonisolated(unsafe) let sharedTail: UnsafeMutablePointer<Atomic<UInt64>>
    @usableFromInline nonisolated(unsafe) let sharedHead: UnsafeMutablePointer<Atomic<UInt64>>
    @usableFromInline let capacity: UInt64
    /// Where the next record goes; shown to the consumer by `publish`.
    @usableFromInline var tail: UInt64 = 0
    /// The consumer's head as last seen.
    @usableFromInline var seenHead: UInt64 = 0
    /// Payload bytes of the record that is being written, and where it begins.
    @usableFromInline var reservedAt: UInt64 = 0
    @usableFromInline var reservedCount = -1

    fileprivate init(_ ring: SPSCByteQueue) {
        self.ring = ring
        unsafe bytes = ring.bytes
        unsafe sharedTail = ring.tail
        unsafe sharedHead = ring.head
        capacity = UInt64(ring.capacity)
    }

    /// The largest payload that fits when the queue is empty.
    @inlinable package var payloadLimit: Int {
        SPSCByteQueue.payloadLimit(capacity: Int(capacity))
    }

    /// Room for a record of at most `byteCount` payload bytes, 8-byte aligned; nil when the queue
    /// is too full or the record too large. Valid until `commit` or the next `reserve`.
    @unsafe
    @inlinable package mutating func reserve(_ byteCount: Int) -> UnsafeMutableRawBufferPointer? {
        guard byteCount >= 0, byteCount <= payloadLimit else { return nil }
        let needed = Self.recordBytes(byteCount)
        let offset = tail & (capacity &- 1)
        let untilEnd = capacity &- offset
        let start = needed <= untilEnd ? tail : tail &+ untilEnd
        let end = start &+ needed
        if end &- seenHead > capacity {
            // pairs with the release in SPSCConsumer.release
            seenHead = unsafe sharedHead.pointee.load(ordering: .acquiring)
            if end &- seenHead > capacity { return nil }
        }
        if start != tail {
            unsafe (bytes + Int(offset)).storeBytes(
                of: SPSCByteQueue.skipMarker, as: UInt32.self)
        }
        reservedAt = start
        reservedCount = byteCount
        let payload = unsafe bytes + (Int(start & (capacity &- 1)) &+ SPSCByteQueue.headerBytes)
        return unsafe UnsafeMutableRawBufferPointer(start: payload, count: byteCount)
    }

    /// Ends the reserved record with the `byteCount` bytes that were written, at most those
    /// reserved.
    @inlinable package mutating func commit(_ byteCount: Int) {
        precondition(byteCount >= 0 && byteCount <= reservedCount, "commit of more than reserved")
        let header = unsafe bytes + Int(reservedAt & (capacity &- 1))
        unsafe header.storeBytes(
            of: UInt64(UInt32(truncatingIfNeeded: byteCount)), as: UInt64.self)
        tail = reservedAt &+ Self.recordBytes(byteCount)
        reservedCount = -1
    }

    /// Copies one record in; false when it does not fit.
    @inlinable package mutating func write(_ payload: BorrowedBytes) -> Bool {
        guard let room = unsafe reserve(payload.count) else { return false }
        unsafe room.copyMemory(from: payload.rawBuffer)
        commit(payload.count)
        return true
    }

    /// Shows all committed records to the consumer.
    @inlinable package mutating func publish() {
        // pairs with the acquire in SPSCConsumer.next
        unsafe sharedTail.pointee.store(tail, ordering: .releasing)
    }

    /// Bytes written and not yet released by the consumer, as the producer last saw it.
    package var usedBytes: Int {
        unsafe Int(tail &- sharedHead.pointee.load(ordering: .relaxed))
    }

    @inlinable static func recordBytes(_ byteCount: Int) -> UInt64 {
        UInt64(SPSCByteQueue.headerBytes &+ ((byteCount &+ 7) & ~7))
    }
}

/// The reading end of a `SPSCByteQueue`; used by one thread at a time.
@safe
package struct SPSCConsumer: ~Copyable, Sendable {
    @usableFromInline let ring: SPSCByteQueue
    @usableFromInline nonisolated(unsafe) let bytes: UnsafeMutableRawPointer
    @usableFromInline nonisolated(unsafe) let sharedTail: UnsafeMutablePointer<Atomic<UInt64>>
    @usableFromInline nonisolated(unsafe) let sharedHead: UnsafeMutablePointer<Atomic<UInt64>>
    @usableFromInline let capacity: UInt64
    /// Where the next record lies; shown to the producer by `release`.
    @usableFromInline var head: UInt64 = 0
    /// The producer's tail as last seen.
    @usableFromInline var seenTail: UInt64 = 0

    fileprivate init(_ ring: SPSCByteQueue) {
        self.ring = ring
        unsafe bytes = ring.bytes
        unsafe sharedTail = ring.tail
        unsafe sharedHead = ring.head
        capacity = UInt64(ring.capacity)
    }

    /// The next published record, or nil. Valid until `release`.
    @inlinable package mutating func next() -> BorrowedBytes? {
        while true {
            if head == seenTail {
                // pairs with the release in SPSCProducer.publish
                seenTail = unsafe sharedTail.pointee.load(ordering: .acquiring)
                if head == seenTail { return nil }
            }
            let offset = head & (capacity &- 1)
            let header = unsafe bytes + Int(offset)
            let count = unsafe header.load(as: UInt32.self)
            if count == SPSCByteQueue.skipMarker {
                head = head &+ (capacity &- offset)
                continue
            }
            head = head &+ SPSCProducer.recordBytes(Int(count))
            let payload = unsafe header + SPSCByteQueue.headerBytes
            return unsafe BorrowedBytes(
                UnsafeRawBufferPointer(start: payload, count: Int(count)))
        }
    }

    /// Whether a published record waits.
    @inlinable package mutating func hasRecord() -> Bool {
        if head != seenTail { return true }
        seenTail = unsafe sharedTail.pointee.load(ordering: .acquiring)
        return head != seenTail
    }

    /// Gives the memory of every record taken so far back to the producer.
    @inlinable package mutating func release() {
        // pairs with the acquire in SPSCProducer.reserve
        unsafe sharedHead.pointee.store(head, ordering: .releasing)
    }
}
