package import Core

/// What a system call's number means: its name and its event.
@usableFromInline package struct SyscallRow: BitwiseCopyable {
    /// The kernel's name.
    package var name = BorrowedBytes()
    /// Number of the name in `EventTable.names`, the id that generic events carry; 65535 for
    /// numbers without call.
    package var nameID: UInt16 = .max
    /// Code of its exit event; 1 when it has none of its own.
    package var exitCode = EventCode(1)

    @inlinable package init() {}
}

/// An architecture with its own numbering of system calls.
@usableFromInline package enum SyscallArchitecture: UInt8, CaseIterable, BitwiseCopyable, Sendable {
    case x8664, arm64

    /// That of this build. A Sentry runs on its monitor's machine.
    package static var native: SyscallArchitecture {
        #if arch(arm64)
            .arm64
        #else
            .x8664
        #endif
    }
}

/// The calls of one architecture by number.
///
/// Safety: the memory is made here, never freed, and not written after the initialiser.
@safe
@usableFromInline package struct SyscallNames: BitwiseCopyable, @unchecked Sendable {
    /// Numbers are below it.
    @usableFromInline package static let limit = 512

    @usableFromInline let rows: UnsafeMutablePointer<SyscallRow>

    init(
        _ architecture: SyscallArchitecture, names: inout NameIndex,
        exitCode: (BorrowedBytes) -> EventCode?
    ) {
        let rows = UnsafeMutablePointer<SyscallRow>.allocate(capacity: Self.limit)
        unsafe rows.initialize(repeating: SyscallRow(), count: Self.limit)
        unsafe self.rows = unsafe rows
        let isArm = architecture == .arm64
        var scanner = TextScanner(isArm ? SyscallNameText.arm64 : SyscallNameText.x8664)
        var number = 0
        while let word = scanner.next() {
            if word[0] == UInt8(ascii: "@") {
                number = Int(word.dropFirst(1).parsedNumber(radix: 10) ?? 0)
                continue
            }
            precondition(number < Self.limit, "system call number beyond the limit")
            let eventName = Self.eventName(of: word)
            unsafe rows[number].name = word
            unsafe rows[number].nameID = names.insert(word)
            unsafe rows[number].exitCode = exitCode(eventName) ?? EventCode(1)
            number += 1
        }
    }

    /// The name in the event table of a call.
    private static func eventName(of call: BorrowedBytes) -> BorrowedBytes {
        var scanner = TextScanner(SyscallNameText.aliases)
        while let alias = scanner.next() {
            guard let middle = alias.firstIndex(of: UInt8(ascii: "=")) else { continue }
            if alias.slice(0, middle).equals(call) { return alias.dropFirst(middle + 1) }
        }
        return call
    }

    /// The row of a number; numbers beyond the limit have an empty one.
    @inlinable package subscript(_ number: UInt64) -> SyscallRow {
        guard number < UInt64(Self.limit) else { return SyscallRow() }
        return unsafe rows[Int(truncatingIfNeeded: number)]
    }

    /// The first number with a name, or nil. Cold code.
    package func number(named name: String) -> Int? {
        (0..<Self.limit).first { self[UInt64($0)].name.string == name }
    }
}
