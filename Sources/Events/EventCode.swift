/// A code of Falco's event table: `open` enter is 2, `open` exit is 3, and so on. Rules are
/// dispatched by it.
@usableFromInline package struct EventCode: Equatable, Hashable, BitwiseCopyable, Sendable {
    @usableFromInline package let rawValue: UInt16

    @inlinable package init(_ rawValue: UInt16) { self.rawValue = rawValue }

    /// Codes are below this bound, so a table over all of them has this many rows.
    @inlinable package static var limit: Int { 512 }

    /// Exit events have odd codes but for `procexit`, which the table calls an enter event.
    @inlinable package var isExit: Bool { rawValue & 1 == 1 }
}
