import Rules
import Testing

@Suite struct LoaderSelectionTests {
    private func ruleSet() -> RuleSet {
        var loader = RulesLoader()
        let rules = [("a", "ERROR", "[x, y]"), ("b", "NOTICE", "[z]"), ("c", "DEBUG", "[x]")]
        let text = rules.map { name, priority, tags in
            """
            - rule: \(name)
              desc: d
              condition: evt.type = open
              output: o
              priority: \(priority)
              tags: \(tags)
            """
        }.joined(separator: "\n")
        loader.load(text, name: "rules.yaml")
        #expect(loader.isSuccessful)
        return loader.ruleSet
    }

    private func names(_ selectors: [RuleSelector], _ minimum: RulePriority = .debug) -> [String] {
        let selected = ruleSet().selecting(selectors, minimumPriority: minimum)
        #expect(selected.rules.count == 3)
        #expect(selected.rules.map(\.index) == [0, 1, 2])
        return selected.enabledRules.map(\.name)
    }

    @Test func nothingSelectedKeepsAllInOrder() {
        #expect(names([]) == ["a", "b", "c"])
    }

    @Test func entriesApplyInOrder() {
        #expect(names([RuleSelector(enables: false, rule: "*")]) == [])
        let chosen = [
            RuleSelector(enables: false, rule: "*"), RuleSelector(enables: true, rule: "c"),
            RuleSelector(enables: true, rule: "a"),
        ]
        #expect(names(chosen) == ["c", "a"])
    }

    @Test func aRuleEnabledAgainGoesToTheEnd() {
        let chosen = [
            RuleSelector(enables: false, rule: "a"), RuleSelector(enables: true, rule: "*"),
        ]
        #expect(names(chosen) == ["b", "c", "a"])
    }

    @Test func tagsAreComparedWhole() {
        #expect(names([RuleSelector(enables: false, tag: "x")]) == ["b"])
        #expect(names([RuleSelector(enables: false, tag: "xy")]) == ["a", "b", "c"])
        #expect(names([RuleSelector(enables: false, rule: "b", tag: "y")]) == ["c"])
    }

    @Test func lessSevereRulesCannotBeEnabled() {
        #expect(names([], .notice) == ["a", "b"])
        #expect(names([RuleSelector(enables: true, rule: "*")], .error) == ["a"])
    }

    @Test(arguments: [
        ("a*c", "abc", true), ("ab", "abc", false), ("*c", "abc", true), ("*c", "abcc", false),
        ("a*bc", "abcbc", false), ("a*b*c", "abc", true), ("a*b", "abc", false), ("", "abc", false),
        ("*ab", "aab", true), ("*ab", "abXab", false), ("ABC", "abc", false), ("a?c", "abc", false),
        ("**", "abc", true), ("*abc*", "xabcx", true), ("ab*ab", "abab", true),
        ("ab*ab", "ab", false), ("*", "", true), ("", "", false), ("b*", "abc", false),
        ("a*", "a", true), ("*a*a*", "a", false),
    ])
    func patternsTakeTheFirstOccurrence(pattern: String, name: String, isMatch: Bool) {
        #expect(RuleNamePattern(pattern).matches(name) == isMatch)
    }
}
