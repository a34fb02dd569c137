import ArgumentParser
import Rules

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
                + "\(BenchPipeline.Stage.allCases.map(\.rawValue).joined(separator: ", "))."))
    var stage = BenchPipeline.Stage.rules.rawValue
    @Option(help: "Passes over the stream.")
    var passes = 1
    @Option(name: .shortAndLong, help: "Rules files (repeatable).")
    var rules: [String] = []
    @Option(
        help: "What the simulated sandbox does: \(SimulatedStream.names.joined(separator: ", ")).")
    var profile = "mix"
    @Argument(help: "Capture files to use instead of a simulated stream.")
    var captures: [String] = []

    func run() throws {
        guard let stage = BenchPipeline.Stage(rawValue: stage), passes > 0 else {
            throw ValidationError("unknown stage, or no pass")
        }
        let datagrams = try datagrams()
        let corpus = Corpus(datagrams)
        let set = try BenchRules.load(rules)
        let program: RuleProgram
        do { program = try RuleProgram(compiling: set, matching: .first) } catch {
            throw BenchError(error.message)
        }
        var pipeline = try BenchPipeline(program)
        var checksum: UInt64 = 0
        for pass in 0..<passes {
            if pass > 0 { try pipeline.restart() }
            checksum = checksum &* 31 &+ pipeline.run(corpus, upTo: stage)
        }
        print("messages \(datagrams.count) checksum \(checksum)")
    }

    private func datagrams() throws -> [[UInt8]] {
        if !captures.isEmpty { return try captures.flatMap { try Corpus.read($0) } }
        guard let stream = try SimulatedStream(profile: profile) else {
            throw BenchError("no profile '\(profile)'")
        }
        return try StreamProfile.datagrams(profile, captures: [stream.folder])
    }
}
