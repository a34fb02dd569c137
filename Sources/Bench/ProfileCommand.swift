import BenchSupport
import ArgumentParser
import Engine
import Ingest
import Rules

/// `gvbench profile`: which rules cost what over captures.
struct ProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Cost and hits per rule, and cost per comparison, the dearest first.",
        discussion: """
            Rules share their comparisons, so there are three figures for each. In place: what \
            the rule's own steps take in the whole set, with its part of the answers that it \
            shares; as gvfast --profile-rules tells it of a live run. Alone: what the events cost \
            with this rule only, beyond no rule. Marginal: what they cost less when it is left \
            out. A comparison is measured alone, on every event. All in nanoseconds per event; \
            minimum over the rounds, in place their mean.
            """)

    @Option(name: .shortAndLong, help: "Rules files (repeatable).")
    var rules: [String]
    @Argument(help: "Capture files in gVisor's replay format; a simulated sandbox unless said.")
    var captures: [String] = []
    @Option(help: "Rounds per measurement.")
    var rounds = 5
    @Option(help: "Rows shown of each table.")
    var top = 30
    @Flag(help: "Leave out the marginal cost, which takes longest.")
    var quick = false
    @Flag(help: "Print one JSON object instead of the tables.")
    var json = false

    func run() throws {
        let stream = MemoryStream(try SimulatedStream.captures(or: captures))
        guard stream.datagramCount > 0 else { throw BenchError("no messages in the captures") }
        // What the engine chooses of the files.
        let chosen = RuleSet(rules: try BenchRules.program(rules).rules)
        let profiler = Profiler(ruleSet: chosen, stream: stream, roundCount: rounds)
        let report = try profiler.run(isQuick: quick)
        print(json ? report.json : report.text(rowLimit: top))
    }
}

/// Measures a set of rules over a corpus.
struct Profiler {
    let ruleSet: RuleSet
    let stream: MemoryStream
    let roundCount: Int

    func run(isQuick: Bool) throws -> ProfileReport {
        let none = try cost(of: [])
        let whole = try cost(of: ruleSet.rules)
        var report = ProfileReport(inPlace: try inPlace())
        report.eventCount = whole.eventCount
        report.baseNanos = none.nanos
        report.wholeNanos = whole.nanos
        for (index, rule) in ruleSet.rules.enumerated() {
            var row = ProfileReport.Row(name: rule.name)
            let alone = try cost(of: [rule])
            row.aloneNanos = max(0, alone.nanos - none.nanos)
            row.hitCount = alone.matchCount
            if !isQuick {
                var others = ruleSet.rules
                others.remove(at: index)
                let without = try cost(of: others)
                row.marginalNanos = max(0, whole.nanos - without.nanos)
            }
            report.rules.append(row)
        }
        for (text, check, count) in comparisons() {
            var row = ProfileReport.Row(name: text)
            let alone = try cost(of: [Self.rule(of: check)])
            row.aloneNanos = max(0, alone.nanos - none.nanos)
            row.hitCount = alone.matchCount
            row.ruleCount = count
            report.comparisons.append(row)
        }
        return report
    }

    /// What each rule costs among the others, by the daemon's own counting.
    private func inPlace() throws -> RuleProfileReport {
        var settings = EngineSettings()
        settings.matchesAllRules = true
        settings.profilesRules = true
        let program = try BenchRules.program(ruleSet, settings)
        return try BenchPipeline(program, over: stream, isProfiled: true)
            .profile(passCount: roundCount)
    }

    private struct Cost {
        var nanos: Double
        var matchCount: UInt64
        var eventCount: UInt64
    }

    /// Nanoseconds per event of the whole way with these rules, and their matches in one pass.
    private func cost(of rules: [Rule]) throws -> Cost {
        var settings = EngineSettings()
        settings.matchesAllRules = true
        let pipeline = try BenchPipeline(
            try BenchRules.program(RuleSet(rules: rules), settings), over: stream)
        _ = pipeline.pass()
        let eventCount = pipeline.eventCount
        let matchCount = pipeline.matchCount
        var best = Double.infinity
        for _ in 0..<max(1, roundCount) {
            let start = threadCPUNanos()
            _ = pipeline.pass()
            best = min(best, Double(threadCPUNanos() - start))
        }
        return Cost(
            nanos: best / Double(max(1, eventCount)), matchCount: matchCount,
            eventCount: eventCount)
    }

    /// Every different comparison of the rules, with how many rules hold it.
    private func comparisons() -> [(String, Check, Int)] {
        var found: [String: (check: Check, rules: Set<Int>)] = [:]
        for (index, rule) in ruleSet.rules.enumerated() {
            Self.visit(rule.condition) { check in
                let text = check.text
                found[text, default: (check, [])].rules.insert(index)
            }
        }
        return found.map { ($0.key, $0.value.check, $0.value.rules.count) }.sorted { $0.0 < $1.0 }
    }

    private static func visit(_ expression: Expression, _ body: (Check) -> Void) {
        switch expression {
        case .and(let parts), .or(let parts): for part in parts { visit(part, body) }
        case .not(let inner): visit(inner, body)
        case .check(let check): body(check)
        case .macro: break
        }
    }

    private static func rule(of check: Check) -> Rule {
        Rule(index: 0, name: "comparison", condition: .check(check), output: "", priority: .debug)
    }
}
