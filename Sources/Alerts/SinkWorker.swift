internal import Core
internal import Synchronization

/// One output with its queue and its thread, so that an output that stands still holds up no other.
final class SinkWorker: Sendable {
    let name: String
    let counters = SinkCounters()
    /// Rendered lines (`SinkRecord`) from the output thread.
    let queue: SPSCByteQueue
    /// Wakes the output's thread.
    let signal: WakeSignal
    let hasEnded = Atomic<Bool>(false)
    private let isEnding = Atomic<Bool>(false)
    private let wantsReopen = Atomic<Bool>(false)
    private let shared: PipelineSignals
    private let isLossless: Bool
    private let log: @Sendable (String) -> Void

    init(
        name: String, queueBytes: Int, isLossless: Bool, shared: PipelineSignals,
        log: @escaping @Sendable (String) -> Void
    ) throws(SystemError) {
        self.name = name
        queue = SPSCByteQueue(capacity: queueBytes)
        self.shared = shared
        self.isLossless = isLossless
        self.log = log
        signal = try WakeSignal()
    }

    /// No more lines will come; the thread delivers what waits and ends. Any thread.
    func end() {
        isEnding.store(true, ordering: .releasing)
        signal.wake()
    }

    /// Asks the output to open again what lies behind it. Any thread.
    func reopen() {
        wantsReopen.store(true, ordering: .releasing)
        signal.wake()
    }

    /// The thread's body.
    func run(_ sink: any AlertSink) {
        ThreadSignals.blockAll()
        var consumer = queue.takeConsumer()
        var batch = AlertBatch()
        var reporter = FailureReporter()
        while true {
            if wantsReopen.exchange(false, ordering: .acquiring) { sink.reopen() }
            // read before the queue is: what was published before the end is seen
            let isLast = isEnding.load(ordering: .acquiring)
            batch.removeAll()
            while !batch.isFull, let record = consumer.next() { batch.append(record) }
            if batch.isEmpty {
                if isLast { break }
                sleep(&consumer)
                continue
            }
            consumer.release()
            // otherwise nobody waits for room
            if isLossless { shared.dispatcher.wake() }
            let outcome = sink.deliver(batch, cancel: shared.cancel.fd)
            counters.note(batch, outcome)
            if let failure = outcome.failure, reporter.shouldReport(failure) {
                log("alert output '\(name)': \(failure)")
            }
        }
        sink.finish(cancel: shared.cancel.fd)
        hasEnded.store(true, ordering: .releasing)
        shared.ended.notify()
    }

    private func sleep(_ consumer: inout SPSCConsumer) {
        signal.prepareToSleep()
        let hasWork =
            consumer.hasRecord() || isEnding.load(ordering: .acquiring)
            || wantsReopen.load(ordering: .acquiring)
        if hasWork {
            signal.cancelSleep()
        } else {
            signal.sleep(timeoutMillis: -1)
        }
    }
}

/// Says of a failure that goes on only once a minute that it goes on.
struct FailureReporter {
    private var last: SinkOutcome.Failure?
    private var lastNanos: UInt64 = 0

    mutating func shouldReport(_ failure: SinkOutcome.Failure) -> Bool {
        let now = Clock.coarseNanos()
        if failure == last, now &- lastNanos < 60_000_000_000 { return false }
        last = failure
        lastNanos = now
        return true
    }
}
