package import Core

/// A list of unique names with their numbers: written once at start, read for ever.
///
/// Safety: the memory is made here, never freed, and no longer written once the table that owns
/// the list is shared; indices are checked.
@safe
package struct NameIndex: BitwiseCopyable, @unchecked Sendable {
    /// Twice what the event table needs.
    static let capacity = 2048
    private static let slotMask = 4 * capacity - 1

    private let entries: UnsafeMutablePointer<BorrowedBytes>
    /// Number of the name plus one, 0 for free; open addressing.
    private let slots: UnsafeMutablePointer<UInt16>
    @usableFromInline package private(set) var count = 0

    init() {
        unsafe entries = .allocate(capacity: Self.capacity)
        unsafe slots = .allocate(capacity: Self.slotMask + 1)
        unsafe slots.initialize(repeating: 0, count: Self.slotMask + 1)
    }

    /// The name's number, added when it is new. The bytes must never go away.
    mutating func insert(_ name: BorrowedBytes) -> UInt16 {
        precondition(count < Self.capacity, "more names than the list holds")
        var slot = Int(truncatingIfNeeded: name.hash()) & Self.slotMask
        while unsafe slots[slot] != 0 {
            let number = unsafe slots[slot] &- 1
            if unsafe entries[Int(number)].equals(name) { return number }
            slot = (slot &+ 1) & Self.slotMask
        }
        unsafe (entries + count).initialize(to: name)
        count += 1
        unsafe slots[slot] = UInt16(count)
        return UInt16(count - 1)
    }

    /// The name's number, or nil.
    package func number(of name: BorrowedBytes) -> UInt16? {
        var slot = Int(truncatingIfNeeded: name.hash()) & Self.slotMask
        while unsafe slots[slot] != 0 {
            let number = unsafe slots[slot] &- 1
            if unsafe entries[Int(number)].equals(name) { return number }
            slot = (slot &+ 1) & Self.slotMask
        }
        return nil
    }

    package func number(of name: String) -> UInt16? {
        var copy = name
        return copy.withUTF8 {
            unsafe number(of: BorrowedBytes(UnsafeRawBufferPointer($0)))
        }
    }

    /// The name with a number; empty for numbers never given.
    package subscript(_ number: UInt16) -> BorrowedBytes {
        if Int(number) < count { return unsafe entries[Int(number)] }
        return BorrowedBytes()
    }

    /// All names in the order of their numbers. Cold code.
    package var all: [String] { (0..<count).map { self[UInt16($0)].string } }
}
