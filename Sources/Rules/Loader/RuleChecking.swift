/// What the loader asks of the field catalogue, the condition compiler and the output compiler.
///
/// The loader knows files and text; whether a field exists, an operator fits a type or a literal
/// can be read is the business of those that evaluate.
package protocol RuleChecking {
    /// Checks that a resolved condition compiles; answers what else is worth saying about it.
    func checkCondition(_ condition: Expression) throws(RuleCheckError) -> ConditionFacts

    /// Checks an output format; answers the deprecated fields that it uses.
    func checkOutput(_ format: String) throws(RuleCheckError) -> [String]

    /// Whether `text` (a field with its argument) can stand to the left of an operator.
    func isKnownField(_ text: String) -> Bool
}

/// Why a condition or an output does not compile.
package struct RuleCheckError: Error, Equatable, Sendable {
    package var message: String
    /// Where in the condition, bytes from its start, when known.
    package var offset: Int?
    /// An unknown field, event name or output field: what `skip-if-unknown-filter` forgives.
    package var isUnknownName: Bool

    package init(message: String, offset: Int? = nil, isUnknownName: Bool = false) {
        self.message = message
        self.offset = offset
        self.isUnknownName = isUnknownName
    }
}

/// What compiling a condition finds out beside success.
package struct ConditionFacts: Equatable, Sendable {
    /// How many event codes the condition can be true for.
    package var eventCodeCount: Int
    /// Doubtful parts, one sentence each (`LOAD_COMPILE_CONDITION`).
    package var warnings: [String]
    /// Deprecated fields that it uses (`LOAD_DEPRECATED_ITEM`).
    package var deprecatedFields: [String]

    package init(
        eventCodeCount: Int, warnings: [String] = [], deprecatedFields: [String] = []
    ) {
        self.eventCodeCount = eventCodeCount
        self.warnings = warnings
        self.deprecatedFields = deprecatedFields
    }
}
