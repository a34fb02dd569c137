/// What `rules check` prints: for each rule whether it can fire on gVisor, and why not.
package struct RulesCoverageReport: Equatable, Sendable {
    package let rules: [RuleCoverage]

    /// Looks at the system call rules of a set.
    package init(_ ruleSet: RuleSet) {
        rules = ruleSet.rules.filter { $0.source == "syscall" }.map { RuleCoverage(of: $0) }
    }

    @usableFromInline package func count(_ verdict: RuleCoverage.Verdict) -> Int {
        rules.count { $0.verdict == verdict }
    }

    /// `93 rules can fire on gVisor: 60 fully, 21 partly; 12 never.`
    package var headline: String {
        "\(rules.count) rules on gVisor: \(count(.fully)) can fire fully, "
            + "\(count(.partly)) partly, \(count(.never)) never"
    }

    /// One line for each rule with its reasons below, then the headline. Ends in a newline.
    @usableFromInline package var text: String { text(of: rules) }

    /// The same without the rules that can fire fully.
    package var shortcomings: String { text(of: rules.filter { $0.verdict != .fully }) }

    private func text(of chosen: [RuleCoverage]) -> String {
        var text = ""
        for rule in chosen {
            let verdict = rule.verdict.rawValue
            text += verdict + String(repeating: " ", count: 8 - verdict.count) + rule.rule + "\n"
            for line in rule.reasons + rule.requirements {
                text += String(repeating: " ", count: 12) + line + "\n"
            }
        }
        return text + headline + "\n"
    }

    /// The same as one object.
    package var document: JSONDocument {
        .object([
            "rules": .array(
                rules.map { rule in
                    .object([
                        "rule": .text(rule.rule), "verdict": .text(rule.verdict.rawValue),
                        "reasons": .texts(rule.reasons),
                        "requirements": .texts(rule.requirements), "events": .texts(rule.events),
                    ])
                }),
            "summary": .object(
                Dictionary(
                    uniqueKeysWithValues: RuleCoverage.Verdict.allCases.map {
                        ($0.rawValue, JSONDocument.number(count($0)))
                    })),
        ])
    }
}
