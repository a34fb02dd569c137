internal import Core
internal import Events
package import Ingest
package import Rules

/// `gvfast explain`: why rules hold or do not hold on the events of recordings.
package struct RuleExplanation {
    /// Which events are told.
    package enum Choice: Equatable, Sendable {
        /// Those on which a chosen rule holds.
        case matching
        /// All of the types that a chosen rule is about.
        case considered
        /// Those with these numbers (`evt.num`).
        case numbered(Set<UInt64>)
    }

    private struct Explained {
        let rule: Rule
        let condition: CheckedExpression
    }

    private let rules: [Explained]
    private let choice: Choice
    /// Explanations after which no more are made.
    private let limit: Int

    /// - Parameter pattern: which rules, by name with `*`; nil for all.
    package init(
        _ ruleSet: RuleSet, rules pattern: String?, choice: Choice, limit: Int
    ) throws(RuleCheckError) {
        let names = pattern.map { RuleNamePattern($0) }
        var explained: [Explained] = []
        for rule in ruleSet.rules where rule.source == "syscall" {
            guard names.map({ $0.matches(rule.name) }) ?? true else { continue }
            var checker = ConditionChecker()
            explained.append(
                Explained(rule: rule, condition: try checker.check(rule.condition)))
        }
        rules = explained
        self.choice = choice
        self.limit = limit
    }

    /// How many rules the pattern names.
    package var ruleCount: Int { rules.count }

    /// Walks through the captures and hands out one text per event and rule.
    package func run(
        _ paths: [String], hostname: String, write: (String) -> Void
    ) throws(CaptureError) {
        var tree = TreeEvaluator(hostname: hostname)
        let walk = CaptureWalk()
        let codes = rules.map(\.condition.events)
        var written = 0
        for path in paths {
            try walk.run(path) { event, binding, state in
                tree.begin(event)
                for (index, explained) in rules.enumerated() {
                    switch choice {
                    case .numbered(let numbers):
                        guard numbers.contains(event.number) else { return true }
                    case .considered, .matching:
                        guard codes[index].contains(event.code) else { continue }
                    }
                    if choice == .matching,
                        !tree.evaluate(explained.condition, event, binding, state)
                    {
                        continue
                    }
                    let trace = tree.trace(
                        explained.rule.condition, explained.condition, event, binding, state)
                    let verdict = trace.holds ? "holds" : "does not hold"
                    write(
                        tree.headline(event, binding, state)
                            + "\nrule '\(explained.rule.name)' \(verdict)\n\(trace.text)\n")
                    written += 1
                    if written >= limit { return false }
                }
                return true
            }
            if written >= limit { return }
        }
    }
}
