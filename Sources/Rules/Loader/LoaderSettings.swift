/// What the loader presents to rules files and adds to rules.
package struct LoaderSettings: Sendable {
    /// The version of the rule language that this engine speaks.
    package var engineVersion = SemanticVersion(0, 63, 0)
    /// Plugins that rules files may require. The container fields are built in here.
    package var plugins = ["container": SemanticVersion(0, 6, 4)]
    /// Event sources that rules can name.
    package var sources: Set<String> = ["syscall"]
    /// `append_output` of the configuration, in order.
    package var outputAdditions: [OutputAddition] = []
    /// Fields that `suggested_output` appends, in order.
    package var suggestedFields = [
        "container.id", "container.name", "container.image.repository", "container.image.tag",
        "k8s.pod.name", "k8s.ns.name",
    ]

    package init() {}
}

/// One entry of `append_output`: what to add to which rules.
package struct OutputAddition: Equatable, Sendable {
    /// A rule must have this source, when one is given.
    package var source: String?
    /// A rule must have all of these tags.
    package var tags: [String]
    /// A rule must have this name, when one is given.
    package var rule: String?
    /// Text for the end of the output.
    package var extraOutput: String?
    /// Keys for the JSON alert's fields.
    package var extraFields: [ExtraOutputField]
    /// Whether the suggested fields of the source are appended.
    package var appendsSuggestedFields: Bool

    package init(
        source: String? = nil, tags: [String] = [], rule: String? = nil,
        extraOutput: String? = nil, extraFields: [ExtraOutputField] = [],
        appendsSuggestedFields: Bool = false
    ) {
        self.source = source
        self.tags = tags
        self.rule = rule
        self.extraOutput = extraOutput
        self.extraFields = extraFields
        self.appendsSuggestedFields = appendsSuggestedFields
    }

    /// Whether everything that the entry asks for is true of the rule.
    func applies(to name: String, source: String, tags: Set<String>) -> Bool {
        (rule == nil || rule == name) && (self.source == nil || self.source == source)
            && self.tags.allSatisfy(tags.contains)
    }
}
