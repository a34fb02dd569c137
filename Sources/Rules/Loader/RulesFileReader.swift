/// Reads the items of one file into the collection; each broken item is one error and left out.
struct RulesFileReader {
    let settings: LoaderSettings
    let checking: any RuleChecking
    var collection: RulesCollection
    var result: LoadResult
    /// What walks below aliases may still visit in this file.
    var budget = YamlWalkBudget(YamlReader.nodeCountLimit)

    init(
        settings: LoaderSettings, checking: any RuleChecking, collection: RulesCollection,
        name: String
    ) {
        self.settings = settings
        self.checking = checking
        self.collection = collection
        result = LoadResult(name: name)
    }

    /// Reads all documents.
    mutating func read(_ tree: YamlTree) {
        let context = LoadContext(file: result.name)
        for document in tree.documents where !document.isNull {
            guard let items = document.elements else {
                result.add(
                    LoadIssue(
                        .yamlValidate, "Rules content is not a YAML sequence of mappings",
                        at: context))
                continue
            }
            for item in items where !item.isNull {
                do throws(LoadIssue) {
                    try read(item, in: context)
                } catch {
                    result.add(error)
                }
            }
        }
    }

    mutating func warn(_ code: LoadCode, _ message: String, at context: LoadContext) {
        result.add(LoadIssue(code, message, at: context))
    }

    /// Reads one item; the first of the deciding keys that is present says what it is.
    private mutating func read(_ item: YamlNode, in file: LoadContext) throws(LoadIssue) {
        let context = file.entering(.rulesContentItem, at: item)
        guard item.isMapping else {
            throw LoadIssue(
                .yamlValidate, "Unexpected element: each must be a YAML mapping", at: context)
        }
        if item["required_engine_version"] != nil {
            warnAboutUnknownKeys(item, known: ["required_engine_version"], in: context)
            try readEngineVersion(item, in: file)
        } else if item["required_plugin_versions"] != nil {
            warnAboutUnknownKeys(item, known: ["required_plugin_versions"], in: context)
            try readPluginVersions(item, in: file)
        } else if item["list"] != nil {
            try readList(item, in: file, context)
        } else if item["macro"] != nil {
            try readMacro(item, in: file, context)
        } else if item["rule"] != nil {
            try readRule(item, in: file, context)
        } else {
            warn(.unknownItem, "Unknown top level item", at: context)
        }
    }

    /// One warning for each key that the kind of item does not have.
    mutating func warnAboutUnknownKeys(
        _ item: YamlNode, known: Set<String>, in context: LoadContext
    ) {
        for (key, _) in item.pairs {
            let name = key.scalar ?? ""
            if known.contains(name) { continue }
            warn(
                .unknownKey, "Unknown key '\(name)'",
                at: context.entering(.valueFor, name, at: key))
        }
    }

    private mutating func readEngineVersion(
        _ item: YamlNode, in file: LoadContext
    ) throws(LoadIssue) {
        let key = "required_engine_version"
        let context = file.entering(.requiredEngineVersion, at: item)
        let text = try item.text(key, in: context)
        let required: SemanticVersion
        if let minor = YamlNode.unsigned(text) {
            required = SemanticVersion(0, minor, 0)
        } else if let version = SemanticVersion(text) {
            required = version
        } else {
            throw LoadIssue(
                .yamlValidate,
                "Unable to read engine version '\(text)': expected a number or \"x.y.z\"",
                at: context)
        }
        guard settings.engineVersion.satisfies(required) else {
            throw LoadIssue(
                .validate,
                "Rules require engine version \(required.text), but engine version is "
                    + settings.engineVersion.text,
                at: context)
        }
        if let earlier = collection.requiredEngineVersion, earlier >= required { return }
        collection.requiredEngineVersion = required
    }

    private mutating func readPluginVersions(
        _ item: YamlNode, in file: LoadContext
    ) throws(LoadIssue) {
        let value = item["required_plugin_versions"]
        let context = file.entering(.requiredPluginVersions, at: value)
        guard let entries = value?.elements else {
            throw LoadIssue(.yamlValidate, "Value is not a sequence", at: context)
        }
        for entry in entries {
            let place = context.entering(.requiredPluginVersionsEntry, at: entry)
            var choices = [try pluginChoice(entry, in: place)]
            if let alternatives = entry["alternatives"] {
                guard let elements = alternatives.elements else {
                    throw LoadIssue(.yamlValidate, "Value is not a sequence", at: place)
                }
                for alternative in elements {
                    let inner = place.entering(.requiredPluginVersionsAlternative, at: alternative)
                    let choice = try pluginChoice(alternative, in: inner)
                    if choices.contains(where: { $0.name == choice.name }) {
                        throw LoadIssue(
                            .validate, "Plugin '\(choice.name)' is named twice", at: inner)
                    }
                    choices.append(choice)
                }
            }
            collection.requiredPluginVersions.append(PluginRequirement(choices: choices))
        }
    }

    private func pluginChoice(
        _ node: YamlNode, in context: LoadContext
    ) throws(LoadIssue) -> PluginRequirement.Choice {
        let name = try node.text("name", in: context)
        let text = try node.text("version", in: context)
        guard let version = SemanticVersion(text) else {
            throw LoadIssue(
                .validate, "Invalid required version '\(text)' for plugin '\(name)'", at: context)
        }
        return PluginRequirement.Choice(name: name, version: version)
    }
}
