internal import Core
internal import Synchronization

/// The output thread: takes records from the shards' queues, has them rendered once, and hands the
/// lines to every output.
final class AlertDispatcher {
    private let sources: [ShardSource]
    private let outputs: [SinkFeed]
    private let renderer: any AlertRendering
    private let shared: PipelineSignals
    private let state: PipelineState
    private var line = ByteBuffer(capacity: 4096)
    private var drops = DropWatch()

    /// Records taken from one shard before the next one has its turn.
    private static var turnLimit: Int { 64 }

    /// Made on the thread that runs it.
    init(
        queues: [AlertQueue], workers: [SinkWorker], renderer: any AlertRendering,
        shared: PipelineSignals, state: PipelineState
    ) {
        sources = queues.map { ShardSource($0) }
        outputs = workers.map { SinkFeed($0) }
        self.renderer = renderer
        self.shared = shared
        self.state = state
    }

    /// The thread's body: until the pipeline stops and everything that waits is handed on.
    func run() {
        ThreadSignals.blockAll()
        while true {
            // read before the queues are: what was published before the stop is seen
            let isLast = state.isStopping.load(ordering: .acquiring)
            var hasWorked = takePosted()
            for source in sources where takeTurn(source) { hasWorked = true }
            reportDrops(isLast: isLast && !hasWorked)
            for output in outputs { output.publish() }
            if hasWorked { continue }
            if isLast { break }
            sleep()
        }
        for output in outputs { output.worker.end() }
        state.hasDispatcherEnded.store(true, ordering: .releasing)
        shared.ended.notify()
    }

    private func sleep() {
        shared.dispatcher.prepareToSleep()
        let hasWork =
            state.isStopping.load(ordering: .acquiring)
            || state.hasPosted.load(ordering: .acquiring)
            || sources.contains { $0.consumer.hasRecord() }
        if hasWork {
            shared.dispatcher.cancelSleep()
        } else {
            // drops that were not told yet are told within a second
            shared.dispatcher.sleep(timeoutMillis: unreportedDrops > 0 ? 1000 : -1)
        }
    }

    private func takeTurn(_ source: ShardSource) -> Bool {
        var count = 0
        while count < Self.turnLimit, let record = source.consumer.next() {
            count += 1
            SinkRecord.begin(&line)
            if let meaning = renderer.render(record, into: &line) {
                state.rendered.add(1)
                handOn(meaning)
            } else {
                state.lost.add(1)
            }
        }
        if count == 0 { return false }
        source.consumer.release()
        source.counters.taken.add(UInt64(count))
        return true
    }

    private func takePosted() -> Bool {
        if !state.hasPosted.exchange(false, ordering: .acquiring) { return false }
        for posted in state.takePosted() {
            SinkRecord.begin(&line)
            line.append(posted.text)
            handOn(posted.line)
        }
        return true
    }

    /// Gives the line in the buffer to every output; true when one has taken it.
    @discardableResult private func handOn(_ meaning: AlertLine) -> Bool {
        SinkRecord.setHeader(meaning, in: &line)
        var isTaken = false
        for output in outputs {
            if output.write(line.bytes, mayWait: state.isLossless, shared: shared) {
                isTaken = true
            }
        }
        return isTaken
    }

    private var unreportedDrops: UInt64 {
        let atShards = sources.reduce(0) {
            $0 &+ $1.counters.dropped.load(ordering: .relaxed)
        }
        let atOutputs = outputs.reduce(0) {
            $0 &+ $1.worker.counters.dropped.load(ordering: .relaxed)
        }
        return drops.unreported(total: atShards &+ atOutputs)
    }

    private func reportDrops(isLast: Bool) {
        let count = unreportedDrops
        guard count > 0, drops.isDue(isLast: isLast) else { return }
        if drops.isFirst() { state.log("alert queue is full: alerts are being dropped") }
        let report = AlertDrops(
            count: count, total: drops.reported &+ count, timeNanos: Clock.realtimeNanos())
        SinkRecord.begin(&line)
        guard let meaning = renderer.renderDrops(report, into: &line) else {
            drops.note(count)
            return
        }
        if handOn(meaning) { drops.note(count) }
    }
}

/// Tells of drops at most once a second.
struct DropWatch {
    private(set) var reported: UInt64 = 0
    private var lastNanos: UInt64 = 0
    private var isTold = false

    /// Whether nobody asked before: a report that no output takes is made again, its log line not.
    mutating func isFirst() -> Bool {
        defer { isTold = true }
        return !isTold
    }

    /// Reports that no output took, which would count as drops themselves.
    func unreported(total: UInt64) -> UInt64 { total &- reported }

    mutating func isDue(isLast: Bool) -> Bool {
        let now = Clock.coarseNanos()
        if !isLast, now &- lastNanos < 1_000_000_000 { return false }
        lastNanos = now
        return true
    }

    mutating func note(_ count: UInt64) { reported &+= count }
}

/// A shard's queue as the output thread sees it.
private final class ShardSource {
    var consumer: SPSCConsumer
    let counters: AlertQueueCounters

    init(_ queue: AlertQueue) {
        consumer = queue.bytes.takeConsumer()
        counters = queue.counters
    }
}
