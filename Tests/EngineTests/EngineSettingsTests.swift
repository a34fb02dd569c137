import Engine
import Rules
import Testing

@Suite struct EngineSettingsTests {
    func settings(_ options: String...) throws -> EngineSettings {
        var node = ConfigNode.null
        for option in options { try node.apply(option: option) }
        return try EngineSettings(node)
    }

    @Test func defaultsAreFalcos() throws {
        let settings = try settings()
        #expect(!settings.output.isJSON)
        #expect(settings.output.includesOutput)
        #expect(settings.output.includesTags)
        #expect(!settings.output.includesMessage)
        #expect(!settings.matchesAllRules)
        #expect(settings.priority == .debug)
        #expect(settings.unknownKeys == [])
    }

    @Test func keysAreUnderstood() throws {
        let settings = try settings(
            "json_output=true", "json_include_tags_property=no", "rule_matching=all",
            "priority=WARNING", "time_format_iso_8601=on", "static_fields.site=x",
            "outputs_queue.capacity=7", "made_up=1")
        #expect(settings.output.isJSON)
        #expect(!settings.output.includesTags)
        #expect(settings.output.usesISOTime)
        #expect(settings.output.staticFields == ["site": "x"])
        #expect(settings.matchesAllRules)
        #expect(settings.priority == .warning)
        #expect(settings.queueCapacity == 7)
        #expect(settings.unknownKeys == ["made_up"])
    }

    @Test(arguments: [
        ("json_output=maybe", "json_output: found 'maybe', expected true or false"),
        ("rule_matching=some", "rule_matching: found 'some', expected 'first' or 'all'"),
        ("json_output.x=1", "json_output: found a map, expected true or false"),
        (
            "outputs_queue.capacity=-1",
            "outputs_queue.capacity: found '-1', expected a number"
        ),
    ])
    func wrongValuesNameTheKey(_ option: String, _ message: String) {
        #expect { try settings(option) } throws: { "\($0)" == message }
    }
}
