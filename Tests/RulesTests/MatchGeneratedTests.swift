import Events
import Rules
import TestSupport
import Testing

/// Both evaluators on generated rules and events: they agree on every pair.
@Suite struct MatchGeneratedTests {
    /// 1.1 million pairs, 14 s in a debug build.
    private static let roundCount = 55
    private static let rulesPerRound = 100
    private static let eventsPerRound = 200

    @Test func evaluatorsAgreeOnGeneratedRulesAndEvents() throws {
        var pairs = 0
        var matches = 0
        for round in 0..<Self.roundCount {
            let seed = UInt64(7_000 + round)
            let rules = try Self.rules(seed: seed)
            let program = try RuleProgram(compiling: rules, matching: .all)
            var conditions: [CheckedExpression] = []
            for rule in rules.rules {
                var checker = ConditionChecker()
                conditions.append(try checker.check(rule.condition))
            }
            var matcher = Matcher(program, hostname: "host")
            var tree = TreeEvaluator(hostname: "host")
            matcher.use(ConditionGenerator.hosts)
            tree.use(ConditionGenerator.hosts)
            let world = ConformanceWorld()
            var events = EventGenerator(seed: seed)
            for _ in 0..<Self.eventsPerRound {
                world.apply(events.next())
                tree.begin(world.event)
                _ = matcher.match(world.event, world.binding, world.state)
                var fast = Set<Int>()
                for index in 0..<matcher.matchCount { fast.insert(matcher.rule(ofMatch: index)) }
                for (index, condition) in conditions.enumerated() {
                    let isSlow = tree.evaluate(
                        condition, world.event, world.binding, world.state)
                    pairs += 1
                    if isSlow { matches += 1 }
                    if isSlow == fast.contains(index) { continue }
                    Issue.record(
                        """
                        seed \(seed), event \(world.event.number), tree \(isSlow): \
                        \(rules.rules[index].conditionText)
                        """)
                    return
                }
            }
        }
        print("generated pairs: \(pairs), of which \(matches) match")
        #expect(matches > pairs / 10 && matches < pairs * 9 / 10)
    }

    private static func rules(seed: UInt64) throws -> RuleSet {
        var generator = ConditionGenerator(seed: seed)
        var rules: [Rule] = []
        while rules.count < rulesPerRound {
            let text = generator.condition()
            let parsed = try ConditionParser.parse(text)
            // Some literals fit no port and some pairs of fields differ in type.
            var checker = ConditionChecker()
            guard (try? checker.check(parsed)) != nil else { continue }
            rules.append(
                Rule(
                    index: rules.count, name: "rule \(rules.count)", condition: parsed,
                    conditionText: text))
        }
        return RuleSet(rules: rules)
    }
}
