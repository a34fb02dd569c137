import BenchSupport
import ArgumentParser
import Engine
import Ingest

/// `gvbench ingest`: what it costs to get datagrams out of real sockets.
struct IngestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "CPU per event through real sockets, beside receivers that do nothing.",
        discussion: """
            Senders are processes of their own. Each round runs every receiver once, so that all \
            see the same machine; the figures are medians over the rounds. CPU is that of the \
            whole receiving process. "full" is the whole engine, "bare" its reactor counting \
            only, "plain" a loop over recvmmsg.
            """)

    @Option(help: "Connections, one sandbox each.")
    var connections = 1
    @Option(help: "Messages of all connections together.")
    var messages = 300_000
    @Option(help: "How sockets are read: auto, uring or epoll.")
    var io = "auto"
    @Option(
        help: ArgumentHelp(
            "Messages: those of a simulated sandbox "
                + "(\(SimulatedStream.names.joined(separator: ", "))) or opens of one kind "
                + "(\(StreamProfile.names.joined(separator: ", "))).")
    )
    var profile = "web"
    @Option(help: "Send the messages of this capture file or folder instead (repeatable).")
    var capture: [String] = []
    @Option(name: .shortAndLong, help: "Rules file or folder of the whole way (repeatable).")
    var rules: [String] = []
    @Flag(help: "Also rules that are disabled by default.")
    var enableAll = false
    @Option(help: "Messages a second of all connections; 0 sends as fast as they are taken.")
    var rate = 0
    @Option(
        help: """
            With --rate: how often a message is tried again when the queue is full (25 µs, doubled \
            each time), as a Sentry's sink does.
            """)
    var retries = SentrySend.usualRetryLimit
    @Option(help: "Sending processes.")
    var senders = 1
    @Option(help: "Rounds.")
    var rounds = 3
    @Option(help: "Receive buffers of the reactor.")
    var buffers = IngestSettings().bufferCount
    @Option(help: "Longest wait for more datagrams, microseconds.")
    var coalesce = Int(IngestSettings().coalesceLimitNanos / 1000)
    @Flag(
        help: """
            Find the highest rate without a dropped message by bisection; a rate counts when two of \
            three tries lose nothing.
            """)
    var findMax = false
    @Flag(help: "Print one JSON object instead of the table.")
    var json = false

    func run() throws {
        guard let choice = BackendChoice(rawValue: io) else {
            throw ValidationError("--io is auto, uring or epoll")
        }
        guard connections > 0, messages > 0, rounds > 0, rate >= 0, senders > 0,
            buffers > 0, buffers <= 32_768, coalesce >= 0, (0...1_000).contains(retries)
        else { throw ValidationError("counts must be positive") }
        let backend = try IngestBackend.select(choice).backend
        var load = makeLoad()
        // Without rules the whole way is decoder and state.
        load.program = try BenchRules.program(rules, isAllEnabled: enableAll)
        let stream = capture.isEmpty ? try SimulatedStream(profile: profile) : nil
        if let folder = stream?.folder { load.captures = [folder] }
        var outcomes: [ReceiverKind: [IngestOutcome]] = [:]
        for _ in 0..<rounds {
            for kind in ReceiverKind.allCases {
                outcomes[kind, default: []].append(try runIngest(load, kind, backend))
            }
        }
        var report = IngestReport(
            backend: backend, outcomes: outcomes, ruleCount: load.program?.rules.count ?? 0)
        if findMax {
            report.losslessPerSecond = try RateSearch(load: load, backend: backend).run()
        }
        print(json ? report.json : report.table)
        // its folder must outlive the last sender
        withExtendedLifetime(stream) {}
    }

    private func makeLoad() -> IngestLoad {
        var load = IngestLoad()
        load.connections = connections
        load.messages = messages
        load.rate = rate
        load.retries = retries
        load.profile = profile
        load.captures = capture
        load.senders = senders
        load.settings.bufferCount = buffers
        load.settings.coalesceLimitNanos = UInt64(coalesce) * 1000
        load.settings.maxConnections = max(connections, load.settings.maxConnections)
        return load
    }
}

/// Finds the highest offered rate at which nothing is dropped.
///
/// A rate counts when most of its tries lose nothing: one stall of a shared machine, of either
/// side, would else decide.
struct RateSearch {
    let load: IngestLoad
    let backend: IngestBackend
    /// Each try lasts about this long.
    static let secondsPerTry = 1.0
    static let tryCount = 3
    /// The search ends when the bounds are this close.
    static let precision = 0.05

    func run() throws -> Double {
        var low = 0.0
        var high = 2_000_000.0
        var guess = 100_000.0
        while high - low > Self.precision * high && high > 1000 {
            let (losslessCount, offered) = try tries(Int(guess))
            // a sender that falls behind its schedule is the bottleneck: its rate is what was shown
            if losslessCount > Self.tryCount / 2 && offered > 0.9 * guess {
                low = guess
            } else if losslessCount > Self.tryCount / 2 {
                return max(low, offered)
            } else {
                high = guess
            }
            guess = high == 2_000_000.0 ? min(low * 2, high) : (low + high) / 2
        }
        return low
    }

    /// How many tries lost nothing, and the lowest rate that those really had. Ends as soon as the
    /// tries have decided.
    private func tries(_ rate: Int) throws -> (losslessCount: Int, offeredPerSecond: Double) {
        var trial = load
        trial.rate = rate
        trial.messages = Int(Double(rate) * Self.secondsPerTry)
        var losslessCount = 0
        var lossyCount = 0
        var offered = Double.infinity
        while max(losslessCount, lossyCount) <= Self.tryCount / 2 {
            let outcome = try runIngest(trial, .full, backend)
            if outcome.dropped == 0 {
                losslessCount += 1
                offered = min(offered, outcome.offeredPerSecond)
            } else {
                lossyCount += 1
            }
        }
        return (losslessCount, offered)
    }
}
