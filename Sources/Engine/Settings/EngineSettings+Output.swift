internal import Rules

extension EngineSettings {
    /// `append_output`: a list of entries, each with what it adds and to which rules.
    static func additions(_ value: ConfigNode) throws(ConfigNode.Failure) -> [OutputAddition] {
        guard case .list(let entries) = value else {
            throw ConfigNode.Failure("append_output: found \(value.kindName), expected a list")
        }
        var additions: [OutputAddition] = []
        for entry in entries {
            guard case .map(let map) = entry else {
                throw ConfigNode.Failure(
                    "append_output: found \(entry.kindName), expected a map")
            }
            var addition = OutputAddition()
            for (key, value) in map {
                switch key {
                case "match": try take(match: value, into: &addition)
                case "extra_output": addition.extraOutput = value.text
                case "extra_fields": addition.extraFields = try extraFields(value)
                case "suggested_output":
                    addition.appendsSuggestedFields = try value.expectBoolean(
                        "append_output.suggested_output")
                default: throw ConfigNode.Failure("append_output: unknown key '\(key)'")
                }
            }
            additions.append(addition)
        }
        return additions
    }

    private static func take(
        match: ConfigNode, into addition: inout OutputAddition
    ) throws(ConfigNode.Failure) {
        addition.source = match["source"]?.text
        addition.rule = match["rule"]?.text
        guard let tags = match["tags"] else { return }
        guard case .list(let list) = tags else {
            throw ConfigNode.Failure(
                "append_output.match.tags: found \(tags.kindName), expected a list")
        }
        addition.tags = list.compactMap(\.text)
    }

    private static func extraFields(
        _ value: ConfigNode
    ) throws(ConfigNode.Failure) -> [ExtraOutputField] {
        guard case .list(let entries) = value else {
            throw ConfigNode.Failure(
                "append_output.extra_fields: found \(value.kindName), expected a list")
        }
        return entries.flatMap { entry -> [ExtraOutputField] in
            switch entry {
            case .scalar(let name): return [ExtraOutputField(key: name, content: .field(name))]
            case .map(let map):
                return map.sorted { $0.key < $1.key }.map {
                    ExtraOutputField(key: $0.key, content: .format($0.value.text ?? ""))
                }
            case .null, .list: return []
            }
        }
    }
}
