import Rules
import Testing

/// Where errors are, and how they are told.
@Suite struct LoaderDiagnosticsTests {
    private func load(_ text: String) -> LoadResult {
        var loader = RulesLoader()
        loader.load(text, name: "f.yaml")
        return loader.results[0]
    }

    @Test func aMissingKeyIsReportedAtItsRule() throws {
        let result = load("- macro: m\n  condition: a.b = 1\n- rule: r\n  desc: d\n  output: o\n")
        let error = try #require(result.errors.first)
        #expect(error.code == .yamlValidate)
        #expect(error.locations.map(\.itemType) == [.rulesContent, .rule])
        #expect(error.locations[1].itemName == "r")
        #expect(
            error.locations[1].position
                == SourcePosition(name: "f.yaml", line: 2, column: 2, offset: 34))
        #expect(error.snippet == "- rule: r\n  ^\n")
    }

    @Test func aSyntaxErrorPointsIntoTheCondition() throws {
        let result = load(
            """
            - rule: r
              desc: d
              condition: evt.type = open and proc.name
              output: o
              priority: INFO
            """)
        let error = try #require(result.errors.first)
        #expect(error.code == .compileCondition)
        #expect(
            error.locations.map(\.itemType)
                == [.rulesContent, .rule, .ruleCondition, .conditionExpression])
        let place = error.locations[3].position
        #expect(place.name == "\"evt.type = open ...\"")
        #expect(place.column == 29)
        #expect(
            error.snippet
                == "evt.type = open and proc.name\n\(String(repeating: " ", count: 29))^\n"
        )
    }

    @Test func oneRunReportsAllErrorsAndNotTheirConsequences() {
        let result = load(
            """
            - list: l
            - macro: broken
              condition: proc.name =
            - macro: user
              condition: broken or proc.name = a
            - rule: first
              desc: d
              condition: evt.type = open and user and proc.name in (l)
              output: o
              priority: INFO
            - rule: second
              desc: d
              condition: evt.type = open and nosuch.field = 1
              output: o
              priority: INFO
            - rule: third
              desc: d
              condition: evt.type = nosuchevent
              output: "%nosuch.field"
              priority: INFO
            - rule: fourth
              condition: evt.type = open
            - rule: fourth
              condition: and proc.name = a
              override: {condition: append}
            """)
        #expect(
            result.errors.map(\.code) == [
                .yamlValidate, .yamlValidate, .compileCondition, .compileCondition,
                .compileOutput, .compileCondition,
            ], "\(result.report)")
    }

    @Test func aFileThatIsNotYamlSaysWhere() throws {
        let result = load("- rule: r\n  desc: [\n")
        let error = try #require(result.errors.first)
        #expect(error.code == .yamlParse)
        #expect(result.isSchemaValid == nil)
        #expect(error.locations.last?.position.line == 2)
    }

    @Test func aMissingFileIsAReadError() {
        var loader = RulesLoader()
        loader.load(file: "/nonexistent/rules.yaml")
        #expect(loader.results[0].errors.map(\.code) == [.fileRead])
        loader.load(file: "/")
        #expect(loader.results[1].errors.map(\.code) == [.fileRead])
        #expect(!loader.isSuccessful)
    }

    @Test func textReportsHaveTheHeadlineOfTheReference() {
        let rule = "- rule: r\n  desc: d\n  condition: %\n  output: o\n  priority: INFO\n"
        let good = load(rule.replacing("%", with: "evt.type = open"))
        #expect(good.report == "f.yaml: Ok\n")
        let doubtful = load(rule.replacing("%", with: "proc.name = a"))
        #expect(doubtful.headline == "f.yaml: Ok, with warnings")
        let bad = load(rule.replacing("%", with: "("))
        #expect(bad.headline == "f.yaml: Invalid")
        #expect(
            bad.report.hasPrefix(
                "f.yaml: Invalid\n1 Error:\nIn rules content: (f.yaml:0:0)\n"
                    + "    rule 'r': (f.yaml:0:2)\n"), "\(bad.report)")
        #expect(bad.report.contains("------\n(\n ^\n------\nLOAD_ERR_COMPILE_CONDITION ("))
    }

    @Test func jsonHasTheKeysOfTheReference() {
        let good = load("- list: l\n  items: [a]\n")
        let json = LoadResult.json([good])
        #expect(
            json.hasPrefix(
                #"{"falco_load_results":[{"errors":[],"name":"f.yaml","schema_valid":true,"#
                    + #""schema_warnings":[],"successful":true,"warnings":[{"code":"#
                    + #""LOAD_UNUSED_LIST","codedesc":""#), "\(json)")
        #expect(
            json.hasSuffix(
                #""context":{"locations":[{"item_name":"","item_type":"rules content","position":"#
                    + #"{"column":0,"line":0,"name":"f.yaml","offset":0}},{"item_name":"l","#
                    + #""item_type":"list","position":{"column":2,"line":0,"name":"f.yaml","#
                    + #""offset":2}}],"snippet":"- list: l\n  ^\n"},"message":"#
                    + #""List not referred to by any other rule/macro/list"}]}]}"#), "\(json)")
        let empty = LoadResult.json([load("")])
        #expect(empty.contains(#""schema_valid":null"#))
    }

    @Test func unmetPluginRequirementsAreNamed() {
        var loader = RulesLoader()
        loader.load(
            """
            - required_plugin_versions:
              - {name: container, version: 0.4.0}
              - name: k8saudit
                version: 0.7.0
                alternatives: [{name: k8saudit-eks, version: 0.4.0}]
              - {name: json, version: 0.7.0, alternatives: [{name: container, version: 0.2.0}]}
              - {name: container, version: 1.0.0}
            """, name: "f.yaml")
        #expect(loader.isSuccessful)
        #expect(
            loader.unmetPluginRequirements == [
                "Plugin requirement not satisfied, must load one of: 'k8saudit' (>= 0.7.0), "
                    + "'k8saudit-eks' (>= 0.4.0)",
                "Plugin requirement not satisfied, must load one of: 'container' (>= 1.0.0)",
            ])
    }
}
