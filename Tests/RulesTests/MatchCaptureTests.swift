import Events
import Rules
import TestSupport
import Testing

/// Both evaluators on recorded events: they agree on every rule for every event.
@Suite struct MatchCaptureTests {
    @Test func evaluatorsAgreeOnEveryUpstreamRuleForEveryRecordedEvent() throws {
        guard let rules = UpstreamRules.load(UpstreamRules.current) else { return }
        // What is switched off by default is compared as well.
        let order = Array(rules.rules.indices)
        let program = try RuleProgram(compiling: rules, order: order, matching: .all)
        var conditions: [CheckedExpression] = []
        for rule in rules.rules {
            var checker = ConditionChecker()
            conditions.append(try checker.check(rule.condition))
        }
        for capture in SharedFiles.captures() {
            var matcher = Matcher(program, hostname: "host")
            var tree = TreeEvaluator(hostname: "host")
            var differences: [String] = []
            var matches = 0
            let run = CaptureRun()
            run.run(SharedFiles.datagrams(of: capture.path)) { event, binding, state in
                tree.begin(event)
                _ = matcher.match(event, binding, state)
                var fast = Set<Int>()
                for index in 0..<matcher.matchCount { fast.insert(matcher.rule(ofMatch: index)) }
                for (index, condition) in conditions.enumerated() {
                    let isSlow = tree.evaluate(condition, event, binding, state)
                    if isSlow { matches += 1 }
                    if isSlow != fast.contains(index) {
                        differences.append(
                            "event \(event.number): \(rules.rules[index].name): tree \(isSlow)")
                    }
                }
            }
            for line in differences.prefix(20) { print("\(capture.name): \(line)") }
            print(
                "\(capture.name): \(run.eventCount) events × \(conditions.count) rules, "
                    + "\(matches) matches, \(differences.count) differences, "
                    + "\(matcher.counters)")
            #expect(run.rejectedCount == 0)
            #expect(differences.count == 0)
        }
    }
}
