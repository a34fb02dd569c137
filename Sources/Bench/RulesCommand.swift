import ArgumentParser
import BenchSupport
import CAllocations
import Engine
import Ingest
import Rules

/// `gvbench rules`: what a message costs against the number of rules.
struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Cost per message, compile time and memory against the number of rules.",
        discussion: """
            Rules are generated, the same for the same seed: name lists, path prefixes, macros, \
            exceptions, several kinds of events. The events are those of captures held in memory, \
            or of a simulated sandbox; each pass over them opens new sandboxes. The whole way from \
            the datagram to the verdict is measured, CPU time of one thread; the sizes take turns \
            in every round. 'first pass' is the first one of a new program, with empty caches.
            """)

    @Option(help: "Numbers of rules, separated by commas.")
    var counts = "10,100,1000,10000"
    @Option(help: "What the rules are generated from.")
    var seed: UInt64 = 1
    @Option(help: "Rounds.")
    var rounds = 9
    @Argument(help: "Capture files in gVisor's replay format; a simulated sandbox unless said.")
    var captures: [String] = []
    @Flag(help: "Print one JSON object instead of the table.")
    var json = false

    func run() throws {
        let sizes = try Self.sizes(counts)
        let stream = MemoryStream(try SimulatedStream.captures(or: captures))
        guard stream.datagramCount > 0 else { throw BenchError("no messages in the captures") }
        // What is made once for all programs is nobody's memory.
        _ = try BenchRules.program([])
        // The first one is without rules: what the others have beyond it is theirs.
        var all: [RuleCountMeasurement] = []
        for size in [0] + sizes {
            all.append(try RuleCountMeasurement(size, seed: seed, stream))
        }
        for _ in 0..<max(1, rounds) {
            for measurement in all { measurement.round() }
        }
        print(json ? report(all) : table(all))
    }

    private static func sizes(_ text: String) throws -> [Int] {
        let sizes = text.split(separator: ",").map { Int($0) ?? 0 }
        guard !sizes.isEmpty, sizes.allSatisfy({ (1...100_000).contains($0) }) else {
            throw ValidationError("counts are numbers from 1 to 100000, separated by commas")
        }
        return sizes
    }

    private func table(_ all: [RuleCountMeasurement]) -> String {
        let base = all[0].median
        var lines = [
            "seed \(seed), \(all[0].messageCount) messages, \(all[0].eventCount) events that rules "
                + "see; ns per message", "",
            cells([
                "rules", "median", "minimum", "rules' part", "first pass", "load ms", "compile ms",
                "program KiB", "matches",
            ]),
        ]
        for entry in all {
            lines.append(
                cells([
                    "\(entry.ruleCount)", decimal(entry.median), decimal(entry.minimum),
                    decimal(max(0, entry.median - base)), decimal(entry.firstPassNanos),
                    decimal(entry.loadMillis), decimal(entry.compileMillis),
                    "\(entry.programBytes / 1024)", "\(entry.matchCount)",
                ]))
        }
        lines.append("checksum \(all.reduce(0) { $0 &* 31 &+ $1.checksum })")
        return lines.joined(separator: "\n")
    }

    private func cells(_ texts: [String]) -> String {
        texts.enumerated().map { index, text in
            String(repeating: " ", count: max(1, (index == 0 ? 6 : 12) - text.count)) + text
        }.joined()
    }

    private func report(_ all: [RuleCountMeasurement]) -> String {
        let base = all[0].median
        let list = all.dropFirst().map { entry in
            [
                "{\"rules\":\(entry.ruleCount)", "\"ns_per_event\":\(decimal(entry.median))",
                "\"ns_per_event_min\":\(decimal(entry.minimum))",
                "\"rules_ns\":\(decimal(max(0, entry.median - base)))",
                "\"first_pass_ns_per_event\":\(decimal(entry.firstPassNanos))",
                "\"load_ms\":\(decimal(entry.loadMillis))",
                "\"compile_ms\":\(decimal(entry.compileMillis))",
                "\"program_bytes\":\(entry.programBytes)", "\"atoms\":\(entry.atomCount)",
                "\"matches\":\(entry.matchCount)}",
            ].joined(separator: ",")
        }.joined(separator: ",")
        return "{\"seed\":\(seed),\"messages\":\(all[0].messageCount),"
            + "\"events\":\(all[0].eventCount),"
            + "\"base_ns_per_event\":\(decimal(base)),\"counts\":[\(list)],"
            + "\"checksum\":\(all.reduce(0) { $0 &* 31 &+ $1.checksum })}"
    }
}

/// One number of rules, and what it has cost so far.
final class RuleCountMeasurement {
    let ruleCount: Int
    let loadMillis: Double
    let compileMillis: Double
    /// Heap that the compiled program holds, conditions and outputs.
    let programBytes: Int
    let atomCount: Int
    let messageCount: Int
    /// Events that rules see, and matches, of one pass.
    let eventCount: UInt64
    let matchCount: UInt64
    let firstPassNanos: Double
    private(set) var checksum: UInt64
    private var times: [Double] = []
    private let pipeline: BenchPipeline

    init(_ count: Int, seed: UInt64, _ stream: MemoryStream) throws {
        var generator = RuleGenerator(count: count, seed: seed)
        let text = generator.file()
        let start = threadCPUNanos()
        var loader = RulesLoader()
        loader.load(text, name: "generated.yaml")
        guard loader.isSuccessful, loader.ruleSet.rules.count == count else {
            throw BenchError("the generated rules do not load")
        }
        let rules = loader.ruleSet
        let loaded = threadCPUNanos()
        let heap = gvfast_heap_bytes()
        let program = try BenchRules.program(rules)
        programBytes = Int(clamping: gvfast_heap_bytes()) - Int(clamping: heap)
        compileMillis = Double(threadCPUNanos() - loaded) / 1e6
        loadMillis = Double(loaded - start) / 1e6
        ruleCount = program.rules.count
        atomCount = program.conditions.atomCount
        let pipeline = try BenchPipeline(program, over: stream)
        let firstStart = threadCPUNanos()
        checksum = pipeline.pass()
        messageCount = stream.datagramCount
        firstPassNanos = Double(threadCPUNanos() - firstStart) / Double(messageCount)
        eventCount = pipeline.eventCount
        matchCount = pipeline.matchCount
        self.pipeline = pipeline
    }

    /// Passes of about 50 ms together.
    func round() {
        let passCount = max(1, 50_000_000 / max(1, Int(firstPassNanos * Double(messageCount))))
        let start = threadCPUNanos()
        for _ in 0..<passCount { checksum &+= pipeline.pass() }
        times.append(Double(threadCPUNanos() - start) / Double(passCount * messageCount))
    }

    var median: Double { times.sorted()[times.count / 2] }
    var minimum: Double { times.min() ?? 0 }
}
