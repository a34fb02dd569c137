/// Items of the kind `rule`.
extension RulesFileReader {
    private static let knownKeys: Set<String> = [
        "rule", "condition", "output", "desc", "priority", "source", "enabled", "warn_evttypes",
        "skip-if-unknown-filter", "tags", "exceptions", "capture", "capture_duration", "append",
        "override",
    ]
    private static let appendable: Set<String> = [
        "condition", "output", "desc", "tags", "exceptions",
    ]
    private static let replaceable: Set<String> = appendable.union([
        "priority", "enabled", "warn_evttypes", "skip-if-unknown-filter", "capture",
        "capture_duration",
    ])

    mutating func readRule(
        _ item: YamlNode, in file: LoadContext, _ outer: LoadContext
    ) throws(LoadIssue) {
        let name = try item.text("rule", in: outer)
        let context = file.entering(.rule, name, at: item)
        warnAboutUnknownKeys(item, known: Self.knownKeys, in: context)
        do throws(LoadIssue) {
            let isAppending = try readAppendFlag(item, in: context)
            let overrides = try readOverrides(
                item, appendable: Self.appendable, replaceable: Self.replaceable, in: context)
            if !overrides.isEmpty {
                if isAppending { throw Self.appendAndOverride(context) }
                try overrideRule(item, name, overrides, in: context)
            } else if isAppending {
                try appendToRule(item, name, in: context)
            } else if ["condition", "output", "desc", "priority"].contains(where: {
                item[$0] != nil
            }) {
                try defineRule(item, name, in: context)
            } else {
                try switchRule(item, name, in: context)
            }
        } catch {
            collection.broken.rules.insert(name)
            throw error
        }
    }

    private mutating func defineRule(
        _ item: YamlNode, _ name: String, in context: LoadContext
    ) throws(LoadIssue) {
        let condition = try item.text("condition", in: context)
        let output = try item.text("output", in: context)
        let description = try item.text("desc", in: context)
        let priority = try readPriority(item, in: context)
        var rule = RuleEntry(
            name: name, condition: condition, output: Self.trimmed(output),
            description: description, priority: priority, context: context)
        rule.conditionContext = context.entering(.ruleCondition, at: item["condition"])
        rule.outputContext = context.entering(.ruleOutput, at: item["output"])
        rule.source = try item.optionalText("source", in: context) ?? rule.source
        rule.isEnabled = try item.optionalFlag("enabled", in: context) ?? true
        rule.warnsAboutEventTypes = try item.optionalFlag("warn_evttypes", in: context) ?? true
        rule.skipsUnknownFilter =
            try item.optionalFlag("skip-if-unknown-filter", in: context) ?? false
        rule.isCapturing = try item.optionalFlag("capture", in: context) ?? false
        rule.captureDurationMillis = try item.optionalNumber("capture_duration", in: context) ?? 0
        rule.tags = Set(try item.optionalTexts("tags", in: context) ?? [])
        let drafts = try readExceptions(item, isAppending: false, in: context)

        if let earlier = collection.rules[name], earlier.source != rule.source {
            throw LoadIssue(
                .validate, "Rule has been re-defined with a different source", at: context)
        }
        rule.isSourceKnown = settings.sources.contains(rule.source)
        if rule.isSourceKnown {
            rule.exceptions = try drafts.mapExceptions { draft throws(LoadIssue) in
                try self.completed(draft)
            }
        } else {
            warn(.unknownSource, "Unknown source '\(rule.source)', skipping", at: context)
        }
        collection.define(rule)
    }

    private mutating func switchRule(
        _ item: YamlNode, _ name: String, in context: LoadContext
    ) throws(LoadIssue) {
        guard let isEnabled = try item.optionalFlag("enabled", in: context) else {
            throw LoadIssue(.yamlValidate, "Item has no mapping for key 'enabled'", at: context)
        }
        warn(
            .deprecatedItem,
            "The standalone 'enabled' key is deprecated; it needs a 'replace' entry under the "
                + "'override' key (i.e. 'enabled: replace')", at: context)
        guard
            try isKnown(
                name, "Rule has 'enabled' key only, but no rule by that name already exists",
                context)
        else { return }
        collection.change(rule: name) { $0.isEnabled = isEnabled }
    }

    /// `append: true`: only the condition and the exceptions count.
    private mutating func appendToRule(
        _ item: YamlNode, _ name: String, in context: LoadContext
    ) throws(LoadIssue) {
        let place = context.entering(.ruleCondition, at: item["condition"])
        let condition = try item.optionalText("condition", in: context)
        let drafts = try readExceptions(item, isAppending: true, in: context)
        guard
            try isKnown(
                name, "Rule has 'append' key but no rule by that name already exists", context)
        else { return }
        if condition == nil && drafts.isEmpty {
            throw LoadIssue(
                .validate, "Appended rule must have exceptions or condition property", at: context)
        }
        guard collection.rules[name]?.isSourceKnown == true else { return }
        let exceptions = try appending(drafts, to: name)
        collection.change(rule: name) { rule in
            if let condition {
                rule.condition += " " + condition
                rule.conditionContext = place
            }
            rule.exceptions = exceptions
        }
    }

