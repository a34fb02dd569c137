package import Core

/// One code of the event table. 40 bytes, without references; its bytes live as long as the
/// process.
@usableFromInline package struct EventRow: BitwiseCopyable {
    /// `evt.type`, but for codes 0 and 1, which stand for every call without an own code.
    package var name = BorrowedBytes()
    /// Index of the name in the table's list of names.
    package var nameID: UInt16 = 0
    @usableFromInline package var flags = EventFlags()
    @usableFromInline package var firstParameter: UInt16 = 0
    @usableFromInline package var parameterCount: UInt8 = 0
    package var category = EventCategory.unknown
    package var eventClass = EventClass.none
    package var status = EventStatus.unused
    package var isExit = false
    /// The table has this code.
    package var isKnown = false
    /// Added after release 0.43.
    package var isNew = false
    /// Parameter 0 is what the call returned.
    @usableFromInline package var hasResult = false

    @inlinable package init() {}
}

/// One parameter of a code. 24 bytes.
@usableFromInline package struct EventParameterRow: BitwiseCopyable {
    package var name = BorrowedBytes()
    /// Index of the name in the table's list of parameter names.
    package var nameID: UInt16 = 0
    package var type = ParameterType.unknown
    package var format = PrintFormat.none
    /// Names of its values; `FlagTableID.none` for types without.
    package var flagTable = FlagTableID.none

    @inlinable package init() {}
}

/// Index of a flag table.
@usableFromInline package struct FlagTableID: Equatable, BitwiseCopyable, Sendable {
    @usableFromInline package let rawValue: UInt8
    @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }
    @inlinable package static var none: FlagTableID { FlagTableID(rawValue: .max) }
    @inlinable package var isNone: Bool { rawValue == .max }
}
