/// Runs tests and compares what they raise with what they expect.
package struct RuleTestRunner {
    /// Feeds a recording to the rules and answers the alerts in order.
    package typealias Replay = (
        _ path: String, _ ruleSet: RuleSet, _ matchesAllRules: Bool
    ) throws -> [RaisedAlert]

    private let ruleSet: RuleSet
    private let replay: Replay

    /// - Parameter replay: reads captures, which this module cannot.
    package init(_ ruleSet: RuleSet, replay: @escaping Replay) {
        self.ruleSet = ruleSet
        self.replay = replay
    }

    /// Runs all tests of a file, in order.
    package func run(_ file: RuleTestFile) throws(RuleCheckError) -> RuleTestReport {
        let evaluator = try GivenEventEvaluator(ruleSet, matchesAllRules: file.matchesAllRules)
        let known = Set(ruleSet.rules.map(\.name))
        let outcomes = file.tests.map { test -> RuleTestReport.Outcome in
            let unknown = test.alerts.map(\.rule).filter { !known.contains($0) }
            if !unknown.isEmpty {
                let names = unknown.map { "'\($0)'" }.joined(separator: ", ")
                return .init(test: test, problems: ["no rule is named \(names)"], alerts: [])
            }
            do {
                let alerts = try alerts(of: test, file, evaluator)
                return .init(
                    test: test, problems: Self.problems(test, alerts), alerts: alerts)
            } catch {
                return .init(test: test, problems: [Self.message(of: error)], alerts: [])
            }
        }
        return RuleTestReport(path: file.path, outcomes: outcomes)
    }

    private func alerts(
        of test: RuleTestCase, _ file: RuleTestFile, _ evaluator: GivenEventEvaluator
    ) throws -> [RaisedAlert] {
        var alerts: [RaisedAlert] = []
        for event in test.events {
            switch event {
            case .fields(let fields): alerts += try evaluator.alerts(of: fields)
            case .capture(let path): alerts += try replay(path, ruleSet, file.matchesAllRules)
            }
        }
        return alerts
    }

    private static func message(of error: any Error) -> String {
        (error as? GivenFields.Failure)?.message ?? String(describing: error)
    }

    /// What is wrong with the alerts of a test, one item each; an item may have several lines.
    static func problems(_ test: RuleTestCase, _ alerts: [RaisedAlert]) -> [String] {
        var problems: [String] = []
        for expected in test.alerts {
            let ofRule = alerts.filter { $0.rule == expected.rule }
            let matching = ofRule.filter { differences(expected, $0).isEmpty }
            if let count = expected.count {
                if matching.count != count {
                    problems.append(
                        "rule '\(expected.rule)': \(count) alerts expected, "
                            + "\(matching.count) raised"
                            + nearest(expected, ofRule))
                }
            } else if matching.isEmpty {
                problems.append(
                    "rule '\(expected.rule)': an alert is expected, none was raised"
                        + nearest(expected, ofRule))
            }
        }
        for pattern in test.silent {
            let matcher = RuleNamePattern(pattern)
            for alert in alerts where matcher.matches(alert.rule) {
                problems.append(
                    "rule '\(alert.rule)' must be silent, but raised: \(alert.output)")
            }
        }
        if test.isExact {
            for alert in alerts
            where !test.alerts.contains(where: {
                $0.rule == alert.rule && differences($0, alert).isEmpty
            }) {
                problems.append("unexpected alert of rule '\(alert.rule)': \(alert.output)")
            }
        }
        return problems
    }

    /// The alert that comes closest to an expected one, as lines of a diff.
    private static func nearest(_ expected: ExpectedAlert, _ alerts: [RaisedAlert]) -> String {
        let wrong = alerts.map { differences(expected, $0) }.filter { !$0.isEmpty }
        guard let least = wrong.min(by: { $0.count < $1.count }) else { return "" }
        return "; nearest alert:\n" + least.joined(separator: "\n")
    }

    /// Lines of a diff between an alert and what is expected of it; none when it fits.
    private static func differences(_ expected: ExpectedAlert, _ alert: RaisedAlert) -> [String] {
        var lines: [String] = []
        if let output = expected.output, output != alert.output {
            lines += ["- output: \(output)", "+ output: \(alert.output)"]
        }
        for (key, value) in expected.fields.sorted(by: { $0.key < $1.key })
        where alert.fields[key] != value {
            let actual = alert.fields[key] ?? "(not in the output)"
            lines += ["- \(key): \(value)", "+ \(key): \(actual)"]
        }
        return lines
    }
}
