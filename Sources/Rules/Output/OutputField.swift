internal import Events

/// How the value of a field is printed. Follows from the field's type and print format.
package enum FieldStyle: UInt8, BitwiseCopyable, Sendable, CaseIterable {
    /// By the kind of the value: text, addresses, lists, booleans; numbers in decimal.
    case plain
    /// Numbers as upper-case hexadecimal digits; in JSON a string.
    case hex
    /// Numbers as octal digits after a `0`; in JSON a string.
    case octal
    /// Numbers with zeros in front, 9 digits; in JSON a plain number.
    case fraction
    /// Bytes: printable ASCII kept, `.` for others, or base64; in JSON a string.
    case buffer
    /// Fields that only conditions can use: always missing.
    case none
    /// The time of the event: text as named; in JSON always nanoseconds since 1970.
    case clock, clockSeconds, dateTime, dateTimeSeconds, iso8601

    /// The value is the time of the event, which every record carries anyway.
    package var isEventTime: Bool { rawValue >= FieldStyle.clock.rawValue }
}

/// A field as an output names it.
package struct OutputField: Hashable, Sendable {
    /// As written, with the argument: the key in JSON.
    package var key: String
    package var resolved: ResolvedField
    package var style: FieldStyle

    package init(key: String, resolved: ResolvedField) {
        self.key = key
        self.resolved = resolved
        style = FieldStyle(of: resolved)
    }
}

extension FieldStyle {
    init(of field: ResolvedField) {
        let definition = field.definition
        if definition.flags.contains(.filterOnly) {
            self = .none
            return
        }
        switch field.id {
        case .evtTime, .evtOutputtime: self = .clock
        case .evtTimeS: self = .clockSeconds
        case .evtTimeIso8601: self = .iso8601
        case .evtDatetime: self = .dateTime
        case .evtDatetimeS: self = .dateTimeSeconds
        case .evtRawarg: self = Self.style(ofParameter: field.text.string)
        default: self = Self.style(of: definition)
        }
    }

    /// A transformer keeps the print format of what it works on. Text has none for numbers, so the
    /// length of a text prints as missing.
    init(of transformer: Transformer, _ fields: [OutputField]) {
        switch transformer {
        case .len: self = .none
        case .b64: self = fields.first?.style == .buffer ? .buffer : .plain
        default: self = .plain
        }
    }

    private static func style(of definition: FieldDefinition) -> FieldStyle {
        switch definition.format {
        case .hex: .hex
        case .oct: .octal
        case .paddedNanos: .fraction
        case .none, .dec: definition.type == .bytebuf ? .buffer : .plain
        }
    }

    /// The print format of `evt.rawarg.NAME` is that of the first event with such a parameter.
    private static func style(ofParameter name: String) -> FieldStyle {
        let table = EventTable.shared
        guard let indices = table.parameterIndices(named: name),
            let code = indices.firstIndex(where: { $0 >= 0 })
        else { return .plain }
        let row = table.parameter(EventCode(UInt16(code)), Int(indices[code]))
        switch row.format {
        case .hexadecimal: return .hex
        case .octal: return .octal
        case .none, .decimal: return row.type == .bytebuf ? .buffer : .plain
        }
    }
}
