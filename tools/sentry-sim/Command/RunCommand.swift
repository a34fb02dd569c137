import ArgumentParser
import Glibc
import SentrySim
import Synchronization

/// `sentry-sim run`: sandboxes against a server.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Plays sandboxes against a server and says which alerts it must have raised.")

    @Option(help: "Socket of the server.")
    var endpoint: String?

    @OptionGroup var workload: WorkloadOptions

    @Option(help: "Messages per second in all, or max: as fast as the server takes them.")
    var rate = "max"

    @Option(help: "Seconds after which no further work is begun.")
    var duration: Double?

    @Option(help: "Further attempts for a message that finds the socket full (with a rate).")
    var retries = 0

    @Option(help: "Threads that send.")
    var threads = 1

    @Option(help: "Seconds to wait for a server that does not listen yet.")
    var wait = 0.0

    func validate() throws {
        guard workload.events != nil || duration != nil else {
            throw ValidationError("give --events or --duration")
        }
        guard rate == "max" || Double(rate).map({ $0 > 0 && $0 <= 1e9 }) == true else {
            throw ValidationError("--rate must be a number above 0, at most 1e9, or max")
        }
        guard duration.map({ $0 > 0 && $0 <= 1e7 }) != false else {
            throw ValidationError("--duration must be above 0, at most 1e7")
        }
        guard (0...3_600).contains(wait) else {
            throw ValidationError("--wait must be from 0 to 3600")
        }
        guard (1...64).contains(threads), (0...1_000).contains(retries) else {
            throw ValidationError("--threads must be from 1 to 64, --retries from 0 to 1000")
        }
    }

    func run() throws {
        var options = try workload.runOptions()
        options.endpoint = try workload.endpoint(endpoint)
        options.rate = Double(rate)
        options.seconds = duration
        options.retryCount = retries
        options.threadCount = threads
        options.waitSeconds = wait
        // The first signal ends the run with its report, a second one the program.
        Signals.handle([SIGINT, SIGTERM]) { @Sendable signal in
            SimRunner.isInterrupted.store(true, ordering: .relaxed)
            Glibc.signal(signal, SIG_DFL)
        }
        print(try SimRunner.run(options).json)
    }
}
