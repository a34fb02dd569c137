import BenchSupport
import ArgumentParser
import Engine

/// `gvbench pipeline`: decode, state and rules over captures held in memory.
struct PipelineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pipeline",
        abstract: "Nanoseconds per message: decoding, mapping, state and rules, by stage.",
        discussion: """
            The daemon's shard over captures in memory, each a sandbox, new in every pass; CPU \
            time of one thread, medians over the rounds. Measured without rules, with the first \
            rules file, and with all of them; beside it libprotobuf-c's unpack and free. All take \
            turns within each round.

            With --shards, the captures are rewritten to many sandboxes, which are dealt out to \
            that many threads, each on a core of its own; one thread with all of them takes turns \
            with these. Figures of cores are by CPU time, so they hold on a busy machine too.
            """)

    @Option(name: [.customShort("r"), .long], help: "Rules file; may be given more than once.")
    var rules: [String] = []

    @Argument(help: "Capture files in gVisor's replay format; a simulated sandbox unless said.")
    var captures: [String] = []

    @Flag(help: "Also rules that are disabled by default.")
    var enableAll = false

    @Option(help: "Rounds per measurement.")
    var rounds = 9

    @Option(help: "Threads to compare with one; 1 leaves the comparison out.")
    var shards = 1

    @Option(help: "Sandboxes of the comparison.")
    var sandboxes = 16

    @Flag(help: "Print one JSON object instead of the table.")
    var json = false

    func run() throws {
        guard (1...256).contains(shards), (1...4096).contains(sandboxes), sandboxes >= shards
        else { throw ValidationError("1 to 256 shards, with at least a sandbox each") }
        let read = try SimulatedStream.captures(or: captures)
        guard read.contains(where: { !$0.isEmpty }) else {
            throw BenchError("no messages in the captures")
        }
        let programs = try Self.ruleFiles(rules).map {
            try BenchRules.program($0, isAllEnabled: enableAll)
        }
        let result = try PipelineMeasurement.run(read, programs, roundCount: rounds)
        var scaling: ShardScaling?
        if shards > 1 {
            scaling = try ShardScaling.measure(
                read, programs[programs.count - 1], shardCount: shards,
                sandboxCount: sandboxes, roundCount: rounds)
        }
        print(json ? report(result, scaling) : table(result, scaling))
    }

    /// The sets of files that are measured: none, the first one, all.
    private static func ruleFiles(_ files: [String]) -> [[String]] {
        var sets: [[String]] = [[]]
        if files.count > 1 { sets.append([files[0]]) }
        if !files.isEmpty { sets.append(files) }
        return sets
    }

    private func table(_ result: PipelineMeasurement, _ scaling: ShardScaling?) -> String {
        let (decode, map) = (result.decode.median, result.map.median)
        let state = result.rows[0].whole.median
        var lines = [
            "messages \(result.messageCount), events that rules see \(result.rows[0].eventCount)",
            "decode \(decimal(decode)) ns, map \(decimal(map - decode)), "
                + "state \(decimal(state - map)); "
                + "libprotobuf-c \(decimal(result.unpack.median)) ns", "",
            "rules  whole ns  (min)  rules' part  to protobuf-c  M messages/s  "
                + "allocations  matches",
        ]
        for row in result.rows {
            let whole = row.whole.median
            lines.append(
                cell("\(row.ruleCount)", 5) + cell(decimal(whole), 10)
                    + cell(decimal(row.whole.minimum), 7) + cell(decimal(whole - state), 13)
                    + cell(decimal(whole / result.unpack.median, 100), 15)
                    + cell(decimal(1000 / whole, 100), 14)
                    + cell(decimal(row.allocationsPerMessage, 1000), 13)
                    + cell("\(row.matchCount)", 9))
        }
        if let scaling { lines += ["", scaling.text] }
        lines.append("checksum \(result.rows[result.rows.count - 1].whole.checksum)")
        return lines.joined(separator: "\n")
    }

    private func report(_ result: PipelineMeasurement, _ scaling: ShardScaling?) -> String {
        let last = result.rows[result.rows.count - 1]
        let runs = result.rows.map { "{\(members($0, result))}" }.joined(separator: ",")
        var parts = [
            members(last, result), "\"checksum\":\(last.whole.checksum)", "\"runs\":[\(runs)]",
            "\"shards\":\(shards)",
        ]
        if let scaling { parts.append(scaling.members) }
        return "{\(parts.joined(separator: ","))}"
    }

    private func members(
        _ row: PipelineMeasurement.Row, _ result: PipelineMeasurement
    ) -> String {
        let (decode, map) = (result.decode.median, result.map.median)
        let (state, whole) = (result.rows[0].whole.median, row.whole.median)
        return [
            "\"messages\":\(result.messageCount)", "\"events\":\(row.eventCount)",
            "\"rules\":\(row.ruleCount)", "\"matches\":\(row.matchCount)",
            "\"ns_per_event\":\(decimal(whole))",
            "\"ns_per_event_min\":\(decimal(row.whole.minimum))",
            "\"decode_ns\":\(decimal(decode))", "\"map_ns\":\(decimal(map - decode))",
            "\"state_ns\":\(decimal(state - map))", "\"rules_ns\":\(decimal(whole - state))",
            "\"events_per_second\":\(Int(1_000_000_000 / whole))",
            "\"allocations_per_event\":\(decimal(row.allocationsPerMessage, 1000))",
            "\"protobuf_c_ns_per_message\":\(decimal(result.unpack.median))",
        ].joined(separator: ",")
    }
}
