internal import Events

extension ConditionChecker {
    /// Reads the literals of one check as its operator and the type of its field want them.
    mutating func values(
        _ literals: [Literal], for check: Check, of left: TypedOperand
    ) throws(RuleCheckError) -> CheckedValues {
        if left.isEventType { try checkEventNames(literals, check) }
        let valueClass = left.valueClass
        switch valueClass {
        case .text, .bytes, .list: return .texts(try texts(literals, check, left))
        case .signed(let bits):
            return .numbers(
                try read(literals, check, left) {
                    LiteralReader.number($0, signed: true, bits: bits)
                })
        case .unsigned(let bits):
            return .numbers(
                try read(literals, check, left) {
                    LiteralReader.number($0, signed: false, bits: bits)
                })
        case .double: return .numbers(try read(literals, check, left, LiteralReader.double))
        case .port: return .numbers(try read(literals, check, left, LiteralReader.port))
        case .bool: return .numbers(try read(literals, check, left, LiteralReader.bool))
        case .address: return .addresses(try read(literals, check, left, LiteralReader.address))
        case .network: return .networks(try read(literals, check, left, LiteralReader.network))
        case .opaque:
            throw RuleCheckError(
                message: "\(left.name) can only be asked whether it exists",
                offset: check.offset.value)
        }
    }

    private func read<Value>(
        _ literals: [Literal], _ check: Check, _ left: TypedOperand,
        _ reader: ([UInt8]) -> Value?
    ) throws(RuleCheckError) -> [Value] {
        var values: [Value] = []
        for literal in literals {
            guard literal.bytes.count <= LiteralReader.byteLimit,
                let value = reader(literal.bytes)
            else {
                throw RuleCheckError(
                    message: "'\(literal.text)' is not \(left.valueClass.name), "
                        + "as \(left.name) is", offset: check.offset.value)
            }
            values.append(value)
        }
        return values
    }

    private mutating func texts(
        _ literals: [Literal], _ check: Check, _ left: TypedOperand
    ) throws(RuleCheckError) -> [ImmortalBytes] {
        var texts: [ImmortalBytes] = []
        texts.reserveCapacity(literals.count)
        for literal in literals {
            var bytes = literal.bytes
            guard bytes.count <= LiteralReader.byteLimit else {
                throw RuleCheckError(
                    message: "a literal of \(bytes.count) bytes is longer than "
                        + "\(LiteralReader.byteLimit)", offset: check.offset.value)
            }
            guard !bytes.contains(0) else {
                throw RuleCheckError(
                    message: "a literal cannot hold a NUL byte", offset: check.offset.value)
            }
            if check.comparison == .bcontains || check.comparison == .bstartsWith {
                guard let decoded = LiteralReader.hexadecimal(bytes) else {
                    throw RuleCheckError(
                        message: "'\(literal.text)' is not pairs of hexadecimal digits",
                        offset: check.offset.value)
                }
                bytes = decoded
            }
            if check.comparison == .regex { try checkPattern(literal, check) }
            warnAbout(literal, check)
            texts.append(ImmortalBytes(bytes))
        }
        return texts
    }

    private func checkPattern(_ literal: Literal, _ check: Check) throws(RuleCheckError) {
        do {
            _ = try RegularExpression(literal.bytes)
        } catch {
            throw RuleCheckError(
                message: "'\(literal.text)' is not a regular expression: \(error.reason)",
                offset: check.offset.value)
        }
    }

    private func checkEventNames(
        _ literals: [Literal], _ check: Check
    ) throws(RuleCheckError) {
        for literal in literals where EventTable.shared.meaning(of: literal.text) == nil {
            throw RuleCheckError(
                message: "'\(literal.text)' is not the name of an event",
                offset: check.offset.value, isUnknownName: true)
        }
    }
}
