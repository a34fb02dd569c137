/// The text of conditions, in one canonical form: every connective in parentheses, one blank
/// between tokens, quotes only where a bare word cannot stand.
extension Expression {
    /// Text that parses back to an equal tree (apart from offsets and the quotes of literals).
    @usableFromInline package var text: String {
        var text = ""
        append(to: &text)
        return text
    }

    private func append(to text: inout String) {
        switch self {
        case .and(let parts): Self.append(parts, joinedBy: " and ", to: &text)
        case .or(let parts): Self.append(parts, joinedBy: " or ", to: &text)
        case .not(.not(let inner)):
            // In a row the two would be read as none.
            text += "not (not "
            inner.append(to: &text)
            text += ")"
        case .not(let inner):
            text += "not "
            inner.append(to: &text)
        case .check(let check): text += check.text
        case .macro(let name, _): text += name
        }
    }

    private static func append(
        _ parts: [Expression], joinedBy connective: String, to text: inout String
    ) {
        text += "("
        for (index, part) in parts.enumerated() {
            if index > 0 { text += connective }
            part.append(to: &text)
        }
        text += ")"
    }
}

extension Check {
    /// The comparison as a condition's text.
    @usableFromInline package var text: String {
        var words = [left.text, comparison.rawValue]
        if let modifier { words.append(modifier.rawValue) }
        switch right {
        case .none: break
        case .value(let literal): words.append(literal.spelling)
        case .list(let items):
            words.append("(" + items.map(\.spelling).joined(separator: ", ") + ")")
        case .operand(let operand): words.append(operand.rightText)
        }
        return words.joined(separator: " ")
    }
}

extension Operand {
    /// As it stands to the left of an operator.
    @usableFromInline package var text: String {
        switch self {
        case .field(let name, let argument, _):
            return name + Self.bracketed(argument)
        case .transformer(let name, let arguments, let index, _):
            let list = arguments.map(\.text).joined(separator: ", ")
            return "\(name)(\(list))" + Self.bracketed(index)
        }
    }

    /// As it stands to the right of an operator, where a bare field would be a literal.
    package var rightText: String {
        if case .field = self { return "val(\(text))" }
        return text
    }

    private static func bracketed(_ argument: String?) -> String {
        guard let argument else { return "" }
        let isBare = !argument.isEmpty && argument.utf8.allSatisfy(ByteClass.isBareArgument)
        return isBare ? "[\(argument)]" : "[\(QuotedText.quoted(Array(argument.utf8)))]"
    }
}

extension TransformerArgument {
    /// As it stands between the parentheses of a transformer.
    @usableFromInline package var text: String {
        switch self {
        case .operand(let operand): operand.text
        case .text(let text): QuotedText.quoted(Array(text.utf8))
        case .number(let number): number
        case .list(let items): "(" + items.map(\.text).joined(separator: ", ") + ")"
        }
    }
}

extension Literal {
    /// As it stands in a condition: bare where that is possible.
    package var spelling: String { QuotedText.spelled(bytes) }
}
