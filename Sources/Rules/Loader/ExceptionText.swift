/// Exceptions as text: what a rule's condition becomes before its lists are replaced.
enum ExceptionText {
    /// Bytes that a condition with its exceptions may have.
    static let byteCountLimit = ListReplacement.byteCountLimit

    /// `(condition) and not E1 and not E2` and so on; the condition alone without exceptions.
    static func apply(
        _ exceptions: [RuleException], to condition: String, at context: LoadContext
    ) throws(LoadIssue) -> String {
        if exceptions.isEmpty { return condition }
        var text = "(\(condition))"
        for exception in exceptions {
            guard !exception.rows.isEmpty else { continue }
            text += " and not "
            if exception.isScalar {
                try appendScalar(exception, to: &text, at: context)
            } else {
                try appendList(exception, to: &text, at: context)
            }
            guard text.utf8.count <= byteCountLimit else {
                throw LoadIssue(
                    .validate, "The rule's exceptions are too long as text", at: context)
            }
        }
        return text
    }

    private static func appendScalar(
        _ exception: RuleException, to text: inout String, at context: LoadContext
    ) throws(LoadIssue) {
        text += "(\(exception.fields[0]) \(exception.comparisons[0]) ("
        for (index, row) in exception.rows.enumerated() {
            guard case .text(let value) = row else {
                throw LoadIssue(
                    .validate,
                    "Exception '\(exception.name)': values of a single field must be single values",
                    at: context)
            }
            if index > 0 { text += ", " }
            text += ListReplacement.quoted(value)
        }
        text += "))"
    }

    private static func appendList(
        _ exception: RuleException, to text: inout String, at context: LoadContext
    ) throws(LoadIssue) {
        text += "("
        for (index, row) in exception.rows.enumerated() {
            guard case .sequence(let values) = row, values.count == exception.fields.count else {
                throw LoadIssue(
                    .validate,
                    "Exception '\(exception.name)': fields and values lists must have equal length",
                    at: context)
            }
            text += index > 0 ? " or (" : "("
            for (position, value) in values.enumerated() {
                if position > 0 { text += " and " }
                let comparison = exception.comparisons[position]
                let right = try spelled(value, comparison, exception, at: context)
                text += "\(exception.fields[position]) \(comparison) \(right)"
            }
            text += ")"
            // Rows are shared by aliases, so a small file can ask for a large text.
            if text.utf8.count > byteCountLimit { return }
        }
        text += ")"
    }

    private static func spelled(
        _ value: ExceptionValue, _ comparison: String, _ exception: RuleException,
        at context: LoadContext
    ) throws(LoadIssue) -> String {
        switch value {
        case .text(let text):
            let quoted = ListReplacement.quoted(text)
            let takesList =
                ["in", "pmatch", "intersects"].contains(comparison)
                || RulesFileReader.hasModifier(comparison)
            return takesList && !text.hasPrefix("(") ? "(\(quoted))" : quoted
        case .sequence(let items):
            var texts: [String] = []
            for item in items {
                guard case .text(let text) = item else {
                    throw LoadIssue(
                        .validate, "Exception '\(exception.name)': values are nested too deep",
                        at: context)
                }
                texts.append(ListReplacement.quoted(text))
            }
            return "(" + texts.joined(separator: ", ") + ")"
        }
    }
}
