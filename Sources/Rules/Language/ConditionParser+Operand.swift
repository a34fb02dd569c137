/// Fields and transformers.
extension ConditionParser {
    /// Names of transformers; each needs its parenthesis without a blank.
    package static let transformerNames = [
        "tolower", "toupper", "b64", "basename", "len", "join", "concat", "getopt",
    ]

    /// A field with its argument or a transformer with its arguments; nil when neither stands here.
    mutating func parseOperand(depth: Int) throws(ConditionSyntaxError) -> Operand? {
        let start = scanner.index
        for name in Self.transformerNames where scanner.take(name + "(") {
            return try parseTransformer(name, offset: start, depth: depth)
        }
        guard let name = scanner.takeFieldName() else { return nil }
        let argument = try parseArgument()
        return .field(name: name, argument: argument, at: TextOffset(start))
    }

    /// `val(field)` or a transformer: what may stand to the right of an operator beside literals.
    mutating func parseRightOperand() throws(ConditionSyntaxError) -> Operand? {
        let start = scanner.index
        guard scanner.take("val(") else {
            // A field by its bare name is a literal here.
            for name in Self.transformerNames where scanner.take(name + "(") {
                return try parseTransformer(name, offset: start, depth: 0)
            }
            return nil
        }
        _ = scanner.skipBlanks()
        let offset = scanner.index
        guard let name = scanner.takeFieldName() else { throw unexpected(expecting: "a field") }
        let argument = try parseArgument()
        _ = scanner.skipBlanks()
        guard scanner.take(")") else { throw unexpected(expecting: "')'") }
        return .field(name: name, argument: argument, at: TextOffset(offset))
    }

    /// `[text]` or `["text"]` directly at the position.
    private mutating func parseArgument() throws(ConditionSyntaxError) -> String? {
        guard scanner.take("[") else { return nil }
        let argument: String
        if let quoted = try scanner.takeQuoted() {
            argument = String(decoding: quoted, as: UTF8.self)
        } else if let bare = scanner.takeBareArgument() {
            argument = bare
        } else {
            throw unexpected(expecting: "the argument of the field")
        }
        guard scanner.take("]") else { throw unexpected(expecting: "']'") }
        return argument
    }

    /// What follows `name(`.
    private mutating func parseTransformer(
        _ name: String, offset: Int, depth: Int
    ) throws(ConditionSyntaxError) -> Operand {
        let arguments = try parseArguments(depth: depth + 1)
        let index = try parseArgument()
        return .transformer(
            name: name, arguments: arguments, index: index, at: TextOffset(offset))
    }

    /// Arguments up to and with the closing parenthesis.
    private mutating func parseArguments(
        depth: Int
    ) throws(ConditionSyntaxError) -> [TransformerArgument] {
        guard depth <= Self.transformerNestingLimit else {
            throw ConditionSyntaxError(
                offset: scanner.index, found: "one level more",
                expected: "at most \(Self.transformerNestingLimit) nested transformers")
        }
        _ = scanner.skipBlanks()
        var arguments: [TransformerArgument] = []
        if scanner.take(")") { return arguments }
        while true {
            _ = scanner.skipBlanks()
            arguments.append(try parseTransformerArgument(depth: depth))
            _ = scanner.skipBlanks()
            if scanner.take(")") { return arguments }
            guard scanner.take(",") else { throw unexpected(expecting: "',' or ')'") }
        }
    }

    private mutating func parseTransformerArgument(
        depth: Int
    ) throws(ConditionSyntaxError) -> TransformerArgument {
        if let operand = try parseOperand(depth: depth) { return .operand(operand) }
        if let quoted = try scanner.takeQuoted() {
            return .text(String(decoding: quoted, as: UTF8.self))
        }
        if let number = scanner.takeNumber() { return .number(number) }
        if scanner.take("(") {
            let items = try parseArguments(depth: depth + 1)
            guard !items.isEmpty else { throw unexpected(expecting: "an argument") }
            return .list(items)
        }
        throw unexpected(expecting: "a field, a transformer, a quoted text or a number")
    }
}
