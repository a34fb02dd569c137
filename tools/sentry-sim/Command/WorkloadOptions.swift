import ArgumentParser
import GVisor
import SentrySim

extension Profile: ExpressibleByArgument {}
extension Personality: ExpressibleByArgument {}

/// What `run` and `generate` have in common.
struct WorkloadOptions: ParsableArguments {
    @Option(help: "What sandboxes do.")
    var profile = Profile.mix

    @Option(help: "Release of gVisor to play.")
    var personality = Personality.r20221219

    @Option(help: "How many sandboxes.")
    var sandboxes = 1

    @Option(help: "Messages in all; each sandbox finishes the unit of work that it is in.")
    var events: Int?

    @Option(help: "The same seed gives the same messages.")
    var seed: UInt64 = 1

    @Option(
        name: .customLong("gvisor-config"),
        help: "Session file (runsc's --pod-init-config): points, fields and, for run, the socket.")
    var config: String?

    func validate() throws {
        guard sandboxes >= 1, sandboxes <= 100_000 else {
            throw ValidationError("--sandboxes must be from 1 to 100000")
        }
        if let events, events < 1 { throw ValidationError("--events must be at least 1") }
    }

    /// The options of a run as far as these say.
    func runOptions() throws -> RunOptions {
        var options = RunOptions()
        options.profile = profile
        options.personality = personality
        options.sandboxCount = sandboxes
        options.eventCount = events
        options.seed = seed
        options.selection =
            try config.map { try PointSelection(config: $0, of: personality) }
            ?? PointSelection(everythingOf: personality)
        return options
    }

    /// The socket: as told, or as the session file says.
    func endpoint(_ told: String?) throws -> String {
        if let told { return told }
        guard let config else { throw ValidationError("give --endpoint or --gvisor-config") }
        return try SessionConfig.read(path: config).endpoint
    }
}
