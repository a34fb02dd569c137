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
    /// With all macros put in; nil when that failed.
    package var resolved: Expression?
    /// Names of the lists in its own text, sorted.
    package var listNames: [String]
    package var isUsed: Bool
}

/// A list after loading, for the describing commands.
package struct ListSummary: Equatable, Sendable {
    package var name: String
    /// As written, with appended items.
    package var items: [String]
    /// With the items of earlier lists in the place of their names.
    package var compiledItems: [String]
    /// Names of those earlier lists, sorted.
    package var listNames: [String]
    package var isUsed: Bool
}
