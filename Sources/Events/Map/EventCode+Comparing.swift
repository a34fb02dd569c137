extension EventCode {
    /// Comparison with a few codes, without an array.
    @inlinable func isOne(of first: UInt16, _ second: UInt16) -> Bool {
        rawValue == first || rawValue == second
    }

    @inlinable func isOne(of first: UInt16, _ second: UInt16, _ third: UInt16) -> Bool {
        rawValue == first || rawValue == second || rawValue == third
    }

    @inlinable func isOne(
        of first: UInt16, _ second: UInt16, _ third: UInt16, _ fourth: UInt16
    ) -> Bool {
        rawValue == first || rawValue == second || rawValue == third || rawValue == fourth
    }
}
