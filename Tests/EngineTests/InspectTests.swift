import Engine
import Rules
import TestSupport
import Testing

/// `gvfast explain` and captures in rule tests.
@Suite struct InspectTests {
    private static let text = """
        - rule: opens
          desc: d
          condition: evt.type in (open, openat) and fd.name startswith /bin/f and fd.num >= 0
          output: opened %fd.name by %proc.cmdline
          priority: INFO
        """

    private func ruleSet() throws -> RuleSet {
        var loader = RulesLoader()
        loader.load(Self.text, name: "rules.yaml")
        try #require(loader.isSuccessful)
        return loader.ruleSet
    }

    @Test(arguments: ["runsc-20221219", "runsc-202608"])
    func alertsOfACaptureAreReadBack(release: String) throws {
        guard let path = SharedFiles.path("captures/\(release)/seed-touch.trace") else { return }
        let alerts = try CaptureAlerts.alerts(of: path, try ruleSet(), matchesAllRules: true)
        #expect(alerts.map(\.output) == ["opened /bin/foo by touch /bin/foo"])
        #expect(alerts.first?.fields["fd.name"] == "/bin/foo")
        #expect(alerts.first?.priority == "Informational")
    }

    @Test func matchingEventsAreExplained() throws {
        guard let path = SharedFiles.path("captures/runsc-202608/seed-touch.trace") else { return }
        let explanation = try RuleExplanation(
            try ruleSet(), rules: "op*", choice: .matching, limit: 10)
        var texts: [String] = []
        try explanation.run([path], hostname: "h") { texts.append($0) }
        #expect(texts.count == 1)
        #expect(texts.first?.contains("rule 'opens' holds\ntrue   and\n") == true)
        #expect(texts.first?.contains("fd.name startswith /bin/f   <- is \"/bin/foo\"") == true)
    }

    @Test func eventsAreChosenByNumberAndCounted() throws {
        guard let path = SharedFiles.path("captures/runsc-202608/seed-touch.trace") else { return }
        var texts: [String] = []
        let numbered = try RuleExplanation(
            try ruleSet(), rules: nil, choice: .numbered([2, 3]), limit: 10)
        try numbered.run([path], hostname: "h") { texts.append($0) }
        #expect(texts.count == 2)
        #expect(texts.first?.hasPrefix("event 2 at ") == true)
        texts = []
        let considered = try RuleExplanation(
            try ruleSet(), rules: nil, choice: .considered, limit: 3)
        try considered.run([path], hostname: "h") { texts.append($0) }
        #expect(texts.count == 3)
        #expect(
            try RuleExplanation(ruleSet(), rules: "x*", choice: .matching, limit: 1).ruleCount == 0)
    }
}
