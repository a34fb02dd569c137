package import Core
internal import Synchronization

/// From the shards' matches to the outputs: a bounded queue per shard, one thread that renders, a
/// bounded queue and a thread per output.
///
/// ```
/// shard ──records──► queue ─┐                       ┌─► queue ─► thread ─► stdout
/// shard ──records──► queue ─┴► output thread: line ─┴─► queue ─► thread ─► file
/// ```
///
/// A shard never waits. An output that stands still fills its own queue, then loses lines, which is
/// counted and told by an alert; the others go on.
package final class AlertPipeline: Sendable {
    /// Sizes and behaviour.
    package struct Options: Sendable {
        /// Bytes of each shard's queue, a power of two: some 2,000 alerts. Memory is used as far as
        /// the queue ever fills.
        package var queueBytes = 1 << 20
        /// Records that may wait in each shard's queue (`outputs_queue.capacity`); 0: no limit but
        /// the bytes.
        package var queueCapacity = 0
        /// Bytes of each output's queue, a power of two. A line takes at most half of it; the
        /// longest that a workload can bring about, all values full of control characters, has
        /// some 2.4 MiB.
        package var sinkQueueBytes = 1 << 23
        /// Lines wait for a slow output rather than being dropped: for recorded events, together
        /// with `AlertProducer.pushWaiting`.
        package var isLossless = false

        package init() {}
    }

    /// How long threads that were told to give up may take. Those that only wait need no time of
    /// their own, so that more than this is the kernel's.
    private static let giveUpMillis: UInt64 = 3_000

    private let shared: PipelineSignals
    private let state: PipelineState
    private let workers: [SinkWorker]
    private let queues: [AlertQueue]
    private let recordLimit: UInt64

    /// Starts the threads. `makeRenderer` runs on the output thread. `sinks` are handed over: the
    /// caller must not touch them any more. `log` gets a line when an output fails, on any thread.
    package init(
        shardCount: Int, sinks: [any AlertSink], options: Options = Options(),
        makeRenderer: @escaping @Sendable () -> any AlertRendering,
        log: @escaping @Sendable (String) -> Void
    ) throws(SystemError) {
        precondition(shardCount > 0)
        let shared = try PipelineSignals()
        let state = PipelineState(isLossless: options.isLossless, log: log)
        let queues = (0..<shardCount).map { _ in AlertQueue(byteCount: options.queueBytes) }
        var workers: [SinkWorker] = []
        do throws(SystemError) {
            for sink in sinks {
                let worker = try SinkWorker(
                    name: sink.name, queueBytes: options.sinkQueueBytes,
                    isLossless: options.isLossless, shared: shared, log: log)
                let box = SinkBox(sink: sink)
                _ = try ShardThread(name: "gvfast-\(sink.name)") { worker.run(box.sink) }
                workers.append(worker)
            }
            let outputs = workers
            _ = try ShardThread(name: "gvfast-alerts") {
                AlertDispatcher(
                    queues: queues, workers: outputs, renderer: makeRenderer(), shared: shared,
                    state: state
                ).run()
            }
        } catch {
            for worker in workers { worker.end() }
            throw error
        }
        self.shared = shared
        self.state = state
        self.workers = workers
        self.queues = queues
        recordLimit = UInt64(max(0, options.queueCapacity))
    }

    /// The shard's end of its queue; once per shard.
    package func takeProducer(shard: Int) -> AlertProducer {
        AlertProducer(queues[shard], signal: shared.dispatcher, recordLimit: recordLimit)
    }

    /// Sends a finished line of the engine itself to all outputs; false when too many wait. Any
    /// thread but a shard's.
    @discardableResult
    package func post(_ text: [UInt8], _ line: AlertLine) -> Bool {
        let isTaken = state.post(text, line)
        shared.dispatcher.wake()
        return isTaken
    }

    /// Has every output open again what lies behind it (SIGUSR1). Any thread.
    package func reopen() {
        for worker in workers { worker.reopen() }
    }

    /// Delivers what waits and ends the threads; the shards must have published their last record.
    /// Outputs that do not finish within the time are given up, and their lines counted as failed.
    /// The same as soon as `isImpatient`, asked about four times a second, says so. False when a
    /// thread is still stuck in the kernel after that and was left behind.
    package func stop(
        deadlineMillis: UInt64, isImpatient: () -> Bool = { false }
    ) -> Bool {
        state.isStopping.store(true, ordering: .releasing)
        shared.dispatcher.wake()
        if waitForEnd(millis: deadlineMillis, isImpatient: isImpatient) { return true }
        shared.cancel.notify()
        shared.dispatcher.wake()
        return waitForEnd(millis: Self.giveUpMillis) { false }
    }

    private func waitForEnd(millis: UInt64, isImpatient: () -> Bool) -> Bool {
        let deadline = Clock.monotonicNanos() &+ millis &* 1_000_000
        while true {
            let hasEnded =
                state.hasDispatcherEnded.load(ordering: .acquiring)
                && workers.allSatisfy { $0.hasEnded.load(ordering: .acquiring) }
            if hasEnded { return true }
            let now = Clock.monotonicNanos()
            if now >= deadline || isImpatient() { return false }
            let rest = Int32(min((deadline - now) / 1_000_000 + 1, 250))
            _ = Readiness.waitReadable(shared.ended.fd, cancel: -1, timeoutMillis: rest)
            shared.ended.drain()
        }
    }

    /// All counters as they are now; they close when the pipeline has stopped.
    package func counters() -> AlertCounters {
        AlertCounters(
            queued: queues.map { $0.counters.queued.load(ordering: .relaxed) },
            dropped: queues.map { $0.counters.dropped.load(ordering: .relaxed) },
            taken: queues.map { $0.counters.taken.load(ordering: .relaxed) },
            rendered: state.rendered.load(ordering: .relaxed),
            lost: state.lost.load(ordering: .relaxed),
            sinks: workers.map { worker in
                AlertCounters.Sink(
                    name: worker.name,
                    queued: worker.counters.queued.load(ordering: .relaxed),
                    dropped: worker.counters.dropped.load(ordering: .relaxed),
                    delivered: worker.counters.delivered.load(ordering: .relaxed),
                    failed: worker.counters.failed.load(ordering: .relaxed),
                    deliveredByRule: worker.counters.deliveredByRule)
            })
    }
}

/// Carries an output to its thread.
private struct SinkBox: @unchecked Sendable {
    // Sendable: made by the caller, who gives it away; touched by the output's thread only
    let sink: any AlertSink
}
