internal import Core
internal import Events

/// Values of fields that a person wrote down, in the place of an event: for rule tests.
///
/// What is not given is missing, except for what follows from something else: the parts of a path,
/// a parent by its two names, both ends of a socket.
package final class GivenFields {
    private var values: [ResolvedField: FieldValue] = [:]
    /// For `evt.time` and its kin.
    package let timeNanos: UInt64

    package init(timeNanos: UInt64) { self.timeNanos = timeNanos }

    /// Why a text cannot be the value of a field.
    package struct Failure: Error, Equatable, Sendable {
        package var message: String
    }

    /// Gives a field, named with its argument, the value that the texts spell; several for a list.
    package func give(_ name: String, _ texts: [String]) throws(Failure) {
        let field: ResolvedField
        do throws(FieldLookupError) {
            field = try FieldCatalogue.resolve(text: name)
        } catch {
            throw Failure(message: error.message)
        }
        if ValueClass(field.definition) == .list {
            let joined: [UInt8] = texts.flatMap { Array($0.utf8) + [0] }
            values[field] = FieldValue(kind: .list, bytes: ImmortalBytes(joined).bytes)
            return
        }
        guard texts.count == 1, let value = Self.value(texts[0], of: field) else {
            throw Failure(
                message: "'\(texts.joined(separator: ", "))' is no value of \(name), which is "
                    + field.definition.type.rawValue)
        }
        values[field] = value
    }

    private static func value(_ text: String, of field: ResolvedField) -> FieldValue? {
        let bytes = Array(text.utf8)
        switch ValueClass(field.definition) {
        case .text, .bytes, .list: return .text(ImmortalBytes(bytes).bytes)
        case .signed(let bits):
            return LiteralReader.number(bytes, signed: true, bits: bits).map {
                .signed(Int64(bitPattern: $0))
            }
        case .unsigned(let bits):
            return LiteralReader.number(bytes, signed: false, bits: bits).map { .unsigned($0) }
        case .port: return LiteralReader.port(bytes).map { .unsigned($0) }
        case .bool: return LiteralReader.bool(bytes).map { .boolean($0 == 1) }
        case .double: return LiteralReader.double(bytes).map { FieldValue(kind: .double, bits: $0) }
        case .address, .network: return LiteralReader.address(bytes).map { .address($0) }
        case .opaque:
            // `evt.rawarg`: whatever its parameter is.
            return LiteralReader.number(bytes, signed: true, bits: 64).map {
                .signed(Int64(bitPattern: $0))
            } ?? .text(ImmortalBytes(bytes).bytes)
        }
    }

    /// The value of a field, given or derived.
    func value(of field: ResolvedField) -> FieldValue {
        if let given = values[field] { return given }
        switch field.id {
        case .syscallType: return self[.evtType]
        case .evtType: return values[ResolvedField(.syscallType)] ?? .missing
        case .evtDir: return FieldExtractor.literal("<")
        case .evtNum: return .unsigned(1)
        case .fdDirectory: return path.map { .text(FieldExtractor.directory(of: $0)) } ?? .missing
        case .fdFilename: return path.map { .text(FieldExtractor.fileName(of: $0)) } ?? .missing
        case .fdCnet: return self[.fdCip]
        case .fdSnet: return self[.fdSip]
        case .fdLnet: return self[.fdLip]
        case .fdRnet: return self[.fdRip]
        case .procPname:
            return values[ResolvedField(.procAname, form: .index, index: 1)] ?? .missing
        case .procAname where field.form == .index && field.index == 1: return self[.procPname]
        case .procAname where field.form == .index && field.index == 0: return self[.procName]
        default: return .missing
        }
    }

    private subscript(_ id: FieldID) -> FieldValue { values[ResolvedField(id)] ?? .missing }

    /// The path of the file, when the descriptor is one.
    private var path: BorrowedBytes? {
        let name = self[.fdName]
        return name.kind == .text && name.bytes.count > 0 && name.bytes[0] == UInt8(ascii: "/")
            ? name.bytes : nil
    }

    /// One of the values of a field with several; nil behind the last one.
    func value(of field: ResolvedField, at ordinal: Int) -> FieldValue? {
        let ends: (FieldID, FieldID)
        switch field.id {
        case .fdIp: ends = (.fdCip, .fdSip)
        case .fdNet: ends = (.fdCnet, .fdSnet)
        case .fdPort: ends = (.fdCport, .fdSport)
        case .fdProto: ends = (.fdCproto, .fdSproto)
        default:
            let ancestor = ResolvedField(field.id, form: .index, index: Int64(ordinal) + 1)
            let value = value(of: ancestor)
            return value.isMissing ? nil : value
        }
        if ordinal > 1 { return nil }
        return value(of: ResolvedField(ordinal == 0 ? ends.0 : ends.1))
    }
}
