internal import Core
internal import Events

/// One number of an event on which answers about the event depend.
struct EventInput: Hashable, BitwiseCopyable {
    enum Kind: UInt8, BitwiseCopyable {
        /// What the call returned: negative numbers as they are, others by where they stand among
        /// the numbers that rules compare with.
        case result
        /// `fd.num`, likewise.
        case descriptorNumber
        /// A parameter as it is: flags, a mode, the number of a name.
        case parameter
    }

    var kind: Kind
    /// Place of the parameter.
    var place: UInt8 = 0
}

/// Which numbers of the events of one code decide which groups: events with equal numbers have the
/// same answers, so these are found once and kept.
struct EventKeyPlan: BitwiseCopyable {
    static var inputLimit: Int { 4 }

    var inputs = InlineArray<4, EventInput>(repeating: EventInput(kind: .result))
    var inputCount: UInt32 = 0
    /// In the program's list `keyedGroups`, ascending.
    var firstGroup: UInt32 = 0
    var groupCount: UInt32 = 0
}

/// Makes the plans of all codes.
struct EventKeyPlanner {
    private let layout: ProgramLayout
    private let table = EventTable.shared
    private let facts = EventFacts.shared
    private(set) var plans = [EventKeyPlan](repeating: EventKeyPlan(), count: EventCode.limit)
    private(set) var keyedGroups: [UInt32] = []
    /// The numbers that rules compare results and descriptor numbers with, ascending.
    private(set) var resultBounds: [Int64] = []
    private(set) var descriptorBounds: [Int64] = []

    init(_ layout: ProgramLayout) {
        self.layout = layout
        for group in layout.groups where group.source == .field && group.kind == .number {
            switch group.field.id {
            case .evtRawres: resultBounds += layout.numbers[Int(group.table)].bounds
            case .fdNum: descriptorBounds += layout.numbers[Int(group.table)].bounds
            default: break
            }
        }
        resultBounds = Set(resultBounds).sorted()
        descriptorBounds = Set(descriptorBounds).sorted()
    }

    /// Plans a code whose rules look at `groups` (ascending). Groups that would need more numbers
    /// than a plan has are left to be answered on each event.
    mutating func plan(_ code: EventCode, groups: [UInt32]) {
        var plan = EventKeyPlan()
        plan.firstGroup = UInt32(keyedGroups.count)
        var known: [EventInput] = []
        for number in groups {
            let group = layout.groups[Int(number)]
            guard group.tier == .event, !group.constantCodes.contains(code),
                let inputs = inputs(of: group, code)
            else { continue }
            let new = inputs.filter { !known.contains($0) }
            guard known.count + new.count <= EventKeyPlan.inputLimit else { continue }
            known += new
            keyedGroups.append(number)
        }
        plan.groupCount = UInt32(keyedGroups.count) - plan.firstGroup
        plan.inputCount = UInt32(known.count)
        for (index, input) in known.enumerated() { plan.inputs[index] = input }
        plans[Int(code.rawValue)] = plan
    }

    /// The numbers that decide a group's answers; nil when something else has a part in them.
    private func inputs(of group: AtomGroup, _ code: EventCode) -> [EventInput]? {
        var operands: [CheckedOperand] = []
        switch group.source {
        case .field: return inputs(of: group.field, group, code)
        case .ancestors, .ends: return nil
        case .operand: operands = [layout.operands[Int(group.operand)]]
        case .tree:
            let check = layout.checks[Int(group.table)]
            operands = [check.left]
            if case .operand(let right) = check.values { operands.append(right) }
        }
        var found: Set<EventInput> = []
        for field in operands.flatMap(\.fields) {
            guard let inputs = inputs(of: field, group, code) else { return nil }
            found.formUnion(inputs)
        }
        return Array(found)
    }

    private func inputs(
        of field: ResolvedField, _ group: AtomGroup, _ code: EventCode
    ) -> [EventInput]? {
        let row = facts[code]
        let result = EventInput(kind: .result, place: UInt8(clamping: row.result))
        let flags = EventInput(kind: .parameter, place: UInt8(clamping: row.flags))
        let mode = EventInput(kind: .parameter, place: UInt8(clamping: row.mode))
        let isCompared = group.source == .field && group.kind == .number
        switch field.id {
        case .evtRes, .evtFailed, .evtCountError: return [result]
        case .evtRawres: return isCompared ? [result] : nil
        case .fdNum: return isCompared ? [EventInput(kind: .descriptorNumber)] : nil
        case .evtIsOpenRead, .evtIsOpenWrite: return [flags]
        case .evtIsOpenExec: return [flags, mode]
        case .evtIsOpenCreate: return [flags, result]
        case .evtType, .syscallType:
            return code.rawValue <= 1 ? [EventInput(kind: .parameter)] : nil
        case .evtArg, .evtRawarg:
            guard let place = place(of: field, code), isPlainNumber(code, place) else { return nil }
            return [EventInput(kind: .parameter, place: UInt8(place))]
        default: return nil
        }
    }

    private func place(of field: ResolvedField, _ code: EventCode) -> Int? {
        var place = Int(clamping: field.index)
        if field.form == .parameter {
            let positions = field.positions.bytes
            guard Int(code.rawValue) < positions.count else { return nil }
            place = Int(positions[Int(code.rawValue)])
        }
        return place >= 0 && place < Int(table[code].parameterCount) ? place : nil
    }

    /// The parameter's text follows from its number, of which there are few in practice.
    private func isPlainNumber(_ code: EventCode, _ place: Int) -> Bool {
        switch table.parameter(code, place).type {
        case .flags8, .flags16, .flags32, .enumflags8, .enumflags16, .enumflags32, .mode,
            .sigtype:
            true
        default: false
        }
    }
}
