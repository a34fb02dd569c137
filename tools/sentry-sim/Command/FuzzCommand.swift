import ArgumentParser
import Glibc
import SentrySim

extension RuleSetName: ExpressibleByArgument {}

/// `sentry-sim fuzz`: a server among liars.
struct FuzzCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fuzz",
        abstract: "Attacks a server at every layer and watches it from outside.",
        discussion: """
            Beside the attacks a well-behaved sandbox raises alerts, all of which must arrive. \
            With --target the server is started (and restarted to find the smallest failing case); \
            otherwise it runs already, and --pid and --alerts say what to watch. Exit code 1 when \
            something breaks; the smallest failing case is then written to a file that --replay \
            takes.
            """)

    @Option(help: "Socket of the server.")
    var endpoint: String

    @Option(help: "Shell command that starts the server; it must write JSON alerts to stdout.")
    var target: String?

    @Option(help: "Process id of a server that runs already.")
    var pid: Int32?

    @Option(help: "File in which the server's JSON alerts arrive.")
    var alerts: String?

    @Option(help: "The same seed makes the same cases.")
    var seed: UInt64 = 1

    @Option(help: "How many cases.")
    var cases = 1_000

    @Option(help: "Release of gVisor to play.")
    var personality = Personality.r20221219

    @Option(help: "Rules that the server has loaded: own or upstream.")
    var rules = RuleSetName.own

    @Flag(help: "The server reports no alerts: watch only its life, answers and memory.")
    var ignoreAlerts = false

    @Option(help: "Cases between two looks at the server.")
    var checkEvery = 200

    @Option(help: "MiB of memory that the server may hold.")
    var memoryLimit = 1_024

    @Option(help: "File of failing cases to run instead.")
    var replay: String?

    @Option(help: "File for the smallest failing case.")
    var output = "fuzz-case.txt"

    func validate() throws {
        guard cases >= 1, checkEvery >= 1, memoryLimit >= 1 else {
            throw ValidationError("--cases, --check-every and --memory-limit must be at least 1")
        }
        guard memoryLimit <= 1 << 40 else {
            throw ValidationError("--memory-limit must be at most \(1 << 40)")
        }
        guard pid.map({ $0 >= 1 }) != false else {
            throw ValidationError("--pid must be at least 1")
        }
        guard target == nil || pid == nil else {
            throw ValidationError("give --target or --pid, not both")
        }
    }

    func run() throws {
        var options = FuzzOptions()
        options.seed = seed
        options.caseCount = cases
        options.personality = personality
        options.rules = rules
        options.casesPerCheck = checkEvery
        options.memoryLimitMiB = memoryLimit
        options.checksAlerts = !ignoreAlerts
        // A target of ours does not outlive us.
        Signals.handle([SIGINT, SIGTERM, SIGHUP]) { @Sendable signal in
            FuzzTarget.endBySignal(signal)
        }
        let process = try FuzzTarget(
            endpoint: endpoint, command: target, pid: pid, alertsPath: alerts)
        let fuzzer = Fuzzer(options, target: process)
        let report: FuzzReport
        if let replay {
            report = try fuzzer.run(try FuzzCase.parse(try TextFile.read(replay)))
        } else {
            report = try fuzzer.run()
        }
        process.stop()
        print(report.json)
        guard let failure = report.failure else { return }
        if replay == nil {
            try TextFile.write(report.smallest.map(\.text).joined(), to: output)
        }
        throw SimError("\(failure); smallest case in \(replay ?? output)")
    }
}
