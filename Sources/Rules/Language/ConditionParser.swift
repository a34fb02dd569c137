/// Reads the text of a condition into a tree.
///
/// `not`, parentheses and the connectives are kept on a stack of open groups instead of the call
/// stack, so hostile nesting costs memory in proportion to the text and ends at `nestingLimit`.
/// Time and memory are linear in the text.
package struct ConditionParser {
    /// Parentheses that may be open at once, the reference's limit for rules.
    package static let nestingLimit = 1000
    /// Transformers inside transformers; each level costs a few calls, and real rules use two.
    package static let transformerNestingLimit = 100

    var scanner: ConditionScanner
    private var groups: [OpenGroup] = [OpenGroup(opener: .plain)]

    private init(_ text: [UInt8]) { scanner = ConditionScanner(text) }

    /// Parses `text` as one condition.
    package static func parse(_ text: String) throws(ConditionSyntaxError) -> Expression {
        try parse(bytes: Array(text.utf8))
    }

    /// Parses bytes, which need not be UTF-8, as one condition.
    package static func parse(bytes: [UInt8]) throws(ConditionSyntaxError) -> Expression {
        var parser = ConditionParser(bytes)
        return try parser.parseCondition()
    }

    /// Parses `text` as what stands to the left of an operator: a field or a transformer.
    package static func parseOperand(_ text: String) throws(ConditionSyntaxError) -> Operand {
        var parser = ConditionParser(Array(text.utf8))
        guard let operand = try parser.parseOperand(depth: 0) else {
            throw parser.unexpected(expecting: "a field or a transformer")
        }
        guard parser.scanner.isAtEnd else { throw parser.unexpected(expecting: "the end") }
        return operand
    }

    private mutating func parseCondition() throws(ConditionSyntaxError) -> Expression {
        while true {
            let isOperandTaken = try takeOperandOrOpenGroup()
            if isOperandTaken, let whole = try continueAfterOperand() { return whole }
        }
    }

    /// Reads `not`s and then a check, which it accepts, or an opening parenthesis; answers whether
    /// an operand is complete.
    private mutating func takeOperandOrOpenGroup() throws(ConditionSyntaxError) -> Bool {
        _ = scanner.skipBlanks()
        while scanner.takeWordAndBlank("not") { negateNext() }
        if scanner.take("not(") {
            negateNext()
            try openGroup(.plain)
            return false
        }
        if scanner.take("(") {
            try openGroup(.plain)
            return false
        }
        accept(try parseCheck())
        return true
    }

    /// Reads what may follow an operand: closing parentheses, then a connective or the end.
    /// Answers the whole condition at the end, nil when another operand is due.
    private mutating func continueAfterOperand() throws(ConditionSyntaxError) -> Expression? {
        while true {
            _ = scanner.skipBlanks()
            if scanner.isAtEnd, groups.count == 1 { return groups[0].combined() }
            if groups.count > 1, scanner.take(")") {
                closeGroup()
            } else if scanner.take("or") {
                groups[groups.count - 1].startAlternative()
                try takeBlankOrOpenGroup(after: "or", opener: .afterOr)
                return nil
            } else if !groups[groups.count - 1].allowsOnlyOr, scanner.take("and") {
                try takeBlankOrOpenGroup(after: "and", opener: .plain)
                return nil
            } else {
                throw unexpected(expecting: expectedAfterOperand)
            }
        }
    }

    /// After a connective comes a blank, or a parenthesis that is the whole operand.
    private mutating func takeBlankOrOpenGroup(
        after word: String, opener: OpenGroup.Opener
    ) throws(ConditionSyntaxError) {
        if scanner.skipBlanks() { return }
        guard scanner.take("(") else {
            throw unexpected(expecting: "a blank or '(' after '\(word)'")
        }
        try openGroup(opener)
    }

    private var expectedAfterOperand: String {
        let last = groups.count > 1 ? "')'" : "the end"
        return groups[groups.count - 1].allowsOnlyOr
            ? "'or' or \(last)" : "'and', 'or' or \(last)"
    }

    private mutating func negateNext() {
        groups[groups.count - 1].isNextNegated.toggle()
    }

    private mutating func openGroup(_ opener: OpenGroup.Opener) throws(ConditionSyntaxError) {
        guard groups.count <= Self.nestingLimit else {
            throw ConditionSyntaxError(
                offset: scanner.index, found: "one level more",
                expected: "at most \(Self.nestingLimit) levels of parentheses")
        }
        groups.append(OpenGroup(opener: opener))
    }

    private mutating func closeGroup() {
        let group = groups.removeLast()
        switch group.opener {
        case .plain: accept(group.combined())
        case .afterOr: groups[groups.count - 1].acceptAlternative(group.combined())
        }
    }

    private mutating func accept(_ operand: Expression) {
        groups[groups.count - 1].accept(operand)
    }

    /// An error at the position, quoting the piece of text that stands there. When nothing but a
    /// word of the grammar is there, the word is the piece.
    func unexpected(expecting expected: String, at offset: Int? = nil) -> ConditionSyntaxError {
        let start = offset ?? scanner.index
        guard start < scanner.bytes.count else {
            return ConditionSyntaxError(offset: start, found: "the end", expected: expected)
        }
        var end = start + 1
        while end < scanner.bytes.count, end - start < 24,
            ByteClass.isBareWord(scanner.bytes[start]), ByteClass.isBareWord(scanner.bytes[end])
        {
            end += 1
        }
        let piece = String(decoding: scanner.bytes[start..<end], as: UTF8.self)
        return ConditionSyntaxError(offset: start, found: "'\(piece)'", expected: expected)
    }
}

/// A parenthesis that is not closed yet, or the whole condition.
private struct OpenGroup {
    /// What made the group: `or(` is an operand of `or` by itself, which no `and` may extend.
    enum Opener {
        case plain
        case afterOr
    }

    let opener: Opener
    var isNextNegated = false
    private(set) var allowsOnlyOr = false
    /// Operands of `or` that are complete.
    private var alternatives: [Expression] = []
    /// Operands of the `and` that is being read.
    private var factors: [Expression] = []

    init(opener: Opener) { self.opener = opener }

    mutating func accept(_ operand: Expression) {
        factors.append(isNextNegated ? .not(operand) : operand)
        isNextNegated = false
    }

    mutating func startAlternative() {
        if !factors.isEmpty { alternatives.append(Self.joined(factors, Expression.and)) }
        factors.removeAll(keepingCapacity: true)
        allowsOnlyOr = false
    }

    mutating func acceptAlternative(_ operand: Expression) {
        alternatives.append(operand)
        allowsOnlyOr = true
    }

    func combined() -> Expression {
        var all = alternatives
        if !factors.isEmpty { all.append(Self.joined(factors, Expression.and)) }
        return Self.joined(all, Expression.or)
    }

    private static func joined(
        _ parts: [Expression], _ join: ([Expression]) -> Expression
    ) -> Expression {
        parts.count == 1 ? parts[0] : join(parts)
    }
}
