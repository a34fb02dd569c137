import Events
import Rules
import TestSupport
import Testing

/// The cases of kind `condition` in the shared conformance data, through both evaluators.
@Suite struct ConformanceConditionTests {
    /// Cases where the reference is plainly wrong and the author of the rule is served instead.
    static let corrected: [String: String] = [
        "net-005": "fd.ip in (…) compares each address with the list",
        "net-021": "fd.net in (…) looks at every network of the list",
        "net-022": "fd.net in (…) looks at every network of the list",
        "ancestor-024": "proc.apid in (…) compares each ancestor's id with the list",
        "event-020": "evt.rawarg.X in (…) compares the number with the list",
    ]

    @Test func everyConditionGivesTheVerdictOfTheReference() throws {
        guard let data = try ConformanceData.load() else { return }
        #expect(data.conditions.count >= 645)
        var failures: [String] = []
        var exceptions: [String] = []
        for testCase in data.conditions {
            let verdict = Verdict(of: testCase)
            if let reason = Self.corrected[testCase.id] {
                exceptions.append("\(testCase.id): \(reason)")
                if verdict.text == testCase.expectation {
                    failures.append("\(testCase.id) is listed as corrected and is not")
                }
                continue
            }
            let isLoadOnly = ConformanceFixtures.notOnGVisor.contains(testCase.fixture)
            if verdict.text != testCase.expectation {
                if isLoadOnly, verdict.loads, testCase.expectation != "load_error" {
                    exceptions.append("\(testCase.id): \(testCase.fixture) is never sent")
                } else {
                    failures.append(
                        "\(testCase.id) on \(testCase.fixture): \(testCase.condition) "
                            + "gives \(verdict.text), expected \(testCase.expectation) "
                            + verdict.details)
                }
            }
            if testCase.loadWarning != nil, verdict.loads, !verdict.warns {
                failures.append("\(testCase.id): no warning about \(testCase.condition)")
            }
        }
        for line in exceptions { print("conformance exception:", line) }
        for line in failures { print("conformance failure:", line) }
        print(
            "conformance: \(data.conditions.count) conditions, \(exceptions.count) exceptions, "
                + "\(failures.count) failures")
        #expect(failures.count == 0)
    }
}

/// What loading and evaluating one condition gave.
private struct Verdict {
    var text = ""
    var details = ""
    var loads = false
    var warns = false

    init(of testCase: ConformanceData.Condition) {
        let parsed: Expression
        do {
            parsed = try ConditionParser.parse(testCase.condition)
        } catch {
            text = "load_error"
            details = "\(error)"
            return
        }
        var checker = ConditionChecker()
        let checked: CheckedExpression
        do {
            checked = try checker.check(parsed)
        } catch {
            text = "load_error"
            details = error.message
            return
        }
        loads = true
        warns = !checker.warnings.isEmpty
        evaluate(parsed, checked, on: testCase.fixture)
    }

    private mutating func evaluate(
        _ parsed: Expression, _ checked: CheckedExpression, on fixture: String
    ) {
        guard let events = ConformanceFixtures.events(fixture) else {
            text = "no fixture \(fixture)"
            return
        }
        let world = ConformanceWorld()
        var tree = TreeEvaluator(hostname: "host")
        let rule = Rule(index: 0, name: "case", condition: parsed)
        guard let program = try? RuleProgram(compiling: RuleSet(rules: [rule])) else {
            text = "does not compile"
            return
        }
        var matcher = Matcher(program, hostname: "host")
        var slow = false
        var fast = false
        for event in events {
            world.apply(event)
            tree.begin(world.event)
            slow = tree.evaluate(checked, world.event, world.binding, world.state)
            fast = matcher.match(world.event, world.binding, world.state) > 0
        }
        text = slow ? "match" : "no_match"
        if slow != fast { details = "BUT the matcher says \(fast)" }
        if slow != fast { text += " (evaluators differ)" }
    }
}
