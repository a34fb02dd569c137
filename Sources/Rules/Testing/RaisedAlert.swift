/// An alert that was raised, as far as tests look at it.
package struct RaisedAlert: Equatable, Sendable {
    package var rule: String
    package var priority: String
    /// The message, without time and priority.
    package var output: String
    /// Output fields by name and text; what is missing is `<NA>`.
    package var fields: [String: String]

    /// Reads a line of JSON output that includes the message; nil when it is none.
    package init?(jsonLine: String) {
        // JSON is YAML, and nothing else reads it here.
        guard let tree = try? YamlReader.read(Array(jsonLine.utf8)),
            let node = tree.documents.first, let rule = node["rule"]?.scalar,
            let output = node["message"]?.scalar
        else { return nil }
        self.rule = rule
        self.output = output
        priority = node["priority"]?.scalar ?? ""
        fields = [:]
        for (key, value) in node["output_fields"]?.pairs ?? [] {
            fields[key.scalar ?? ""] = value.isNull ? "<NA>" : value.scalar ?? ""
        }
    }

    /// What the alerts of tests look like before they are read back.
    package static var outputSettings: OutputSettings {
        var settings = OutputSettings(hostname: "test")
        settings.isJSON = true
        settings.includesOutput = false
        settings.includesMessage = true
        return settings
    }
}
