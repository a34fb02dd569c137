import ArgumentParser
import Rules

/// `gvbench pipeline`: decode, state and rules over captures held in memory.
struct PipelineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pipeline",
        abstract: "Nanoseconds per message: decoding, mapping, state and rules, by stage.",
        discussion: """
            CPU time of one thread, minimum over the rounds. Measured without rules, with the first \
            rules file, and with all of them; beside it libprotobuf-c's unpack and free.
            """)

    @Option(name: [.customShort("r"), .long], help: "Rules file; may be given more than once.")
    var rules: [String] = []

    @Argument(help: "Capture files in gVisor's replay format.")
    var captures: [String]

    @Option(help: "Rounds per measurement.")
    var rounds = 9

    @Flag(help: "Print one JSON object instead of the table.")
    var json = false

    func run() throws {
        let read = try captures.map { try Corpus.read($0) }
        let corpus = PipelineCorpus(read)
        guard corpus.messageCount > 0 else { throw BenchError("no messages in the captures") }
        var counts = [0]
        if rules.count > 1 { counts.append(1) }
        if !rules.isEmpty { counts.append(rules.count) }
        var results: [PipelineResult] = []
        for count in counts {
            let loaded = try Self.load(rules.prefix(count))
            results.append(try PipelineResult.run(corpus, loaded, roundCount: rounds))
        }
        let unpack = try DecodeMeasurement.run(
            "all", read.flatMap { $0 }, roundCount: rounds
        ).protobufC
        print(json ? report(results, unpack) : table(results, unpack))
    }

    private func table(_ results: [PipelineResult], _ unpack: Timing) -> String {
        var lines = [
            "messages \(results[0].messageCount), events that rules see \(results[0].eventCount)",
            "",
            "rules  decode   +map +state +rules  whole  median   protobuf-c  ratio  M events/s  "
                + "allocations  matches",
        ]
        for result in results {
            let times = result.stages.map(\.minimum)
            let parts = [times[0], times[1] - times[0], times[2] - times[1], times[3] - times[2]]
            lines.append(
                cell("\(result.ruleCount)", 5) + parts.map { cell(decimal($0), 7) }.joined()
                    + cell(decimal(times[3]), 7) + cell(decimal(result.whole.median), 8)
                    + cell(decimal(unpack.minimum), 13)
                    + cell(decimal(times[3] / unpack.minimum, 100), 7)
                    + cell(decimal(1000 / times[3]), 12)
                    + cell(decimal(result.allocationsPerMessage, 1000), 13)
                    + cell("\(result.matchCount)", 9))
        }
        lines.append("checksum \(results[results.count - 1].whole.checksum)")
        return lines.joined(separator: "\n")
    }

    private func report(_ results: [PipelineResult], _ unpack: Timing) -> String {
        let last = results[results.count - 1]
        let runs = results.map { "{\(members($0, unpack))}" }.joined(separator: ",")
        return "{\(members(last, unpack)),\"checksum\":\(last.whole.checksum),\"runs\":[\(runs)]}"
    }

    private func members(_ result: PipelineResult, _ unpack: Timing) -> String {
        let times = result.stages.map(\.minimum)
        return [
            "\"messages\":\(result.messageCount)", "\"events\":\(result.eventCount)",
            "\"rules\":\(result.ruleCount)", "\"matches\":\(result.matchCount)",
            "\"ns_per_event\":\(decimal(times[3]))",
            "\"ns_per_event_median\":\(decimal(result.whole.median))",
            "\"decode_ns\":\(decimal(times[0]))", "\"map_ns\":\(decimal(times[1] - times[0]))",
            "\"state_ns\":\(decimal(times[2] - times[1]))",
            "\"rules_ns\":\(decimal(times[3] - times[2]))",
            "\"events_per_second\":\(Int(1_000_000_000 / times[3]))",
            "\"allocations_per_event\":\(decimal(result.allocationsPerMessage, 1000))",
            "\"protobuf_c_ns_per_message\":\(decimal(unpack.minimum))",
        ].joined(separator: ",")
    }

    private func cell(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }

    /// A number with as many digits behind the point as `scale` has zeros.
    private func decimal(_ value: Double, _ scale: Int = 10) -> String {
        let scaled = Int((value * Double(scale)).rounded())
        var digits = "\(scaled.magnitude % scale.magnitude)"
        while digits.count < "\(scale)".count - 1 { digits = "0" + digits }
        return (scaled < 0 ? "-" : "") + "\(scaled.magnitude / scale.magnitude).\(digits)"
    }

    /// The rules of these files, in order.
    private static func load(_ paths: ArraySlice<String>) throws -> RuleSet {
        var loader = RulesLoader()
        for path in paths {
            let text = String(decoding: try Corpus.file(path), as: UTF8.self)
            loader.load(text, name: path)
        }
        guard loader.isSuccessful else { throw BenchError("the rules do not load") }
        return loader.ruleSet
    }
}
