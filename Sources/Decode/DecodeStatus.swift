/// What became of a datagram.
@usableFromInline package enum DecodeStatus: Equatable, BitwiseCopyable, Sendable {
    /// The message is whole and its payload is one of the known types.
    case decoded
    /// The header is good; nothing is known of this type and the payload was not looked at.
    case unknownType
    /// Not a message. Nothing of it may be used but, past the header, `rawType` and
    /// `droppedCount`, which are as claimed.
    case rejected(RejectReason)

    /// PERF: `==` of an enumeration of another module goes through its witness table: 18 ns of a
    /// message's 60.
    @inlinable package var isDecoded: Bool {
        if case .decoded = self { true } else { false }
    }
}

/// Why a datagram is not a message. Counted by reason.
@usableFromInline package enum RejectReason: UInt8, Error, CaseIterable, BitwiseCopyable, Sendable {
    /// Fewer bytes than the smallest header.
    case datagramTooShort
    /// More than `DecodeLimits.datagramByteCount`.
    case datagramTooLong
    /// `HeaderSize` is less than 8.
    case headerTooSmall
    /// `HeaderSize` is more than the datagram.
    case headerTooLarge
    /// The bytes end within a tag, a number or a length.
    case truncated
    /// A field claims more bytes than its message has left.
    case lengthBeyondEnd
    /// A number of more than ten bytes.
    case varintTooLong
    /// A tag of more than five bytes.
    case tagTooLong
    /// A length of more than five bytes.
    case lengthTooLong
    /// Field number 0, which protobuf forbids.
    case fieldNumberZero
    /// A group (obsolete) or a wire type that does not exist.
    case wireTypeUnsupported
    /// A known field with the wire type of another kind of field.
    case wireTypeWrong
}
