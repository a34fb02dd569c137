import ArgumentParser
import BenchSupport
import CLinux
import Core
import Glibc

/// `gvbench latency`: from the moment an event should be sent to the moment its alert is read.
struct LatencyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "latency",
        abstract: "Event to alert delivered, at a rate, by percentiles.",
        discussion: """
            A gvfast of its own, one sandbox. Messages leave on a schedule that waits for nobody; \
            one in some carries its scheduled time as the event's time and raises an alert, and \
            the delay counts from that time until the alert's line is read from gvfast's standard \
            output. A stall of either side thus shows in full. The same schedule is then sent to \
            a reader that wakes for each message and does nothing else: the floor, by which the \
            machine's own stalls can be told.
            """)

    @Option(help: "Messages a second.")
    var rate = 30_000
    @Option(help: "Seconds.")
    var seconds = 5
    @Option(help: "One message in so many raises an alert.")
    var alertEvery = 50
    @Option(help: "How often a message is tried again when the queue is full.")
    var retries = SentrySend.usualRetryLimit
    @Option(help: "gvfast's longest wait for more datagrams, microseconds.")
    var coalesce: Int?
    @Option(name: .shortAndLong, help: "Rules files loaded beside the one that fires.")
    var rules: [String] = []
    @Flag(help: "Also rules that are disabled by default.")
    var enableAll = false
    @Option(help: "The gvfast to start; the one beside this program unless said.")
    var gvfast: String?
    @Flag(help: "Print one JSON object instead of the table.")
    var json = false

    private static let rule = """
        - rule: Marked
          desc: the message that the benchmark waits for
          condition: evt.type = open and fd.name = \(LatencyFeed.markedPath)
          output: "@%evt.rawtime@"
          priority: ERROR

        """

    func run() throws {
        guard rate > 0, seconds > 0, alertEvery > 0, rate <= 10_000_000, seconds <= 86_400 else {
            throw ValidationError("--rate, --seconds and --alert-every must be positive")
        }
        guard (0...1_000).contains(retries), coalesce ?? 0 >= 0 else {
            throw ValidationError("--retries and --coalesce must not be negative")
        }
        let schedule = LatencySchedule(rate: rate, count: rate * seconds, alertEvery: alertEvery)
        var figures = LatencyFigures(schedule: schedule)
        try measure(schedule, into: &figures)
        try measureFloor(schedule, into: &figures)
        print(json ? figures.json : figures.table)
    }

    private func measure(_ schedule: LatencySchedule, into figures: inout LatencyFigures) throws {
        let path = "/tmp/gvbench-latency-\(getpid()).yaml"
        try GvfastProcess.write(path, Self.rule)
        defer { unsafe unlink(path) }
        var options = ["-o", "stdout_output.enabled=true"]
        if enableAll { options += GvfastProcess.enablingAllRules }
        if let coalesce { options += ["--coalesce", "\(coalesce)"] }
        let process = try GvfastProcess(
            gvfast ?? GvfastProcess.beside, rules: rules + [path], options: options)
        let socket = try process.handshake()
        let cpuBefore = process.cpuNanos
        let feed = try LatencyFeed(to: socket, schedule, retries: retries)
        var delays = Histogram()
        figures.found = AlertReader(descriptor: process.output.fd)
            .read(schedule.markedCount, into: &delays)
        feed.join()
        figures.dropped = feed.droppedMarkedCount
        figures.cpuPerEvent = Double(process.cpuNanos - cpuBefore) / Double(schedule.count)
        process.end()
        guard figures.found > 0 else { throw BenchError("no alert came") }
        figures.delays = LatencyFigures.Delays(delays)
    }

    private func measureFloor(
        _ schedule: LatencySchedule, into figures: inout LatencyFigures
    ) throws {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_SEQPACKET.rawValue)
        if unsafe socketpair(AF_UNIX, kind, 0, &ends) != 0 {
            throw SystemError(call: "socketpair", code: errno)
        }
        defer { for fd in ends { closeDescriptor(fd) } }
        let feed = try LatencyFeed(to: ends[0], schedule, retries: retries)
        var delays = Histogram()
        let found = FloorReader(socket: ends[1]).read(schedule.markedCount, into: &delays)
        feed.join()
        guard found > 0 else { throw BenchError("the floor's reader heard nothing") }
        figures.floor = LatencyFigures.Delays(delays)
    }
}

/// What a run of `gvbench latency` has found.
struct LatencyFigures {
    /// Percentiles, microseconds.
    struct Delays {
        var p50 = 0.0
        var p90 = 0.0
        var p95 = 0.0
        var p99 = 0.0
        var p9999 = 0.0
        var largest = 0.0

        init() {}

        init(_ delays: borrowing Histogram) {
            p50 = Double(delays.value(atFraction: 0.5)) / 1000
            p90 = Double(delays.value(atFraction: 0.9)) / 1000
            p95 = Double(delays.value(atFraction: 0.95)) / 1000
            p99 = Double(delays.value(atFraction: 0.99)) / 1000
            p9999 = Double(delays.value(atFraction: 0.9999)) / 1000
            largest = Double(delays.largest) / 1000
        }
    }

    let schedule: LatencySchedule
    var found = 0
    /// Marked messages that found no room in the queue.
    var dropped = 0
    var cpuPerEvent = 0.0
    var delays = Delays()
    var floor = Delays()

    init(schedule: LatencySchedule) { self.schedule = schedule }

    /// Alerts that neither came nor are told by the sender's drops.
    private var missing: Int { schedule.markedCount - found - dropped }
    private var checksum: Int { schedule.count * 31 + found }

    var json: String {
        let members = [
            "\"rate\":\(schedule.rate)", "\"events\":\(schedule.count)", "\"alerts\":\(found)",
            "\"dropped\":\(dropped)", "\"missing\":\(missing)",
            "\"p50_us\":\(decimal(delays.p50))", "\"p90_us\":\(decimal(delays.p90))",
            "\"p95_us\":\(decimal(delays.p95))", "\"p99_us\":\(decimal(delays.p99))",
            "\"p9999_us\":\(decimal(delays.p9999))", "\"max_us\":\(decimal(delays.largest))",
            "\"floor_p50_us\":\(decimal(floor.p50))", "\"floor_p99_us\":\(decimal(floor.p99))",
            "\"floor_max_us\":\(decimal(floor.largest))",
            "\"cpu_ns_per_event\":\(Int(cpuPerEvent))", "\"checksum\":\(checksum)",
        ]
        return "{\(members.joined(separator: ","))}"
    }

    var table: String {
        func row(_ name: String, _ value: Double, _ floor: Double) -> String {
            leftCell(name, 21) + cell(decimal(value), 10) + cell(decimal(floor), 14)
        }
        return """
            messages a second    \(schedule.rate), one in \(schedule.alertEvery) raises an alert
            alerts               \(found), \(dropped) dropped by the sender, \(missing) missing
            microseconds            gvfast    bare reader
            \(row("p50", delays.p50, floor.p50))
            \(row("p90", delays.p90, floor.p90))
            \(row("p95", delays.p95, floor.p95))
            \(row("p99", delays.p99, floor.p99))
            \(row("p99.99", delays.p9999, floor.p9999))
            \(row("largest", delays.largest, floor.largest))
            gvfast's CPU         \(Int(cpuPerEvent)) ns per event
            checksum             \(checksum)
            """
    }
}
