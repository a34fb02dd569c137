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
    /// Bytes: printable ASCII kept, `.` for others, or base64. In JSON a string.
    case buffer
    /// The time of the event: text as named; in JSON always nanoseconds since 1970.
    case clock, clockSeconds, dateTime, dateTimeSeconds, iso8601

    /// The value is the time of the event, which every record carries anyway.
    @inlinable package var isEventTime: Bool { rawValue >= FieldStyle.clock.rawValue }
}

/// A field as an output names it.
package struct OutputField: Hashable, Sendable {
    /// As written, with the argument: the key in JSON.
    package var key: String
    /// Name and argument apart, as the catalogue resolves them.
    package var name: String
    package var argument: String?
    package var style: FieldStyle
    /// Whether a transformer may take it.
    package var isTransformable: Bool

    package init(
        key: String, name: String, argument: String? = nil, style: FieldStyle = .plain,
        isTransformable: Bool = true
    ) {
        self.key = key
        self.name = name
        self.argument = argument
        self.style = style
        self.isTransformable = isTransformable
    }
}

/// What parsing an output asks of the field catalogue.
package protocol OutputFieldLookup {
    /// The longest field that `text` begins with, and how many bytes of it that is.
    func longestField(in text: ArraySlice<UInt8>) -> (field: OutputField, byteCount: Int)?
}
