import ArgumentParser
import Glibc
import SentrySim
import Synchronization

/// `sentry-sim record`: a server that stores what it gets, or only counts it.
struct RecordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record", abstract: "Serves sandboxes and stores each connection.")

    @Option(help: "Socket to listen on.")
    var endpoint: String

    @Option(help: "End after so many connections have come and gone.")
    var connections: Int?

    @Flag(help: "Discard instead of storing.")
    var discard = false

    @Argument(help: "Folder for the captures, one file per connection.")
    var folder: String?

    static let isInterrupted = Atomic<Bool>(false)

    func validate() throws {
        guard (folder == nil) == discard else {
            throw ValidationError("give a folder, or --discard")
        }
        guard connections.map({ $0 >= 1 }) != false else {
            throw ValidationError("--connections must be at least 1")
        }
    }

    func run() throws {
        Signals.handle([SIGINT, SIGTERM]) { @Sendable _ in
            RecordCommand.isInterrupted.store(true, ordering: .relaxed)
        }
        let server = try SinkServer(path: endpoint, folder: folder)
        try server.serve(connectionLimit: connections) {
            Self.isInterrupted.load(ordering: .relaxed)
        }
        let nanos = Int(server.cpuNanos) / max(1, server.messageCount)
        print(
            "{\"connections\":\(server.connectionCount),\"messages\":\(server.messageCount),"
                + "\"bytes\":\(server.byteCount),\"truncated\":\(server.truncatedCount),"
                + "\"cpu_ns_per_message\":\(nanos)}")
    }
}
