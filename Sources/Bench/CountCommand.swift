import BenchSupport
import ArgumentParser
import Ingest

/// `gvbench count`: a fixed amount of work, for tools that count instructions.
struct CountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count",
        abstract: "Passes over a simulated stream up to a stage; for counting instructions.",
        discussion: """
            Run it under callgrind with two numbers of passes: the difference is the cost of the \
            passes between, without start-up. tools/instruction-guard does that.
            """)

    @Option(
        help: ArgumentHelp(
            "The last stage: "
                + "\(PipelineStage.allCases.map(\.rawValue).joined(separator: ", "))."))
    var stage = PipelineStage.rules.rawValue
    @Option(help: "Passes over the stream.")
    var passes = 1
    @Option(name: .shortAndLong, help: "Rules files (repeatable).")
    var rules: [String] = []
    @Option(
        help: "What the simulated sandbox does: \(SimulatedStream.names.joined(separator: ", ")).")
    var profile = "mix"
    @Argument(help: "Capture files to use instead of a simulated stream.")
    var captures: [String] = []
    @Flag(help: "Print one JSON object instead of the line.")
    var json = false

    func run() throws {
        guard let stage = PipelineStage(rawValue: stage), passes > 0 else {
            throw ValidationError("unknown stage, or no pass")
        }
        let stream = MemoryStream([try datagrams()])
        let pass: () -> UInt64
        switch stage {
        case .decode: pass = { StageLoops.decode(stream) }
        case .map: pass = { StageLoops.map(stream) }
        case .state, .rules:
            // The shard without rules ends where the state is up to date.
            let program = try BenchRules.program(stage == .rules ? rules : [])
            let pipeline = try BenchPipeline(program, over: stream)
            pass = { pipeline.pass() }
        }
        var checksum: UInt64 = 0
        for _ in 0..<passes { checksum = checksum &* 31 &+ pass() }
        let count = stream.datagramCount
        print(
            json
                ? "{\"messages\":\(count),\"checksum\":\(checksum)}"
                : "messages \(count) checksum \(checksum)")
    }

    private func datagrams() throws -> [[UInt8]] {
        if !captures.isEmpty { return try SimulatedStream.captures(or: captures).flatMap { $0 } }
        guard let stream = try SimulatedStream(profile: profile) else {
            throw BenchError("no profile '\(profile)'")
        }
        return try StreamProfile.datagrams(profile, captures: [stream.folder])
    }
}
