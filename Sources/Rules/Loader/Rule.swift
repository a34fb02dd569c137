/// A rule that loaded: everything the matcher, the output and the describing commands need.
package struct Rule: Sendable {
    /// Position in the evaluation order (first appearance of the name), 0-based.
    package var index: Int
    package var name: String
    package var description: String
    package var priority: RulePriority
    /// Sorted, without repetitions.
    package var tags: [String]
    /// `syscall` unless the file says otherwise.
    package var source: String
    /// What the files say; selection may change it later (`RuleSelection`).
    package var isEnabled: Bool
    /// The condition as written, with all appended text, before exceptions and lists.
    package var conditionText: String
    /// The condition that was parsed: exceptions added, lists replaced, macros still by name.
    package var expandedConditionText: String
    /// The parsed condition with every macro resolved.
    package var condition: Expression
    /// The output as written in the files.
    package var outputText: String
    /// The output that is rendered: `outputText` with the configured additions.
    package var output: String
    /// Further keys of the JSON alert's `output_fields`, in the order given.
    package var extraFields: [ExtraOutputField]
    package var exceptions: [RuleException]
    /// Whether a condition over too many event types is worth a warning.
    package var warnsAboutEventTypes: Bool
    /// Whether an unknown field drops the rule with a warning instead of an error.
    package var skipsUnknownFilter: Bool
    /// Stored for the sake of the description: this engine takes no captures per rule.
    package var isCapturing: Bool
    package var captureDurationMillis: UInt32
    /// Names of the macros and lists that the condition uses directly or through others, sorted.
    package var macroNames: [String]
    package var listNames: [String]
    /// Where the rule was first defined.
    package var position: SourcePosition

    /// A rule made by hand, for tests and tools; the loader fills in the rest.
    package init(
        index: Int, name: String, condition: Expression, conditionText: String = "",
        output: String = "", priority: RulePriority = .notice, source: String = "syscall"
    ) {
        self.index = index
        self.name = name
        self.description = ""
        self.priority = priority
        self.tags = []
        self.source = source
        self.isEnabled = true
        self.conditionText = conditionText
        self.expandedConditionText = conditionText
        self.condition = condition
        self.outputText = output
        self.output = output
        self.extraFields = []
        self.exceptions = []
        self.warnsAboutEventTypes = true
        self.skipsUnknownFilter = false
        self.isCapturing = false
        self.captureDurationMillis = 0
        self.macroNames = []
        self.listNames = []
        self.position = SourcePosition(name: "", line: 0, column: 0, offset: 0)
    }
}

/// A key that an alert's `output_fields` gets beside the fields of its text.
package struct ExtraOutputField: Equatable, Sendable {
    package var key: String
    package var content: Content

    /// How the value is made.
    package enum Content: Equatable, Sendable {
        /// The raw, typed value of a field.
        case field(String)
        /// A rendered format, always text.
        case format(String)
    }

    package init(key: String, content: Content) {
        self.key = key
        self.content = content
    }
}

/// An exception as collected: fields, operators and rows of values.
package struct RuleException: Equatable, Sendable {
    package var name: String
    /// One or more; a single field in scalar form has `isScalar`.
    package var fields: [String]
    /// As long as `fields`; in scalar form one.
    package var comparisons: [String]
    package var rows: [ExceptionValue]
    /// The scalar form: one field, one operator, `rows` are its values.
    package var isScalar: Bool

    package init(
        name: String, fields: [String], comparisons: [String], rows: [ExceptionValue],
        isScalar: Bool
    ) {
        self.name = name
        self.fields = fields
        self.comparisons = comparisons
        self.rows = rows
        self.isScalar = isScalar
    }
}

/// A value of an exception: text, or a sequence of values.
package enum ExceptionValue: Equatable, Sendable {
    case text(String)
    case sequence([ExceptionValue])
}

/// A place in a file: name, and 0-based line, column and byte offset.
package struct SourcePosition: Equatable, Sendable {
    package var name: String
    package var line: Int
    package var column: Int
    package var offset: Int

    package init(name: String, line: Int, column: Int, offset: Int) {
        self.name = name
        self.line = line
        self.column = column
        self.offset = offset
    }
}
