internal import Core

/// Fills the memory of an `EventTable` from the text. A mistake in the text stops the process:
/// it is our own, and any test meets it.
@safe
struct EventTableBuilder {
    let rows: UnsafeMutablePointer<EventRow>
    let parameters: UnsafeMutablePointer<EventParameterRow>
    let codeSets: UnsafeMutablePointer<EventCodeSet>
    private let parameterCapacity: Int
    private(set) var names = NameIndex()
    private(set) var parameterNames = NameIndex()
    let flagTables = FlagTables()
    private(set) var x8664: SyscallNames
    private(set) var arm64: SyscallNames
    private(set) var codeCount = 0
    private var parameterCount = 0

    init(parameterCapacity: Int) {
        self.parameterCapacity = parameterCapacity
        unsafe rows = .allocate(capacity: EventCode.limit)
        unsafe parameters = .allocate(capacity: parameterCapacity)
        unsafe codeSets = .allocate(capacity: NameIndex.capacity)
        unsafe rows.initialize(repeating: EventRow(), count: EventCode.limit)
        unsafe codeSets.initialize(repeating: EventCodeSet(), count: NameIndex.capacity)
        var noNames = NameIndex()
        x8664 = SyscallNames(.x8664, names: &noNames) { _ in nil }
        arm64 = x8664
        for part in EventTableText.parts { readPart(part) }
        readGenericNames()
        let names = names
        let exitCodes = currentExitCodes()
        let exitCode = { (name: BorrowedBytes) -> EventCode? in
            guard let number = names.number(of: name) else { return nil }
            return exitCodes[Int(number)]
        }
        x8664 = SyscallNames(.x8664, names: &self.names, exitCode: exitCode)
        arm64 = SyscallNames(.arm64, names: &self.names, exitCode: exitCode)
    }

    /// By number of the name: the exit event that today's sources send, if any.
    private func currentExitCodes() -> [EventCode?] {
        var codes = [EventCode?](repeating: nil, count: NameIndex.capacity)
        for code in 0..<EventCode.limit {
            let row = unsafe rows[code]
            if row.isKnown && row.isExit && row.status == .current {
                codes[Int(row.nameID)] = EventCode(UInt16(code))
            }
        }
        return codes
    }

    private mutating func readPart(_ text: StaticString) {
        var scanner = TextScanner(text)
        var code = 0
        var column = 0
        while let word = scanner.next() {
            if scanner.isLineStart && !scanner.isIndented {
                code = Int(word.parsedNumber(radix: 10) ?? UInt64(EventCode.limit))
                precondition(code < EventCode.limit, "event table: code \(word.string)")
                openRow(code)
                column = 0
            } else if scanner.isIndented {
                addParameter(word, to: code)
            } else {
                column += 1
                readColumn(word, column, of: code)
            }
        }
    }

    private mutating func openRow(_ code: Int) {
        precondition(unsafe !rows[code].isKnown, "event table: code \(code) twice")
        var row = EventRow()
        row.isKnown = true
        row.status = .current
        row.firstParameter = UInt16(parameterCount)
        unsafe rows[code] = row
        codeCount += 1
    }

    private mutating func readColumn(_ word: BorrowedBytes, _ column: Int, of code: Int) {
        var row = unsafe rows[code]
        switch column {
        case 1:
            row.name = word
            row.nameID = names.insert(word)
            unsafe codeSets[Int(row.nameID)].insert(EventCode(UInt16(code)))
        case 2: row.isExit = word[0] == UInt8(ascii: "<")
        case 3: Self.readCategory(word, into: &row)
        case 4: row.flags = Self.flags(word)
        default:
            if word.equals("new") {
                row.isNew = true
            } else {
                row.status = word.equals("unused") ? .unused : .legacy
            }
        }
        unsafe rows[code] = row
    }

