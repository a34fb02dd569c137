package import Core

/// Falco's event table: what each code is called, does, and carries.
///
/// Made once from the text in `EventTableText`, then only read; a copy is a handful of pointers, so
/// hot code keeps its own. Safety: the memory is made in the initialiser, never freed, and not
/// written after it; codes and indices are checked.
///
/// PERF: making it takes about a millisecond in a release build.
@safe
@usableFromInline package struct EventTable: BitwiseCopyable, @unchecked Sendable {
    /// The table. Copy it into your own struct rather than reading this per event.
    package static let shared = EventTable()

    /// Room for all parameters of all codes; 1,500 today.
    private static let parameterCapacity = 2048

    @usableFromInline let rows: UnsafeMutablePointer<EventRow>
    @usableFromInline let parameterRows: UnsafeMutablePointer<EventParameterRow>
    /// By number of the name: the codes it stands for.
    private let codeSets: UnsafeMutablePointer<EventCodeSet>
    /// Names of events, then of calls without own event, numbered from 0. A generic event's first
    /// parameter is the number of its call's name.
    package let names: NameIndex
    /// Names of parameters over all codes.
    package let parameterNames: NameIndex
    package let flagTables: FlagTables
    private let x8664: SyscallNames
    private let arm64: SyscallNames
    /// How many codes the table has.
    package let codeCount: Int

    private init() {
        let builder = EventTableBuilder(parameterCapacity: Self.parameterCapacity)
        unsafe rows = builder.rows
        unsafe parameterRows = builder.parameters
        unsafe codeSets = builder.codeSets
        names = builder.names
        parameterNames = builder.parameterNames
        flagTables = builder.flagTables
        x8664 = builder.x8664
        arm64 = builder.arm64
        codeCount = builder.codeCount
    }

    /// The row of a code; codes that the table does not have give an empty one.
    @inlinable package subscript(_ code: EventCode) -> EventRow {
        guard Int(code.rawValue) < EventCode.limit else { return EventRow() }
        return unsafe rows[Int(code.rawValue)]
    }

    /// Shorthand for the part of the row that hot code asks for.
    @inlinable package func flags(_ code: EventCode) -> EventFlags {
        guard Int(code.rawValue) < EventCode.limit else { return EventFlags() }
        return unsafe rows[Int(code.rawValue)].flags
    }

    /// The row of one parameter; traps when the code has fewer.
    @inlinable package func parameter(_ code: EventCode, _ index: Int) -> EventParameterRow {
        let row = self[code]
        precondition(index >= 0 && index < Int(row.parameterCount))
        return unsafe parameterRows[Int(row.firstParameter) &+ index]
    }

    /// Place of a parameter in a code's row, or nil.
    package func parameterIndex(named name: BorrowedBytes, in code: EventCode) -> Int? {
        for index in 0..<Int(self[code].parameterCount)
        where parameter(code, index).name.equals(name) {
            return index
        }
        return nil
    }

    /// Place of a parameter in every code's row, -1 where a code has none of that name; nil when
    /// no code has. Made when rules are loaded so that events need only an index.
    package func parameterIndices(named name: String) -> [Int8]? {
        guard let number = parameterNames.number(of: name) else { return nil }
        return (0..<EventCode.limit).map { value in
            let code = EventCode(UInt16(value))
            let index = (0..<Int(self[code].parameterCount)).first {
                parameter(code, $0).nameID == number
            }
            return Int8(index ?? -1)
        }
    }

    /// What a name means in `evt.type`, or nil for a word that is no event's name.
    package func meaning(of name: String) -> EventNameMeaning? {
        guard let number = names.number(of: name) else { return nil }
        let codes = unsafe codeSets[Int(number)]
        if codes.isEmpty { return nil }
        return EventNameMeaning(
            nameID: number, codes: codes, isGeneric: codes.contains(EventCode(1)))
    }

    /// Every word that `evt.type` accepts, sorted. Cold code.
    package var acceptedNames: [String] {
        names.all.filter { meaning(of: $0) != nil }.sorted()
    }

    /// The calls of an architecture.
    @inlinable package func syscalls(_ architecture: SyscallArchitecture) -> SyscallNames {
        syscallNames(architecture)
    }

    @usableFromInline func syscallNames(_ architecture: SyscallArchitecture) -> SyscallNames {
        architecture == .arm64 ? arm64 : x8664
    }
}

/// What a name in a condition on `evt.type` stands for.
package struct EventNameMeaning: BitwiseCopyable, Sendable {
    /// Number of the name in `EventTable.names`.
    package var nameID: UInt16
    /// Every code of that name: enter, exit and legacy ones; 0 and 1 for a call without own event.
    package var codes: EventCodeSet
    /// The codes are shared by many calls, so the event's call must be compared too.
    package var isGeneric: Bool
}