    /// Whether a rule is there to be changed. One that could not be read is reported already.
    private func isKnown(
        _ name: String, _ message: String, _ context: LoadContext
    ) throws(LoadIssue) -> Bool {
        if collection.rules[name] != nil { return true }
        if collection.broken.rules.contains(name) { return false }
        throw LoadIssue(.validate, message, at: context)
    }

    private mutating func overrideRule(
        _ item: YamlNode, _ name: String, _ overrides: ItemOverrides, in context: LoadContext
    ) throws(LoadIssue) {
        try checkOverriddenKeys(item, overrides, overridable: Self.replaceable, in: context)
        let change = try readChange(item, overrides, in: context)
        guard
            try isKnown(
                name, "Rule has 'override' key but no rule by that name already exists", context)
        else { return }
        guard collection.rules[name]?.isSourceKnown == true else { return }
        var exceptions: [RuleException]?
        if overrides.appended.contains("exceptions") {
            exceptions = try appending(change.exceptions, to: name)
        }
        if overrides.replaced.contains("exceptions") {
            exceptions = try change.exceptions.mapExceptions { draft throws(LoadIssue) in
                try self.completed(draft)
            }
        }
        collection.change(rule: name) { rule in
            rule.apply(change, overrides)
            if let exceptions { rule.exceptions = exceptions }
        }
    }

    /// Reads the values of the keys that `overrides` names.
    private mutating func readChange(
        _ item: YamlNode, _ overrides: ItemOverrides, in context: LoadContext
    ) throws(LoadIssue) -> RuleChange {
        var change = RuleChange()
        change.conditionContext = context.entering(.ruleCondition, at: item["condition"])
        change.outputContext = context.entering(.ruleOutput, at: item["output"])
        change.condition = try item.optionalText("condition", in: context)
        change.output = try item.optionalText("output", in: context).map(Self.trimmed)
        change.description = try item.optionalText("desc", in: context)
        if item["priority"] != nil { change.priority = try readPriority(item, in: context) }
        change.isEnabled = try item.optionalFlag("enabled", in: context)
        change.warnsAboutEventTypes = try item.optionalFlag("warn_evttypes", in: context)
        change.skipsUnknownFilter = try item.optionalFlag("skip-if-unknown-filter", in: context)
        change.isCapturing = try item.optionalFlag("capture", in: context)
        change.captureDurationMillis = try item.optionalNumber("capture_duration", in: context)
        change.tags = try item.optionalTexts("tags", in: context).map(Set.init)
        change.exceptions = try readExceptions(
            item, isAppending: overrides.appended.contains("exceptions"), in: context)
        return change
    }

    private func readPriority(
        _ item: YamlNode, in context: LoadContext
    ) throws(LoadIssue) -> RulePriority {
        let text = try item.text("priority", in: context)
        guard let priority = RulePriority(name: text) else {
            throw LoadIssue(
                .yamlValidate, "Invalid priority '\(text)'",
                at: context.entering(.rulePriority, at: item["priority"]))
        }
        return priority
    }

    /// Without white space at the ends.
    private static func trimmed(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard let first = bytes.firstIndex(where: { !ByteClass.isSpace($0) }),
            let last = bytes.lastIndex(where: { !ByteClass.isSpace($0) })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}

/// The values that an overriding item gives.
struct RuleChange {
    var condition: String?
    var conditionContext: LoadContext?
    var output: String?
    var outputContext: LoadContext?
    var description: String?
    var priority: RulePriority?
    var isEnabled: Bool?
    var warnsAboutEventTypes: Bool?
    var skipsUnknownFilter: Bool?
    var isCapturing: Bool?
    var captureDurationMillis: UInt32?
    var tags: Set<String>?
    var exceptions: [ExceptionDraft] = []
}

extension RuleEntry {
    /// Applies all of a change but its exceptions: first what is appended, then what is replaced.
    fileprivate mutating func apply(_ change: RuleChange, _ overrides: ItemOverrides) {
        func joined(_ key: String, _ old: String, _ new: String?) -> String {
            guard let new else { return old }
            return overrides.replaced.contains(key) ? new : old + " " + new
        }
        condition = joined("condition", condition, change.condition)
        output = joined("output", output, change.output)
        description = joined("desc", description, change.description)
        if change.condition != nil, let place = change.conditionContext {
            conditionContext = place
        }
        if change.output != nil, let place = change.outputContext { outputContext = place }
        if let new = change.tags {
            tags = overrides.replaced.contains("tags") ? new : tags.union(new)
        }
        priority = change.priority ?? priority
        isEnabled = change.isEnabled ?? isEnabled
        warnsAboutEventTypes = change.warnsAboutEventTypes ?? warnsAboutEventTypes
        skipsUnknownFilter = change.skipsUnknownFilter ?? skipsUnknownFilter
        isCapturing = change.isCapturing ?? isCapturing
        captureDurationMillis = change.captureDurationMillis ?? captureDurationMillis
    }
}
