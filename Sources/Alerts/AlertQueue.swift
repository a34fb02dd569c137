package import Core
package import Synchronization

/// Counters of one shard's alert queue. Each has one writer; any thread reads.
package final class AlertQueueCounters: Sendable {
    /// Records that went into the queue. Written by the shard.
    package let queued = Atomic<UInt64>(0)
    /// Records that the full queue refused. Written by the shard.
    package let dropped = Atomic<UInt64>(0)
    /// Records that were taken out. Written by the output thread.
    package let taken = Atomic<UInt64>(0)

    package init() {}
}

/// The queue between a shard and the output thread.
struct AlertQueue: Sendable {
    let bytes: SPSCByteQueue
    let counters = AlertQueueCounters()

    init(byteCount: Int) { bytes = SPSCByteQueue(capacity: byteCount) }
}

/// A shard's end of its alert queue. Never waits: a full queue refuses the record and counts it.
package struct AlertProducer: ~Copyable, Sendable {
    private var producer: SPSCProducer
    private let signal: WakeSignal
    package let counters: AlertQueueCounters
    /// Records that may wait; 0: as many as the bytes hold.
    private let recordLimit: UInt64
    private var hasUnpublished = false

    init(_ queue: AlertQueue, signal: WakeSignal, recordLimit: UInt64) {
        producer = queue.bytes.takeProducer()
        counters = queue.counters
        self.signal = signal
        self.recordLimit = recordLimit
    }

    /// A queue of its own that nobody reads, for a shard without outputs: what does not fit is
    /// refused.
    package static func unread(byteCount: Int) throws(SystemError) -> AlertProducer {
        AlertProducer(AlertQueue(byteCount: byteCount), signal: try WakeSignal(), recordLimit: 0)
    }

    /// Copies a record into the queue; false when it is full, which is counted. The output thread
    /// sees it after `publish()`.
    package mutating func push(_ record: BorrowedBytes) -> Bool {
        if tryPush(record) { return true }
        // one writer, so load and store make no lost update
        let dropped = counters.dropped.load(ordering: .relaxed)
        counters.dropped.store(dropped &+ 1, ordering: .relaxed)
        return false
    }

    private mutating func tryPush(_ record: BorrowedBytes) -> Bool {
        let queued = counters.queued.load(ordering: .relaxed)
        if recordLimit > 0, queued &- counters.taken.load(ordering: .relaxed) >= recordLimit {
            return false
        }
        guard producer.write(record) else { return false }
        counters.queued.store(queued &+ 1, ordering: .relaxed)
        hasUnpublished = true
        return true
    }

    /// Shows everything pushed to the output thread and wakes it; once per turn of the shard.
    package mutating func publish() {
        if !hasUnpublished { return }
        hasUnpublished = false
        producer.publish()
        signal.wake()
    }

    /// Pushes and waits for room as long as it takes, for runs over recorded events where nothing
    /// may be lost and nobody is kept waiting. False, counted as dropped, when `isStopped` says so
    /// or the record can never fit.
    package mutating func pushWaiting(_ record: BorrowedBytes, isStopped: () -> Bool) -> Bool {
        if record.count > producer.payloadLimit { return push(record) }
        while !tryPush(record) {
            if isStopped() { return push(record) }
            publish()
            Pause.milliseconds(1)
        }
        return true
    }
}
