/// Everything that a run of the loader collected and compiled.
package struct RuleSet: Sendable {
    /// In evaluation order; `rules[i].index` is `i`.
    package var rules: [Rule]
    package var macros: [MacroSummary]
    package var lists: [ListSummary]
    package var requiredEngineVersion: SemanticVersion?
    package var requiredPluginVersions: [PluginRequirement]

    package init(
        rules: [Rule] = [], macros: [MacroSummary] = [], lists: [ListSummary] = [],
        requiredEngineVersion: SemanticVersion? = nil,
        requiredPluginVersions: [PluginRequirement] = []
    ) {
        self.rules = rules
        self.macros = macros
        self.lists = lists
        self.requiredEngineVersion = requiredEngineVersion
        self.requiredPluginVersions = requiredPluginVersions
    }
}

/// A macro after loading, for the describing commands.
package struct MacroSummary: Equatable, Sendable {
    package var name: String
    /// As written, with appended text.
    package var conditionText: String
    /// Parsed, lists replaced, macros still by name.
    package var condition: Expression
    package var isUsed: Bool

    package init(name: String, conditionText: String, condition: Expression, isUsed: Bool) {
        self.name = name
        self.conditionText = conditionText
        self.condition = condition
        self.isUsed = isUsed
    }
}

/// A list after loading, for the describing commands.
package struct ListSummary: Equatable, Sendable {
    package var name: String
    /// As written, with appended items.
    package var items: [String]
    package var isUsed: Bool

    package init(name: String, items: [String], isUsed: Bool) {
        self.name = name
        self.items = items
        self.isUsed = isUsed
    }
}
