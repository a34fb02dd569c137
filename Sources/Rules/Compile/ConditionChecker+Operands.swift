internal import Core
internal import Events

/// An operand with its type.
struct TypedOperand {
    var operand: CheckedOperand
    var valueClass: ValueClass
    /// What must be equal on both sides of an operator.
    var type: FieldType
    var isList: Bool
    /// Name or text for messages.
    var name: String
    /// It is `evt.type` or `syscall.type`, or contains one.
    var isEventType = false
    var allowsTransformer = true
    var allowsRightHandSide = true
}

extension ConditionChecker {
    mutating func operand(
        _ operand: Operand, isRightHandSide: Bool
    ) throws(RuleCheckError) -> TypedOperand {
        switch operand {
        case .field(let name, let argument, let offset):
            return try field(name, argument, offset)
        case .transformer(let name, let arguments, let index, let offset):
            guard let transformer = Transformer(rawValue: name) else {
                throw RuleCheckError(
                    message: "'\(name)' is not a known transformer", offset: offset.value)
            }
            if transformer == .val {
                guard isRightHandSide else {
                    throw RuleCheckError(
                        message: "'val' stands only to the right of an operator",
                        offset: offset.value)
                }
                return try val(arguments, index, offset)
            }
            return try transformed(transformer, arguments, index, offset)
        }
    }

    private mutating func field(
        _ name: String, _ argument: String?, _ offset: TextOffset
    ) throws(RuleCheckError) -> TypedOperand {
        let field: ResolvedField
        do {
            field = try FieldCatalogue.resolve(name: name, argument: argument)
        } catch {
            throw RuleCheckError(
                message: error.message, offset: offset.value, isUnknownName: true)
        }
        note(field: field)
        let definition = field.definition
        return TypedOperand(
            operand: .field(field), valueClass: Self.valueClass(of: field),
            type: definition.type, isList: definition.flags.contains(.list) && field.form == .none,
            name: name, isEventType: field.id == .evtType || field.id == .syscallType,
            allowsTransformer: !definition.flags.contains(.noTransformer),
            allowsRightHandSide: !definition.flags.contains(.noRightHandSide))
    }

    /// The class of a field's values; `evt.rawarg` takes it from the first event in the table that
    /// has the parameter.
    static func valueClass(of field: ResolvedField) -> ValueClass {
        guard field.id == .evtRawarg else { return ValueClass(field.definition) }
        let positions = field.positions.bytes
        for value in 0..<positions.count where positions[value] != .max {
            let code = EventCode(UInt16(value))
            return ValueClass(EventTable.shared.parameter(code, Int(positions[value])).type)
        }
        return .opaque
    }

    private mutating func val(
        _ arguments: [TransformerArgument], _ index: String?, _ offset: TextOffset
    ) throws(RuleCheckError) -> TypedOperand {
        guard index == nil, arguments.count == 1, case .operand(let inner) = arguments[0],
            case .field(let name, let argument, let fieldOffset) = inner
        else {
            throw RuleCheckError(message: "'val' takes one field", offset: offset.value)
        }
        return try field(name, argument, fieldOffset)
    }

    private mutating func transformed(
        _ transformer: Transformer, _ arguments: [TransformerArgument], _ index: String?,
        _ offset: TextOffset
    ) throws(RuleCheckError) -> TypedOperand {
        var inputs = try inputs(arguments, of: transformer, offset)
        if transformer == .getopt, let index {
            inputs.append(literal(index))
        } else if index != nil {
            throw RuleCheckError(
                message: "'\(transformer.rawValue)' takes no index", offset: offset.value)
        }
        guard Self.accepts(transformer, inputs) else {
            throw RuleCheckError(
                message: "'\(transformer.rawValue)' does not take such arguments",
                offset: offset.value)
        }
        for input in inputs where !input.allowsTransformer {
            throw RuleCheckError(
                message: "\(input.name) cannot stand inside a transformer", offset: offset.value)
        }
        let isList = transformer == .getopt && inputs.count == 2
        var valueClass = ValueClass.text
        if transformer == .len { valueClass = .unsigned(64) }
        if transformer == .b64 { valueClass = inputs[0].valueClass }
        if isList { valueClass = .list }
        return TypedOperand(
            operand: .transformed(transformer, inputs.map(\.operand)), valueClass: valueClass,
            type: transformer == .len ? .uint64 : transformer == .b64 ? inputs[0].type : .charbuf,
            isList: isList, name: transformer.rawValue,
            isEventType: inputs.contains(where: \.isEventType))
    }

    /// The arguments in one row: a list given to `join` is spread behind the separator.
    private mutating func inputs(
        _ arguments: [TransformerArgument], of transformer: Transformer, _ offset: TextOffset
    ) throws(RuleCheckError) -> [TypedOperand] {
        var inputs: [TypedOperand] = []
        for argument in arguments {
            switch argument {
            case .operand(let inner):
                inputs.append(try operand(inner, isRightHandSide: false))
            case .text(let text), .number(let text): inputs.append(literal(text))
            case .list(let elements):
                guard transformer == .join, inputs.count == 1, arguments.count == 2 else {
                    throw RuleCheckError(
                        message: "'\(transformer.rawValue)' takes no list", offset: offset.value)
                }
                inputs += try self.inputs(elements, of: .concat, offset)
            }
        }
        return inputs
    }

    private func literal(_ text: String) -> TypedOperand {
        TypedOperand(
            operand: .literal(ImmortalBytes(text)), valueClass: .text, type: .charbuf,
            isList: false, name: text)
    }

    private static func accepts(_ transformer: Transformer, _ inputs: [TypedOperand]) -> Bool {
        let isText = inputs.allSatisfy { $0.valueClass == .text }
        switch transformer {
        case .tolower, .toupper, .basename: return inputs.count == 1 && isText
        case .b64: return inputs.count == 1 && (isText || inputs[0].valueClass == .bytes)
        case .len:
            return inputs.count == 1
                && [.text, .bytes, .list].contains(inputs[0].valueClass)
        case .join: return inputs.count >= 2 && isText
        case .concat: return inputs.count >= 2 && isText
        case .getopt: return (inputs.count == 2 || inputs.count == 3) && isText
        case .val: return false
        }
    }

    /// Checks a field or transformer on the right-hand side against the left one.
    mutating func rightOperand(
        _ right: Operand, of check: Check, _ left: TypedOperand
    ) throws(RuleCheckError) -> CheckedValues {
        let typed = try operand(right, isRightHandSide: true)
        let offset = check.offset.value
        guard left.allowsRightHandSide, typed.allowsRightHandSide,
            left.valueClass != .network, typed.valueClass != .network
        else {
            throw RuleCheckError(
                message: "\(left.name) cannot be compared with another field", offset: offset)
        }
        let comparison = check.comparison
        guard comparison != .regex, comparison != .pmatch, check.modifier == nil else {
            throw RuleCheckError(
                message: "'\(comparison.rawValue)' takes no field on its right", offset: offset)
        }
        guard left.type == typed.type, left.isList == typed.isList,
            left.valueClass == typed.valueClass
        else {
            throw RuleCheckError(
                message: "\(left.name) and \(typed.name) have different types", offset: offset)
        }
        return .operand(typed.operand)
    }
}
