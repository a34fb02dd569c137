internal import Events

/// Why a text names no field.
package enum FieldLookupError: Error, Equatable, Sendable {
    /// No field begins so.
    case unknownField(String)
    /// The field is there but does not take what follows its name.
    case wrongArgument(field: String, argument: String)
    /// The field does not work without an argument.
    case argumentMissing(String)
    /// No event has a parameter of that name.
    case unknownParameter(String)

    /// One sentence for an error message.
    package var message: String {
        switch self {
        case .unknownField(let text): "'\(text)' is not a known field"
        case .wrongArgument(let field, let argument):
            "field '\(field)' does not take the argument '\(argument)'"
        case .argumentMissing(let field): "field '\(field)' needs an argument"
        case .unknownParameter(let name): "no event has a parameter '\(name)'"
        }
    }
}

extension FieldCatalogue {
    /// Finds the field that `name` (dotted text) and `argument` (what stood in brackets) mean.
    ///
    /// The first class with a field whose name begins the text decides, the longest such name
    /// wins, and the whole text must be used up: what is left is the field's dotted argument.
    package static func resolve(
        name: String, argument: String? = nil
    ) throws(FieldLookupError) -> ResolvedField {
        guard let definition = longestName(in: Array(name.utf8)[...]) else {
            throw .unknownField(name)
        }
        let rest = name.dropFirst(definition.name.count)
        if rest.isEmpty {
            guard let argument else { return try withoutArgument(definition) }
            return try bracketed(definition, argument)
        }
        guard argument == nil, rest.first == ".", rest.count > 1 else {
            throw .unknownField(name)
        }
        return try dotted(definition, String(rest.dropFirst()))
    }

    /// Finds the field that `text`, such as `proc.aname[2]`, means.
    package static func resolve(text: String) throws(FieldLookupError) -> ResolvedField {
        guard let open = text.firstIndex(of: "[") else { return try resolve(name: text) }
        guard text.last == "]" else { throw .unknownField(text) }
        let inner = text[text.index(after: open)...].dropLast()
        return try resolve(name: String(text[..<open]), argument: String(inner))
    }

    private static func withoutArgument(
        _ field: FieldDefinition
    ) throws(FieldLookupError) -> ResolvedField {
        switch field.argument {
        case .none, .optionalIndex, .optionalKey, .optionalIndexOrKey, .side:
            return ResolvedField(field.id)
        case .mount, .key, .dottedKey, .parameter, .dottedParameter, .code, .time:
            throw .argumentMissing(field.name)
        }
    }

    private static func bracketed(
        _ field: FieldDefinition, _ argument: String
    ) throws(FieldLookupError) -> ResolvedField {
        switch field.argument {
        case .optionalIndex, .parameter, .time:
            guard let index = number(argument) else { break }
            return ResolvedField(field.id, form: .index, index: index)
        case .optionalKey, .key:
            if argument.isEmpty { break }
            return ResolvedField(field.id, form: .text, text: ImmortalBytes(argument))
        case .optionalIndexOrKey, .mount:
            if argument.isEmpty { break }
            if let index = number(argument) {
                return ResolvedField(field.id, form: .index, index: index)
            }
            return ResolvedField(field.id, form: .text, text: ImmortalBytes(argument))
        case .none, .dottedKey, .dottedParameter, .code, .side: break
        }
        throw .wrongArgument(field: field.name, argument: argument)
    }

    private static func dotted(
        _ field: FieldDefinition, _ argument: String
    ) throws(FieldLookupError) -> ResolvedField {
        switch field.argument {
        case .parameter, .dottedParameter:
            guard let positions = positions(ofParameter: argument) else {
                throw .unknownParameter(argument)
            }
            return ResolvedField(
                field.id, form: .parameter, text: ImmortalBytes(argument), positions: positions)
        case .key, .dottedKey:
            return ResolvedField(field.id, form: .text, text: ImmortalBytes(argument))
        case .code:
            if let code = UInt16(argument) {
                return ResolvedField(field.id, form: .index, index: Int64(code))
            }
        case .side:
            if argument == "src" { return ResolvedField(field.id, form: .index, index: 0) }
            if argument == "dst" { return ResolvedField(field.id, form: .index, index: 1) }
        case .none, .optionalIndex, .optionalKey, .optionalIndexOrKey, .mount, .time: break
        }
        throw .unknownField(field.name + "." + argument)
    }

    /// A decimal number with optional sign; larger ones than fit become the largest.
    private static func number(_ text: String) -> Int64? {
        let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return nil
        }
        return Int64(text) ?? .max
    }

    private static func positions(ofParameter name: String) -> ImmortalBytes? {
        guard let indices = EventTable.shared.parameterIndices(named: name) else { return nil }
        return ImmortalBytes(indices.map { $0 < 0 ? UInt8.max : UInt8($0) })
    }
}
