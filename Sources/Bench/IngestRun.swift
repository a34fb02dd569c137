import BenchSupport
import Alerts
import Core
import Engine
import Glibc
import Ingest
import Synchronization

/// What receives in one run of `gvbench ingest`.
enum ReceiverKind: String, CaseIterable {
    /// The whole way: reactor, decoder, state, rules, alerts rendered and thrown away.
    case full
    /// The reactor, counting only.
    case bare
    /// A plain `recvmmsg` loop, counting only.
    case plain
}

/// One load over real sockets.
struct IngestLoad {
    var connections = 1
    /// Messages of all connections together.
    var messages = 300_000
    /// Messages a second of all connections; 0 is as fast as they are taken.
    var rate = 0
    /// How often a paced message is tried again when the queue is full.
    var retries = SentrySend.usualRetryLimit
    var profile = StreamProfile.usual
    var captures: [String] = []
    /// Sending processes; connections are dealt out among them.
    var senders = 1
    var settings = IngestSettings()
    /// The rules of the whole way.
    var program: EngineProgram?
}

/// What one run has shown.
struct IngestOutcome {
    var usage = ReceiverUsage()
    var sent: UInt64 = 0
    var dropped: UInt64 = 0
    /// The rate that the senders really kept.
    var offeredPerSecond = 0.0
    var alerts: UInt64 = 0
    var rejected: UInt64 = 0
}

private let runNumber = Atomic<Int>(0)

/// Runs one load against one receiver.
func runIngest(
    _ load: IngestLoad, _ kind: ReceiverKind, _ backend: IngestBackend
) throws -> IngestOutcome {
    // the engine's thread may close the last run's listener a moment after its report
    let number = runNumber.add(1, ordering: .relaxed).newValue
    let path = "/tmp/gvbench-\(getpid())-\(number).sock"
    let listener = try SocketListener(path: path)
    let link = try ReceiverLink()
    let count = load.connections
    if kind == .plain {
        let thread = try ShardThread(name: "bench-plain", payload: listener) {
            (listener: consuming SocketListener) in
            PlainReceiver.run(listener, connectionCount: count, link)
        }
        return try drive(load, path: path, link: link, receiver: thread)
    }
    let group = try ReactorGroup(count: 1, maxConnections: load.settings.maxConnections)
    switch backend {
    case .uring:
        let reactor = try UringReactor(
            settings: load.settings, group: group, index: 0, listener: listener)
        let measured = MeasuredReactor(reactor, connectionCount: count, link: link)
        return try runReactor(load, kind, measured, path: path, link: link)
    case .epoll:
        let reactor = try EpollReactor(
            settings: load.settings, group: group, index: 0, listener: listener)
        let measured = MeasuredReactor(reactor, connectionCount: count, link: link)
        return try runReactor(load, kind, measured, path: path, link: link)
    }
}

/// Runs the load against a reactor that counts only, or against the whole engine.
private func runReactor<Source: Reactor & ~Copyable & SendableMetatype>(
    _ load: IngestLoad, _ kind: ReceiverKind, _ reactor: consuming sending Source, path: String,
    link: ReceiverLink
) throws -> IngestOutcome {
    guard kind == .full, let program = load.program else {
        let thread = try ShardThread(name: "bench-bare", payload: reactor) {
            (reactor: consuming Source) in receiveBare(from: reactor)
        }
        return try drive(load, path: path, link: link, receiver: thread)
    }
    let parts = ShardGroup.Parts(
        program: program, settings: EngineSettings(), sinks: [NullSink()], log: { _ in })
    let shards = try ShardGroup(parts)
    try shards.start(reactor, connectionLimit: load.settings.maxConnections)
    var outcome = try drive(load, path: path, link: link, receiver: nil)
    let report = shards.finish(shardMillis: 10_000, outputMillis: 10_000)
    guard report.imbalances.isEmpty else {
        throw BenchError(report.imbalances.joined(separator: "; "))
    }
    outcome.usage = link.usage.withLock { $0 }
    outcome.alerts = report.alerts.rendered
    outcome.rejected = report.shards.total.rejected
    return outcome
}

/// Takes every line and keeps none.
private final class NullSink: AlertSink {
    let name = "null"

    func deliver(_ batch: borrowing AlertBatch, cancel: Int32) -> SinkOutcome {
        SinkOutcome(deliveredCount: batch.count)
    }

    func reopen() {}
    func finish(cancel: Int32) {}
}

/// Starts the senders, lets them begin when all are connected, and waits for all.
func drive(
    _ load: IngestLoad, path: String, link: ReceiverLink, receiver: consuming ShardThread?
) throws -> IngestOutcome {
    let senderCount = max(1, min(load.senders, load.connections))
    var senders: [SenderBox] = []
    for index in 0..<senderCount {
        let connections = share(load.connections, senderCount, index)
        let arguments = [
            "--endpoint", path, "--connections", "\(connections)",
            "--messages", "\(share(load.messages, senderCount, index))",
            "--rate", "\(share(load.rate, senderCount, index))",
            "--retries", "\(load.retries)", "--profile", load.profile,
        ]
        let captures = load.captures.flatMap { ["--captures", $0] }
        senders.append(SenderBox(try SenderProcess(arguments: arguments + captures)))
    }
    link.ready.sleep(timeoutMillis: 60_000)
    for sender in senders { sender.process?.begin() }
    var outcome = IngestOutcome()
    for sender in senders {
        guard let process = sender.process.take() else { continue }
        let said = try process.finish()
        outcome.sent += said.sent
        outcome.dropped += said.dropped
        outcome.offeredPerSecond +=
            Double(said.sent + said.dropped) * 1e9 / Double(max(1, said.nanos))
    }
    if let thread = receiver.take() { thread.join() }
    outcome.usage = link.usage.withLock { $0 }
    return outcome
}

/// Part `index` of `total` dealt out to `count`.
private func share(_ total: Int, _ count: Int, _ index: Int) -> Int {
    total / count + (index < total % count ? 1 : 0)
}

/// Holds a sender in an array, which cannot hold noncopyable values.
private final class SenderBox {
    var process: SenderProcess?

    init(_ process: consuming SenderProcess) { self.process = consume process }
}
