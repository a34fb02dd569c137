internal import Rules

extension EngineSettings {
    /// `rules`: a list of `enable` and `disable` entries, each with `rule`, `tag` or both. What
    /// else they hold is noted as unknown: a misspelt word makes a selection wider than meant.
    mutating func takeSelectors(_ value: ConfigNode) throws(ConfigNode.Failure) {
        guard case .list(let entries) = value else {
            throw ConfigNode.Failure("rules: found \(value.kindName), expected a list")
        }
        selectors = []
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
            guard case .map(let words) = what else { continue }
            for word in words.keys.sorted() where word != "rule" && word != "tag" {
                unknownKeys.append("rules.\(verb).\(word)")
            }
        }
    }
}
