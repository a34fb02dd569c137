/// Finds the field that a text begins with, as outputs need it: nothing but the longest valid field
/// tells where it ends.
enum OutputFieldLookup {
    /// A field and how many bytes of the text are its.
    typealias Found = (field: OutputField, byteCount: Int)

    /// The longest field at the start of `text`; throws what is wrong with its argument.
    static func longestField(in text: ArraySlice<UInt8>) throws(FieldLookupError) -> Found? {
        guard let definition = FieldCatalogue.longestName(in: text) else { return nil }
        let name = definition.name
        let rest = text.dropFirst(name.utf8.count)
        if rest.first == UInt8(ascii: "["), definition.argument.mayBeBracketed,
            let close = rest.firstIndex(of: UInt8(ascii: "]"))
        {
            let argument = String(decoding: rest[(rest.startIndex + 1)..<close], as: UTF8.self)
            let resolved = try FieldCatalogue.resolve(name: name, argument: argument)
            return made(text[text.startIndex...close], resolved)
        }
        if rest.first == UInt8(ascii: "."), let found = longestDotted(definition, in: text) {
            return found
        }
        let resolved = try FieldCatalogue.resolve(name: name)
        return made(text.prefix(name.utf8.count), resolved)
    }

    private static func made(_ key: ArraySlice<UInt8>, _ resolved: ResolvedField) -> Found {
        let field = OutputField(key: String(decoding: key, as: UTF8.self), resolved: resolved)
        return (field, key.count)
    }

    /// The longest valid argument behind the dot, if there is one. A dot at the end is taken for
    /// the end of a sentence.
    private static func longestDotted(
        _ definition: FieldDefinition, in text: ArraySlice<UInt8>
    ) -> Found? {
        guard let isPart = definition.argument.dottedBytes else { return nil }
        let start = text.startIndex + definition.name.utf8.count + 1
        var end = text[start...].firstIndex { !isPart($0) } ?? text.endIndex
        while end > start {
            let whole = text[text.startIndex..<end]
            if text[end - 1] != UInt8(ascii: "."),
                let resolved = try? FieldCatalogue.resolve(
                    name: String(decoding: whole, as: UTF8.self))
            {
                return made(whole, resolved)
            }
            end -= 1
        }
        return nil
    }
}

extension FieldArgumentRule {
    fileprivate var mayBeBracketed: Bool {
        switch self {
        case .optionalIndex, .optionalKey, .optionalIndexOrKey, .mount, .key, .parameter, .time:
            true
        case .none, .dottedKey, .dottedParameter, .code, .side: false
        }
    }

    /// Which bytes a dotted argument may consist of; nil when there is none.
    fileprivate var dottedBytes: ((UInt8) -> Bool)? {
        switch self {
        case .parameter, .dottedParameter, .code, .side: { $0.isWordByte }
        case .dottedKey, .key: { $0.isWordByte || $0 == 0x2D || $0 == 0x2E || $0 == 0x2F }
        case .none, .optionalIndex, .optionalKey, .optionalIndexOrKey, .mount, .time: nil
        }
    }
}

extension UInt8 {
    /// A letter, a digit or `_`.
    var isWordByte: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
        default: false
        }
    }
}
