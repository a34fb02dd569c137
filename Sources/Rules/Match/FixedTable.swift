/// A run of plain values at a fixed address: the compiled form of an array, read without reference
/// counting. Whoever made it frees it; copies are views.
///
/// Safety: the index is checked; the owner, a `RuleProgram`, outlives every view because whoever
/// holds views holds the program as well.
@safe
@usableFromInline
package struct FixedTable<Element: BitwiseCopyable>: BitwiseCopyable, @unchecked Sendable {
    @usableFromInline let elements: UnsafeMutablePointer<Element>
    @usableFromInline package let count: Int

    init(_ source: [Element]) {
        unsafe elements = .allocate(capacity: max(1, source.count))
        for (index, element) in source.enumerated() {
            unsafe (elements + index).initialize(to: element)
        }
        count = source.count
    }

    @inlinable package subscript(_ index: Int) -> Element {
        unsafeAddress {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            return unsafe UnsafePointer(elements + index)
        }
    }

    func deallocate() { unsafe elements.deallocate() }
}
