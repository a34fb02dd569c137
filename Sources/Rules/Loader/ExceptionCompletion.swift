/// Checks an exception's fields and operators and fills in what is usual.
extension RulesFileReader {
    private static let scalarComparisons: Set<String> = ["in", "pmatch", "intersects"]

    /// The exception that a draft with fields means.
    func completed(_ draft: ExceptionDraft) throws(LoadIssue) -> RuleException {
        switch draft.fields {
        case .scalar(let field)?: return try completedScalar(draft, field)
        case .list(let fields)?: return try completedList(draft, fields)
        case nil:
            throw LoadIssue(
                .validate, "Rule exception must have fields property with a list of fields",
                at: draft.context)
        }
    }

    private func completedScalar(
        _ draft: ExceptionDraft, _ field: String
    ) throws(LoadIssue) -> RuleException {
        var comparison = "in"
        switch draft.comparisons {
        case .scalar(let given)?: comparison = given
        case .list?:
            throw LoadIssue(
                .validate, "Fields and comps must both be strings", at: draft.context)
        case nil: break
        }
        guard Self.scalarComparisons.contains(comparison) || Self.hasModifier(comparison) else {
            throw LoadIssue(
                .validate,
                "When fields is a single value, comps must be one of (in, pmatch, intersects) or "
                    + "an operator with a modifier", at: draft.context)
        }
        try check(field: field, at: draft.context)
        return RuleException(
            name: draft.name, fields: [field], comparisons: [comparison], rows: draft.values,
            isScalar: true)
    }

    private func completedList(
        _ draft: ExceptionDraft, _ fields: [String]
    ) throws(LoadIssue) -> RuleException {
        var comparisons = [String](repeating: "=", count: fields.count)
        switch draft.comparisons {
        case .list(let given)?: comparisons = given.isEmpty ? comparisons : given
        case .scalar?:
            throw LoadIssue(.validate, "Fields and comps must both be lists", at: draft.context)
        case nil: break
        }
        guard comparisons.count == fields.count else {
            throw LoadIssue(
                .validate, "Fields and comps lists must have equal length", at: draft.context)
        }
        for comparison in comparisons
        where !Self.isComparison(comparison) && !Self.hasModifier(comparison) {
            throw LoadIssue(
                .validate, "'\(comparison)' is not a supported comparison operator",
                at: draft.context)
        }
        for field in fields { try check(field: field, at: draft.context) }
        return RuleException(
            name: draft.name, fields: fields, comparisons: comparisons, rows: draft.values,
            isScalar: false)
    }

    private func check(field: String, at context: LoadContext) throws(LoadIssue) {
        guard checking.isKnownField(field) else {
            throw LoadIssue(
                .validate, "'\(field)' is not a supported filter field", at: context)
        }
    }

    /// Whether a text is an operator that takes a value.
    private static func isComparison(_ text: String) -> Bool {
        text == "==" || (Comparison(rawValue: text).map { $0 != .exists } ?? false)
    }

    /// Whether a text is an operator of strings with `anyof`, `allof` or `oneof`.
    static func hasModifier(_ text: String) -> Bool {
        let words = text.utf8.split(whereSeparator: ByteClass.isSpace).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard words.count == 2, Modifier(rawValue: words[1]) != nil else { return false }
        return isComparison(words[0]) && !scalarComparisons.contains(words[0])
            && !["<", "<=", ">", ">="].contains(words[0])
    }
}
