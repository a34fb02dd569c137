import ArgumentParser
import GVisor
import SentrySim

/// `sentry-sim replay`: captures against a server.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Sends captures to a server, each over a connection.")

    @Option(help: "Socket of the server.")
    var endpoint: String?

    @Option(name: .customLong("gvisor-config"), help: "Session file that names the socket.")
    var config: String?

    @Option(help: "Send each capture as so many sandboxes, with container ids of their own.")
    var copies = 1

    @Flag(help: "Keep the pace of the recording.")
    var pace = false

    @Option(help: "Seconds to wait for a server that does not listen yet.")
    var wait = 0.0

    @Argument(help: "Capture files, or folders of them.")
    var captures: [String]

    func validate() throws {
        guard (1...10_000).contains(copies) else {
            throw ValidationError("--copies must be from 1 to 10000")
        }
        guard (0...3_600).contains(wait) else {
            throw ValidationError("--wait must be from 0 to 3600")
        }
        guard endpoint != nil || config != nil else {
            throw ValidationError("give --endpoint or --gvisor-config")
        }
    }

    func run() throws {
        var replayer = Replayer()
        replayer.keepsPace = pace
        replayer.copyCount = copies
        replayer.waitSeconds = wait
        let socket = try endpoint ?? SessionConfig.read(path: config ?? "").endpoint
        let files = try captures.flatMap { try CaptureFile.files(at: $0) }
        print(try replayer.replay(files, to: socket))
    }
}
