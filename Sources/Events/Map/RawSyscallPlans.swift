internal import Core

/// One parameter of a raw call: its place, its register, and how the one becomes the other.
struct RawParameter: BitwiseCopyable {
    var place: UInt8
    var register: UInt8
    var conversion: RawConversion
}

/// For every event code what a raw message tells of it, and which calls are not to be taken raw.
///
/// Safety: the memory is made here, never freed, and not written after the initialiser.
@safe
struct RawSyscallPlans: BitwiseCopyable, @unchecked Sendable {
    static let shared = RawSyscallPlans()
    private static let parameterCapacity = 512

    private let parameters: UnsafeMutablePointer<RawParameter>
    /// By exit code: first parameter and how many.
    private let ranges: UnsafeMutablePointer<(first: UInt16, count: UInt16)>
    /// By architecture and number: the call has a message of its own.
    private let schematized: UnsafeMutablePointer<Bool>

    private init() {
        unsafe parameters = .allocate(capacity: Self.parameterCapacity)
        unsafe ranges = .allocate(capacity: EventCode.limit)
        unsafe schematized = .allocate(capacity: 2 * SyscallNames.limit)
        unsafe ranges.initialize(repeating: (0, 0), count: EventCode.limit)
        unsafe schematized.initialize(repeating: false, count: 2 * SyscallNames.limit)
        readCalls()
        readSchematized()
    }

    private func readCalls() {
        let table = EventTable.shared
        var scanner = TextScanner(RawSyscallText.calls)
        var code = EventCode(0)
        var count = 0
        while let word = scanner.next() {
            if scanner.isLineStart {
                code = Self.exitCode(named: word, table)
                unsafe ranges[Int(code.rawValue)] = (UInt16(count), 0)
                continue
            }
            precondition(count < Self.parameterCapacity, "more raw parameters than planned")
            let parameter = Self.parse(word, of: code, table)
            unsafe (parameters + count).initialize(to: parameter)
            unsafe ranges[Int(code.rawValue)].count += 1
            count += 1
        }
    }

    private static func exitCode(named name: BorrowedBytes, _ table: EventTable) -> EventCode {
        let codes = table.meaning(of: name.string)?.codes.codes ?? []
        guard let code = codes.last(where: { table[$0].isExit && table[$0].status == .current })
        else { preconditionFailure("raw calls: \(name.string)") }
        return code
    }

    /// `PARAMETER=CONVERSION:REGISTER`.
    private static func parse(
        _ word: BorrowedBytes, of code: EventCode, _ table: EventTable
    ) -> RawParameter {
        guard let equals = word.firstIndex(of: UInt8(ascii: "=")),
            let colon = word.firstIndex(of: UInt8(ascii: ":")),
            let place = table.parameterIndex(named: word.slice(0, equals), in: code),
            let register = word.dropFirst(colon + 1).parsedNumber(radix: 10),
            (1...6).contains(register)
        else { preconditionFailure("raw calls: \(word.string)") }
        let name = word.slice(equals + 1, colon - equals - 1).string
        guard let conversion = RawConversion.allCases.first(where: { "\($0)" == name }) else {
            preconditionFailure("raw calls: \(word.string)")
        }
        return RawParameter(
            place: UInt8(place), register: UInt8(register - 1), conversion: conversion)
    }

    private func readSchematized() {
        var scanner = TextScanner(RawSyscallText.schematized)
        while let word = scanner.next() {
            for architecture in SyscallArchitecture.allCases {
                let names = EventTable.shared.syscalls(architecture)
                for number in 0..<SyscallNames.limit
                where names[UInt64(number)].name.equals(word) {
                    let base = Int(architecture.rawValue) * SyscallNames.limit
                    unsafe schematized[base + number] = true
                }
            }
        }
    }

    /// The call's raw messages are the same calls that its own messages tell.
    func isSchematized(_ number: UInt64, _ architecture: SyscallArchitecture) -> Bool {
        guard number < UInt64(SyscallNames.limit) else { return false }
        let base = Int(architecture.rawValue) &* SyscallNames.limit
        return unsafe schematized[base &+ Int(truncatingIfNeeded: number)]
    }

    /// How many parameters a raw message gives an event of `code`.
    func count(_ code: EventCode) -> Int {
        guard Int(code.rawValue) < EventCode.limit else { return 0 }
        return unsafe Int(ranges[Int(code.rawValue)].count)
    }

    /// One of them; traps beyond the count.
    func parameter(_ code: EventCode, _ index: Int) -> RawParameter {
        precondition(index >= 0 && index < count(code))
        return unsafe parameters[Int(ranges[Int(code.rawValue)].first) &+ index]
    }
}