    /// `BASE[/CLASS]…`; of several classes the last one, which is the more telling, stands.
    private static func readCategory(_ word: BorrowedBytes, into row: inout EventRow) {
        let end = word.firstIndex(of: UInt8(ascii: "/")) ?? word.count
        let base = word.slice(0, end)
        row.category = EventCategory.allCases.first { base.string == $0.name } ?? .unknown
        precondition(base.string == row.category.name, "event table: category \(word.string)")
        row.eventClass = .syscall
        guard end < word.count else { return }
        switch word[word.count - 1] {
        case UInt8(ascii: "t"): row.eventClass = .tracepoint
        case UInt8(ascii: "m"): row.eventClass = .meta
        case UInt8(ascii: "i"): row.eventClass = .internal
        case UInt8(ascii: "p"): row.eventClass = .plugin
        default: row.eventClass = .none
        }
    }

    private static func flags(_ word: BorrowedBytes) -> EventFlags {
        var flags = EventFlags()
        for index in 0..<word.count where word[index] != UInt8(ascii: "-") {
            guard let bit = EventFlags.spellings.firstIndex(where: { $0.letter == word[index] })
            else { preconditionFailure("event table: flag \(word.string)") }
            flags.insert(EventFlags(rawValue: 1 &<< UInt16(bit)))
        }
        return flags
    }

    /// `NAME:TYPE[:FORMAT][(FLAG TABLE)]`.
    private mutating func addParameter(_ word: BorrowedBytes, to code: Int) {
        precondition(parameterCount < parameterCapacity, "event table: too many parameters")
        var row = EventParameterRow()
        var rest = word
        if let open = word.firstIndex(of: UInt8(ascii: "(")) {
            let table = word.slice(open + 1, word.count - open - 2)
            guard let id = flagTables.id(named: table) else {
                preconditionFailure("event table: flag table \(table.string)")
            }
            row.flagTable = id
            rest = word.slice(0, open)
        }
        let middle = rest.firstIndex(of: UInt8(ascii: ":")) ?? rest.count
        row.name = rest.slice(0, middle)
        row.nameID = parameterNames.insert(row.name)
        let typed = rest.dropFirst(middle + 1)
        let end = typed.firstIndex(of: UInt8(ascii: ":")) ?? typed.count
        guard let type = ParameterTypeNames.type(typed.slice(0, end)) else {
            preconditionFailure("event table: type \(word.string)")
        }
        row.type = type
        row.format = type.usualFormat
        if end < typed.count { row.format = Self.format(typed[typed.count - 1]) }
        unsafe (parameters + parameterCount).initialize(to: row)
        parameterCount += 1
        let isFirst = unsafe rows[code].parameterCount == 0
        let isResult = isFirst && code > 1 && !type.isText && !type.isAddress
        unsafe rows[code].hasResult = unsafe isResult && rows[code].isExit || rows[code].hasResult
        unsafe rows[code].parameterCount += 1
        precondition(unsafe rows[code].parameterCount <= SyscallEvent.parameterLimit)
    }

    private static func format(_ letter: UInt8) -> PrintFormat {
        switch letter {
        case UInt8(ascii: "d"): .decimal
        case UInt8(ascii: "x"): .hexadecimal
        case UInt8(ascii: "o"): .octal
        default: .none
        }
    }

    private mutating func readGenericNames() {
        var scanner = TextScanner(SyscallNameText.generic)
        while let word = scanner.next() {
            let number = Int(names.insert(word))
            unsafe codeSets[number].insert(EventCode(0))
            unsafe codeSets[number].insert(EventCode(1))
        }
    }
}

/// The spelling of parameter types, compared without making strings.
private enum ParameterTypeNames {
    private static let names: [(ParameterType, [UInt8])] = ParameterType.allCases.map {
        ($0, Array($0.name.utf8))
    }

    static func type(_ word: BorrowedBytes) -> ParameterType? {
        for (type, name) in names where name.count == word.count {
            if (0..<name.count).allSatisfy({ name[$0] == word[$0] }) { return type }
        }
        return nil
    }
}
