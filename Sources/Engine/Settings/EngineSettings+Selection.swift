internal import Rules

extension EngineSettings {
    /// `rules`: a list of `enable` and `disable` entries, each with `rule`, `tag` or both.
    static func selectors(_ value: ConfigNode) throws(ConfigNode.Failure) -> [RuleSelector] {
        guard case .list(let entries) = value else {
            throw ConfigNode.Failure("rules: found \(value.kindName), expected a list")
        }
        var selectors: [RuleSelector] = []
        for entry in entries {
            guard case .map(let map) = entry, map.count == 1, let (verb, what) = map.first,
                verb == "enable" || verb == "disable"
            else {
                throw ConfigNode.Failure(
                    "rules: found \(entry.kindName), expected a map with 'enable' or 'disable'")
            }
            let rule = what["rule"]?.text
            let tag = what["tag"]?.text
            guard rule != nil || tag != nil else {
                throw ConfigNode.Failure("rules.\(verb): expected 'rule' or 'tag'")
            }
            selectors.append(RuleSelector(enables: verb == "enable", rule: rule, tag: tag))
        }
        return selectors
    }
}
