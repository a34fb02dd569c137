/// The number of an interned string; 0 is the empty string.
///
/// Two symbols of one table are equal exactly when their strings are, but for strings longer than
/// `SymbolTable.sharedLimit`, which each owner (sandbox) has for itself. A symbol is valid while
/// somebody holds a reference on it in its `SymbolTable`; later the number can name another string.
@usableFromInline package struct Symbol: Equatable, Hashable, BitwiseCopyable, Sendable {
    @usableFromInline package let rawValue: UInt32

    @inlinable package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The empty string, valid in every table.
    @inlinable package static var empty: Symbol { Symbol(rawValue: 0) }

    @inlinable package var isEmpty: Bool { rawValue == 0 }
}
