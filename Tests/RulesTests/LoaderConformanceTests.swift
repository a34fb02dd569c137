import Rules
import TestSupport
import Testing
import Yams

/// The cases of kind `rules` in the shared conformance data: verdicts, codes and expansions.
@Suite struct LoaderConformanceTests {
    @Test func everyRulesCaseLoadsAsTheReferenceLoadsIt() throws {
        guard let cases = try RulesCase.all() else { return }
        #expect(cases.count >= 260)
        var failures: [String] = []
        for testCase in cases {
            let problems = testCase.problems()
            if !problems.isEmpty {
                failures.append("\(testCase.id): " + problems.joined(separator: "; "))
            }
        }
        for failure in failures { print("conformance:", failure) }
        #expect(failures.isEmpty, "\(failures.count) of \(cases.count) cases fail")
    }
}

/// One case: files to load and what must come of it.
struct RulesCase {
    var id: String
    var files: [String]
    var expectation: [String: Any]
    var selectors: [RuleSelector] = []
    var minimumPriority = RulePriority.debug
    var matchesAllRules = true
    var fixture = "open_read"

    /// Nil when the shared data is not there.
    static func all() throws -> [RulesCase]? {
        guard let path = SharedFiles.path("spec/conformance.yaml") else { return nil }
        let text = String(decoding: SharedFiles.read(path), as: UTF8.self)
        let document = try Yams.load(yaml: text) as? [String: Any]
        let cases = document?["cases"] as? [[String: Any]] ?? []
        return cases.filter { $0["kind"] as? String == "rules" }.map { RulesCase($0) }
    }

    init(_ entry: [String: Any]) {
        id = entry["id"] as? String ?? "?"
        files = entry["files"] as? [String] ?? []
        expectation = entry["expect"] as? [String: Any] ?? [:]
        for pattern in entry["disable_rule_wildcards"] as? [String] ?? [] {
            selectors.append(RuleSelector(enables: false, rule: pattern))
        }
        for tag in entry["disable_tags"] as? [String] ?? [] {
            selectors.append(RuleSelector(enables: false, tag: tag))
        }
        if let name = entry["minimum_priority"] as? String, let found = RulePriority(name: name) {
            minimumPriority = found
        }
        matchesAllRules = entry["all_matching"] as? Bool ?? true
        fixture = entry["event"] as? String ?? fixture
    }

    /// What differs from the expectation.
    func problems() -> [String] {
        var loader = RulesLoader()
        for (index, text) in files.enumerated() { loader.load(text, name: "file\(index).yaml") }
        if expectation["aborts"] as? Bool == true {
            return loader.isSuccessful ? ["the reference ends here, this loads"] : []
        }
        var problems: [String] = []
        let loads = expectation["loads"] as? [[String: Any]] ?? []
        for (index, expected) in loads.enumerated() {
            problems += Self.differences(loader.results[index], expected)
        }
        if let compiled = expectation["compiled"] as? [String: String], loader.isSuccessful {
            let actual = Dictionary(
                uniqueKeysWithValues: loader.ruleSet.rules.map { ($0.name, $0.condition.text) })
            if actual != compiled { problems.append("compiled \(actual), expected \(compiled)") }
        }
        if let fired = expectation["fired"] as? [String], loader.isSuccessful {
            for (evaluator, names) in fire(loader.ruleSet) where names != fired {
                problems.append("\(evaluator) fires \(names), expected \(fired)")
            }
        }
        return problems
    }

    /// The rules that fire on the event, as either evaluator has it.
    private func fire(_ ruleSet: RuleSet) -> [(evaluator: String, names: [String])] {
        let selected = ruleSet.selecting(selectors, minimumPriority: minimumPriority)
        guard let events = ConformanceFixtures.events(fixture),
            let program = try? RuleProgram(
                compiling: selected, matching: matchesAllRules ? .all : .first)
        else { return [("neither evaluator", [])] }
        let world = ConformanceWorld()
        for event in events { world.apply(event) }
        var matcher = Matcher(program, hostname: "test")
        let count = matcher.match(world.event, world.binding, world.state)
        let compiled = (0..<count).map { selected.rules[matcher.rule(ofMatch: $0)].name }
        var tree = TreeEvaluator(hostname: "test")
        tree.begin(world.event)
        var walked: [String] = []
        for rule in selected.enabledRules where matchesAllRules || walked.isEmpty {
            var checker = ConditionChecker()
            guard let checked = try? checker.check(rule.condition),
                tree.evaluate(checked, world.event, world.binding, world.state)
            else { continue }
            walked.append(rule.name)
        }
        return [("the matcher", compiled), ("the tree", walked)]
    }

    private static func differences(
        _ result: LoadResult, _ expected: [String: Any]
    ) -> [String] {
        var problems: [String] = []
        let isExpectedToLoad = expected["ok"] as? Bool ?? false
        let details = (result.errors + result.warnings).map {
            "\($0.code.rawValue) \($0.message)"
        }
        if result.isSuccessful != isExpectedToLoad {
            problems.append("ok is \(result.isSuccessful): \(details)")
        }
        let schema = expected["schema_valid"] as? Bool
        if result.isSchemaValid != schema {
            problems.append(
                "schema_valid is \(result.isSchemaValid.map(String.init) ?? "null"), "
                    + "expected \(schema.map(String.init) ?? "null"): \(result.schemaWarnings)")
        }
        for (key, issues) in [("errors", result.errors), ("warnings", result.warnings)] {
            let codes = expected[key] as? [String] ?? []
            if issues.map(\.code.rawValue) != codes {
                problems.append("\(key) \(details), expected \(codes)")
            }
        }
        return problems
    }
}
