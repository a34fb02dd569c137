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

    @Test func aMisspeltWordOfASelectionIsTold() throws {
        let settings = try settings(
            "rules[]={disable: {rule: '*', tgas: [x]}}", "rules[]={enable: {tag: a}}")
        #expect(settings.unknownKeys == ["rules.disable.tgas"])
        #expect(settings.selectors.count == 2)
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

@Suite struct ContainerSettingsTests {
    private func settings(_ yaml: String) throws -> ContainerSettings {
        try EngineSettings(ConfigNode(yaml: yaml)).containers
    }

    @Test func falcosKeysAreUnderstood() throws {
        let settings = try settings(
            """
            container_engines:
              docker: {enabled: true, root: /d, sockets: [/a.sock, /b.sock]}
              containerd: {root: /c}
              podman: {enabled: false}
              cri: {enabled: true, sockets: [/run/containerd/containerd.sock], disable_async: true}
              lxc: {enabled: true}
              timeout_ms: 250
            """)
        #expect(settings.docker.isEnabled)
        #expect(settings.docker.root == "/d")
        #expect(settings.docker.sockets == ["/a.sock", "/b.sock"])
        #expect(settings.containerd.root == "/c")
        #expect(settings.containerd.sockets == nil)
        #expect(!settings.podman.isEnabled)
        #expect(settings.timeoutMillis == 250)
    }

    @Test func thePluginsKeysAreUnderstood() throws {
        let settings = try settings(
            """
            plugins:
              - name: json
              - name: container
                library_path: libcontainer.so
                init_config:
                  label_max_len: 100
                  engines:
                    docker: {enabled: true, sockets: [/x.sock]}
                    containerd: {enabled: false, sockets: [/y.sock]}
                    made_up: {enabled: true}
            """)
        #expect(settings.docker.sockets == ["/x.sock"])
        #expect(!settings.containerd.isEnabled)
        #expect(try self.settings("plugins: [{name: container}]") == ContainerSettings())
    }

    @Test(arguments: [
        ("{docker: {roots: /d}}", "container_engines.docker: unknown key 'roots'"),
        ("{made_up: {}}", "container_engines: unknown key 'made_up'"),
        ("{timeout_ms: 0}", "container_engines.timeout_ms: found 0, expected 1 to 60000"),
        (
            "{docker: {sockets: {a: b}}}",
            "container_engines.docker.sockets: found a map, expected a list of texts"
        ),
    ])
    func mistakesAreNamed(_ value: String, _ message: String) {
        #expect(throws: ConfigNode.Failure(message)) {
            try settings("container_engines: \(value)")
        }
    }
}
