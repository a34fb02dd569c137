/// Checks: what stands between the connectives.
extension ConditionParser {
    /// Operators of strings that are words, in the order in which they are tried.
    private static let wordComparisons: [Comparison] = [
        .glob, .iglob, .contains, .icontains, .bcontains, .startsWith, .bstartsWith, .endsWith,
        .regex,
    ]
    private static let numberComparisons: [Comparison] = [
        .lessOrEqual, .less, .greaterOrEqual, .greater,
    ]
    private static let listComparisons: [Comparison] = [.intersects, .isIn, .pmatch]
    private static let modifiers: [Modifier] = [.oneOf, .anyOf, .allOf]
    private static let reservedWords: Set<String> = ["and", "or", "not"]

    /// A comparison, or the name of a macro.
    mutating func parseCheck() throws(ConditionSyntaxError) -> Expression {
        let start = scanner.index
        if let left = try parseOperand(depth: 0) {
            return .check(try parseComparison(left, offset: start))
        }
        if let name = scanner.takeIdentifier() {
            guard !Self.reservedWords.contains(name) else {
                throw unexpected(expecting: "'(', a field or a macro", at: start)
            }
            return .macro(name, at: TextOffset(start))
        }
        throw unexpected(expecting: "'(', a field or a macro")
    }

    private mutating func parseComparison(
        _ left: Operand, offset: Int
    ) throws(ConditionSyntaxError) -> Check {
        _ = scanner.skipBlanks()
        var check = Check(
            left: left, comparison: .exists, right: .none, offset: TextOffset(offset))
        if scanner.take("exists") { return check }
        if let comparison = Self.numberComparisons.first(where: { scanner.take($0.rawValue) }) {
            check.comparison = comparison
            check.right = try parseNumber()
        } else if let comparison = takeStringComparison() {
            check.comparison = comparison
            check.modifier = takeModifier()
            check.right = try check.modifier == nil ? parseString() : .list(parseList())
        } else if let comparison = Self.listComparisons.first(where: { scanner.take($0.rawValue) })
        {
            check.comparison = comparison
            check.right = try parseListValue()
        } else {
            throw unexpected(expecting: "an operator")
        }
        return check
    }

    private mutating func takeStringComparison() -> Comparison? {
        if scanner.take("==") || scanner.take("=") { return .equal }
        if scanner.take("!=") { return .notEqual }
        return Self.wordComparisons.first { scanner.takeWordAndBlank($0.rawValue) }
    }

    /// `anyof` and its kin, only when a list follows; else the word is the literal.
    private mutating func takeModifier() -> Modifier? {
        let start = scanner.index
        _ = scanner.skipBlanks()
        for modifier in Self.modifiers where scanner.take(modifier.rawValue) {
            _ = scanner.skipBlanks()
            if scanner.current == UInt8(ascii: "(") { return modifier }
            break
        }
        scanner.rewind(to: start)
        return nil
    }

    private mutating func parseNumber() throws(ConditionSyntaxError) -> RightHandSide {
        _ = scanner.skipBlanks()
        if let number = scanner.takeNumber() { return .value(Literal(number)) }
        if let operand = try parseRightOperand() { return .operand(operand) }
        throw unexpected(expecting: "a number or val(field)")
    }

    private mutating func parseString() throws(ConditionSyntaxError) -> RightHandSide {
        _ = scanner.skipBlanks()
        if let quoted = try scanner.takeQuoted() {
            return .value(Literal(bytes: quoted, isQuoted: true))
        }
        if let operand = try parseRightOperand() { return .operand(operand) }
        if let word = scanner.takeBareWord() {
            return .value(Literal(bytes: word, isQuoted: false))
        }
        throw unexpected(expecting: "a value or val(field)")
    }

    private mutating func parseListValue() throws(ConditionSyntaxError) -> RightHandSide {
        _ = scanner.skipBlanks()
        if scanner.current == UInt8(ascii: "(") { return .list(try parseList()) }
        if let operand = try parseRightOperand() { return .operand(operand) }
        if let name = scanner.takeIdentifier() { return .list([Literal(name)]) }
        throw unexpected(expecting: "a list in parentheses or a list name")
    }

    /// `(a, "b", c)`, possibly empty.
    private mutating func parseList() throws(ConditionSyntaxError) -> [Literal] {
        guard scanner.take("(") else { throw unexpected(expecting: "'('") }
        _ = scanner.skipBlanks()
        var items: [Literal] = []
        if scanner.take(")") { return items }
        while true {
            _ = scanner.skipBlanks()
            if let quoted = try scanner.takeQuoted() {
                items.append(Literal(bytes: quoted, isQuoted: true))
            } else if let word = scanner.takeBareWord() {
                items.append(Literal(bytes: word, isQuoted: false))
            } else {
                throw unexpected(expecting: "a value")
            }
            _ = scanner.skipBlanks()
            if scanner.take(")") { return items }
            guard scanner.take(",") else { throw unexpected(expecting: "',' or ')'") }
        }
    }
}
