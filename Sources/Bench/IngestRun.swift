import Core
import Glibc
import Ingest
import Synchronization

/// What receives in one run of `gvbench ingest`.
enum ReceiverKind: String, CaseIterable {
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
    var profile = StreamProfile.usual
    var captures: [String] = []
    /// Sending processes; connections are dealt out among them.
    var senders = 1
    var settings = IngestSettings()
}

/// What one run has shown.
struct IngestOutcome {
    var usage = ReceiverUsage()
    var sent: UInt64 = 0
    var dropped: UInt64 = 0
    /// The rate that the senders really kept.
    var offeredPerSecond = 0.0
}

/// Runs one load against one receiver.
func runIngest(
    _ load: IngestLoad, _ kind: ReceiverKind, _ backend: IngestBackend
) throws -> IngestOutcome {
    let path = "/tmp/gvbench-\(getpid()).sock"
    let listener = try SocketListener(path: path)
    let link = try ReceiverLink()
    let count = load.connections
    let thread: ShardThread
    switch kind {
    case .plain:
        thread = try ShardThread(name: "bench-plain", payload: listener) {
            (listener: consuming SocketListener) in
            PlainReceiver.run(listener, connectionCount: count, link)
        }
    case .bare:
        let group = try ReactorGroup(count: 1, maxConnections: load.settings.maxConnections)
        thread = try startBare(backend, load.settings, group, listener, count, link)
    }
    return try drive(load, path: path, link: link, receiver: thread)
}

/// The bare receiver on a thread of its own.
private func startBare(
    _ backend: IngestBackend, _ settings: IngestSettings, _ group: ReactorGroup,
    _ listener: consuming SocketListener, _ count: Int, _ link: ReceiverLink
) throws -> ShardThread {
    switch backend {
    case .uring:
        let reactor = try UringReactor(
            settings: settings, group: group, index: 0, listener: listener)
        return try ShardThread(name: "bench-uring", payload: reactor) {
            (reactor: consuming UringReactor) in
            var reactor = reactor
            var consumer = BareReceiver()
            receive(
                from: &reactor, with: &consumer, connectionCount: UInt64(count), link: link)
        }
    case .epoll:
        let reactor = try EpollReactor(
            settings: settings, group: group, index: 0, listener: listener)
        return try ShardThread(name: "bench-epoll", payload: reactor) {
            (reactor: consuming EpollReactor) in
            var reactor = reactor
            var consumer = BareReceiver()
            receive(
                from: &reactor, with: &consumer, connectionCount: UInt64(count), link: link)
        }
    }
}

/// Starts the senders, lets them begin when all are connected, and waits for all.
func drive(
    _ load: IngestLoad, path: String, link: ReceiverLink, receiver: consuming ShardThread
) throws -> IngestOutcome {
    let senderCount = max(1, min(load.senders, load.connections))
    var senders: [SenderBox] = []
    for index in 0..<senderCount {
        let connections = share(load.connections, senderCount, index)
        let arguments = [
            "--endpoint", path, "--connections", "\(connections)",
            "--messages", "\(share(load.messages, senderCount, index))",
            "--rate", "\(share(load.rate, senderCount, index))", "--profile", load.profile,
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
    receiver.join()
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
