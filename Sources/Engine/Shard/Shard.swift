internal import Core
package import Ingest
internal import Synchronization

/// One thread's whole world: a source of datagrams and the pipeline that they go through.
package struct Shard<Source: Reactor & ~Copyable>: ~Copyable {
    /// How long a turn waits for something to do; whoever leaves mail ends the wait.
    private static var turnNanos: UInt64 { 1_000_000_000 }
    /// How long the shard reads on after it was told to stop.
    private static var drainNanos: UInt64 { 2_000_000_000 }

    var source: Source
    var pipeline: EventPipeline
    /// The way into the recording, if there is one.
    private var lane: CaptureLane?
    private let control: ShardControl
    private let ended: WakeSignal
    private let notes: @Sendable (borrowing Source) -> [String]

    init(
        source: consuming Source, pipeline: consuming EventPipeline,
        lane: consuming CaptureLane?, control: ShardControl, ended: WakeSignal,
        notes: @escaping @Sendable (borrowing Source) -> [String]
    ) {
        self.source = source
        self.pipeline = pipeline
        self.lane = lane
        self.control = control
        self.ended = ended
        self.notes = notes
    }

    /// Runs until told to stop or until the source has no more, then leaves the report.
    consuming func run() {
        while !source.isAtEnd && !control.isStopping.load(ordering: .acquiring) {
            turn(maxWaitNanos: Self.turnNanos)
        }
        if !source.isAtEnd { drain() }
        for connection in pipeline.openConnections {
            pipeline.close(connection, source.connectionCounters(connection))
        }
        lane?.publish()
        let signal = ended
        var report = pipeline.finish(source.counters)
        report.notes = notes(source)
        control.end(report)
        signal.notify()
    }

    /// Reads what the connections still hold.
    private mutating func drain() {
        source.stopAccepting()
        let deadline = Clock.monotonicNanos() &+ Self.drainNanos
        while !control.isAborted.load(ordering: .relaxed), Clock.monotonicNanos() < deadline {
            if turn(maxWaitNanos: 0) == 0 { break }
        }
    }

    /// One turn: everything that the source has now, then what others want. How many items it was.
    @discardableResult
    mutating func turn(maxWaitNanos: UInt64) -> Int {
        let run = source.next(maxWaitNanos: maxWaitNanos)
        pipeline.beginTurn()
        if pipeline.isProfiled {
            work(run, by: ProfiledMatching.self)
        } else {
            work(run, by: PlainMatching.self)
        }
        pipeline.endTurn(receivedCount: source.counters.receivedCount)
        lane?.publish()
        if control.hasMail.load(ordering: .acquiring) { pipeline.takeMail() }
        return run.count
    }

    /// Takes what the source has reported, each item to its end.
    private mutating func work<Mode: Matching>(_ run: IngestRun, by mode: Mode.Type) {
        var index = 0
        while index < run.count {
            let item = run[index]
            record(item)
            if item.kind == .closed {
                pipeline.close(item.connection, source.connectionCounters(item.connection))
            } else if !pipeline.take(item, by: mode) {
                source.close(item.connection)
            }
            index &+= 1
        }
    }

    /// Copies a datagram for the recorder's thread.
    private mutating func record(_ item: IngestItem) {
        switch item.kind {
        case .datagram: lane?.record(item.connection, item.bytes)
        case .closed: lane?.ended(item.connection)
        case .opened, .handshakeFailed: break
        }
    }
}
