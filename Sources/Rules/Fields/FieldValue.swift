public import Core
public import Events

/// The value of a field on an event. 40 bytes; text is borrowed from the event, a symbol or the
/// shard's scratch and valid until the next event.
@usableFromInline package struct FieldValue: BitwiseCopyable {
    @usableFromInline package enum Kind: UInt8, BitwiseCopyable, Sendable {
        /// The field has no value here: every comparison is false.
        case missing
        /// `bytes`.
        case text
        /// `bits` as Int64.
        case signed
        /// `bits` as UInt64.
        case unsigned
        /// `bits` is 0 or 1.
        case boolean
        /// `bits` as the bit pattern of a Double.
        case double
        /// `address`.
        case address
        /// `bytes` holds the elements, each ended by a NUL.
        case list
    }

    @usableFromInline package var kind: Kind
    @usableFromInline package var bits: UInt64
    @usableFromInline package var bytes: BorrowedBytes
    @usableFromInline package var address: IPAddress

    @inlinable package init(
        kind: Kind, bits: UInt64 = 0, bytes: BorrowedBytes = BorrowedBytes(),
        address: IPAddress = IPAddress(ipv4: 0)
    ) {
        self.kind = kind
        self.bits = bits
        self.bytes = bytes
        self.address = address
    }

    @inlinable package static var missing: FieldValue { FieldValue(kind: .missing) }
    @inlinable package static func text(_ bytes: BorrowedBytes) -> FieldValue {
        FieldValue(kind: .text, bytes: bytes)
    }
    @inlinable package static func signed(_ value: Int64) -> FieldValue {
        FieldValue(kind: .signed, bits: UInt64(bitPattern: value))
    }
    @inlinable package static func unsigned(_ value: UInt64) -> FieldValue {
        FieldValue(kind: .unsigned, bits: value)
    }
    @inlinable package static func boolean(_ value: Bool) -> FieldValue {
        FieldValue(kind: .boolean, bits: value ? 1 : 0)
    }
    @inlinable package static func address(_ value: IPAddress) -> FieldValue {
        FieldValue(kind: .address, address: value)
    }
    @inlinable package var isMissing: Bool { kind == .missing }
}
