import Events
import Rules
import TestSupport
import Testing

/// Matching with a profile finds what matching without one finds, and counts it.
@Suite struct MatchProfileTests {
    private func rules(seed: UInt64, count: Int) throws -> RuleSet {
        var generator = ConditionGenerator(seed: seed)
        var rules: [Rule] = []
        while rules.count < count {
            let text = generator.condition()
            let parsed = try ConditionParser.parse(text)
            var checker = ConditionChecker()
            guard (try? checker.check(parsed)) != nil else { continue }
            rules.append(
                Rule(
                    index: rules.count, name: "rule \(rules.count)", condition: parsed,
                    conditionText: text))
        }
        return RuleSet(rules: rules)
    }

    @Test(arguments: [RuleProgram.Matching.first, .all])
    func bothWaysAgreeOnGeneratedRulesAndEvents(_ matching: RuleProgram.Matching) throws {
        for seed in UInt64(100)..<104 {
            let set = try rules(seed: seed, count: 60)
            let program = try RuleProgram(compiling: set, matching: matching, isDescribed: true)
            var plain = Matcher(program, hostname: "host")
            var profiled = Matcher(program, hostname: "host")
            profiled.beginProfile(ruleNames: set.rules.map(\.name))
            let world = ConformanceWorld()
            var events = EventGenerator(seed: seed)
            var hits: [String: UInt64] = [:]
            for _ in 0..<300 {
                world.apply(events.next())
                let count = plain.match(world.event, world.binding, world.state)
                let other = profiled.matchProfiled(world.event, world.binding, world.state)
                #expect(count == other, "seed \(seed), event \(world.event.number)")
                for index in 0..<min(count, other) {
                    let rule = plain.rule(ofMatch: index)
                    #expect(rule == profiled.rule(ofMatch: index))
                    hits[set.rules[rule].name, default: 0] += 1
                }
            }
            let profile = profiled.profile
            let report = try #require(profile).report()
            let counted = report.rules.filter { $0.value.hitCount > 0 }.mapValues(\.hitCount)
            #expect(counted == hits, "seed \(seed)")
            #expect(report.eventCount > 0 && report.eventCount <= 300)
            #expect(report.fields.count > 20)
            #expect(!report.fields.keys.contains { $0.isEmpty || $0.hasPrefix("field ") })
            #expect(report.rules.values.contains { $0.nanos > 0 })
        }
    }

    @Test func reportsOfShardsAddUpByName() {
        var sum = RuleProfileReport()
        sum.add(RuleProfileReport())
        #expect(sum == RuleProfileReport())
        #expect(sum.percent(1) == 0)
        #expect(sum.text().hasPrefix("Rule profile: 0 events"))
    }
}
