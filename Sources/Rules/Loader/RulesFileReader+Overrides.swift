/// The keys that an item's `override` names.
struct ItemOverrides {
    var appended: Set<String> = []
    var replaced: Set<String> = []

    var isEmpty: Bool { appended.isEmpty && replaced.isEmpty }

    func contains(_ key: String) -> Bool { appended.contains(key) || replaced.contains(key) }
}

extension RulesFileReader {
    /// Reads `override`; without one, with an empty one or with one that is no mapping, empty.
    func readOverrides(
        _ item: YamlNode, appendable: Set<String>, replaceable: Set<String>,
        in context: LoadContext
    ) throws(LoadIssue) -> ItemOverrides {
        var overrides = ItemOverrides()
        guard let node = item["override"] else { return overrides }
        let place = context.entering(.overrides, at: node)
        for (keyNode, operation) in node.pairs {
            let key = keyNode.scalar ?? ""
            switch operation.scalar {
            case "append":
                guard appendable.contains(key) else {
                    throw LoadIssue(
                        .yamlValidate, "Key '\(key)' cannot be appended to", at: place)
                }
                overrides.appended.insert(key)
            case "replace":
                guard replaceable.contains(key) else {
                    throw LoadIssue(.yamlValidate, "Key '\(key)' cannot be replaced", at: place)
                }
                overrides.replaced.insert(key)
            default:
                let word = operation.scalar ?? "a collection"
                throw LoadIssue(
                    .yamlValidate,
                    "Invalid override operation for key '\(key)': '\(word)'; it must be 'append' "
                        + "or 'replace'", at: place)
            }
        }
        return overrides
    }

    /// Checks that the overridable keys of an item are exactly those that `override` names.
    func checkOverriddenKeys(
        _ item: YamlNode, _ overrides: ItemOverrides, overridable: Set<String>,
        in context: LoadContext
    ) throws(LoadIssue) {
        for key in overrides.appended.union(overrides.replaced).sorted() where item[key] == nil {
            throw LoadIssue(
                .yamlValidate,
                "An override of '\(key)' was specified but '\(key)' is not defined", at: context)
        }
        for (keyNode, _) in item.pairs {
            let key = keyNode.scalar ?? ""
            if overridable.contains(key), !overrides.contains(key) {
                throw LoadIssue(
                    .yamlValidate,
                    "Unexpected key '\(key)': no corresponding entry under 'override'",
                    at: context.entering(.valueFor, key, at: keyNode))
            }
        }
    }
}
