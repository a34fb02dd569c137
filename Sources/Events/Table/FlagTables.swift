package import Core

/// One name of a flag table with its value.
package struct FlagName: BitwiseCopyable {
    package var name: BorrowedBytes
    package var value: UInt32
}

/// The names that flag, enumeration and mode parameters are printed with, in table order.
///
/// Safety: the memory is made here, never freed, and not written after the initialiser.
@safe
package struct FlagTables: BitwiseCopyable, @unchecked Sendable {
    /// Room for the tables' entries: about twice today's number.
    private static let entryCapacity = 1024
    private static let tableCapacity = 128

    private let entries: UnsafeMutablePointer<FlagName>
    /// Table i holds the entries from `starts[i]` to `starts[i + 1]`.
    private let starts: UnsafeMutablePointer<UInt16>
    package private(set) var names = NameIndex()

    init() {
        unsafe entries = .allocate(capacity: Self.entryCapacity)
        unsafe starts = .allocate(capacity: Self.tableCapacity + 1)
        var scanner = TextScanner(FlagTableText.tables)
        var entryCount = 0
        unsafe starts[0] = 0
        while let word = scanner.next() {
            if scanner.isLineStart && !scanner.isIndented {
                let number = Int(names.insert(word))
                precondition(number < Self.tableCapacity, "more flag tables than planned")
                unsafe starts[number] = UInt16(entryCount)
            } else {
                precondition(entryCount < Self.entryCapacity, "more flag names than planned")
                unsafe (entries + entryCount).initialize(to: Self.parseEntry(word))
                entryCount += 1
            }
            unsafe starts[names.count] = UInt16(entryCount)
        }
    }

    /// `NAME=VALUE` with a hexadecimal value.
    private static func parseEntry(_ word: BorrowedBytes) -> FlagName {
        guard let middle = word.firstIndex(of: UInt8(ascii: "=")),
            let value = word.dropFirst(middle + 1).parsedNumber(radix: 16)
        else { preconditionFailure("flag table: \(word.string)") }
        return FlagName(name: word.slice(0, middle), value: UInt32(truncatingIfNeeded: value))
    }

    package func id(named name: BorrowedBytes) -> FlagTableID? {
        names.number(of: name).map { FlagTableID(rawValue: UInt8($0)) }
    }

    /// How many names a table has; 0 for `FlagTableID.none`.
    @usableFromInline package func count(_ table: FlagTableID) -> Int {
        guard Int(table.rawValue) < names.count else { return 0 }
        let index = Int(table.rawValue)
        return unsafe Int(starts[index + 1]) - Int(starts[index])
    }

    /// The name at a place of a table's order; traps beyond its count.
    package subscript(_ table: FlagTableID, _ index: Int) -> FlagName {
        precondition(index >= 0 && index < count(table))
        return unsafe entries[Int(starts[Int(table.rawValue)]) + index]
    }
}
