import Engine
import Rules
import TestSupport
import Testing

extension ConformanceTextTests {
    static let settings: [String: Answer] = [
        "selection-001": .holds {
            let chosen = try enabled("rules: [{disable: {rule: '*'}}, {enable: {rule: X}}]")
            #expect(chosen == ["X"], "selection-001")
        },
        "selection-002": .holds {
            let chosen = try enabled("rules: [{enable: {tag: a}}, {disable: {tag: a}}]")
            #expect(chosen == ["Y", "Z"], "selection-002")
        },
        "selection-003": .holds(ruleEnabledAgain),
        "output-001": .holds {
            let output = try outputs("append_output: [{suggested_output: true}]")
            #expect(
                output == "o container_id=%container.id container_name=%container.name "
                    + "container_image_repository=%container.image.repository "
                    + "container_image_tag=%container.image.tag k8s_pod_name=%k8s.pod.name "
                    + "k8s_ns_name=%k8s.ns.name", "output-001")
        },
        "output-002": .holds {
            let addition = try #require(OutputAddition.printFormat("kubernetes-gvisor"))
            var settings = LoaderSettings()
            settings.outputAdditions = [addition]
            let output = try load(settings).rules[0].output
            #expect(output == "o vpid=%proc.vpid vtid=%thread.vtid", "output-002")
        },
        "output-003": .elsewhere(
            "GvfastTests/ConfigurationTests.swift",
            ["namesOfFormatsThatAppendNothingAreDeprecated"]),
        "output-004": .elsewhere(
            "GvfastTests/ConfigurationTests.swift", ["whatCannotBeDoneIsOneLineAndStatusOne"]),
        "output-005": .elsewhere(
            "AlertsTests/PipelineTests.swift",
            ["aCapacityBoundsTheRecordsThatWait", "anOutputThatTakesNothingIsLoggedOnce"]),
    ]

    private static let threeRules = ["X": "[a]", "Y": "[b]", "Z": "[]"]

    private static func load(_ settings: LoaderSettings = LoaderSettings()) throws -> RuleSet {
        var loader = RulesLoader(settings: settings)
        let text = threeRules.sorted { $0.key < $1.key }.map { name, tags in
            """
            - rule: \(name)
              desc: d
              condition: evt.type = open
              output: o
              priority: INFO
              tags: \(tags)
              enabled: \(name != "X")
            """
        }
        loader.load(text.joined(separator: "\n"), name: "rules.yaml")
        #expect(loader.isSuccessful)
        return loader.ruleSet
    }

    private static func enabled(_ config: String) throws -> [String] {
        let settings = try EngineSettings(ConfigNode(yaml: config))
        return try load().selecting(settings.selectors).enabledRules.map(\.name)
    }

    private static func outputs(_ config: String) throws -> String {
        var settings = LoaderSettings()
        settings.outputAdditions = try EngineSettings(ConfigNode(yaml: config)).outputAdditions
        let outputs = Set(try load(settings).rules.map(\.output))
        #expect(outputs.count == 1)
        return outputs.first ?? ""
    }

    private static func ruleEnabledAgain() throws {
        let settings = try EngineSettings(ConfigNode(yaml: "rules: [{enable: {rule: X}}]"))
        #expect(!settings.matchesAllRules)
        let chosen = try load().selecting(settings.selectors)
        #expect(chosen.enabledRules.map(\.name) == ["Y", "Z", "X"])
        let program = try RuleProgram(compiling: chosen)
        var matcher = Matcher(program, hostname: "host")
        var names: [String] = []
        let run = TextCaseRun()
        run.run.run([run.open()]) { event, binding, state in
            _ = matcher.match(event, binding, state)
            names = (0..<matcher.matchCount).map { chosen.rules[matcher.rule(ofMatch: $0)].name }
        }
        #expect(names == ["Y"], "selection-003")
    }
}
