internal import Core
internal import Events

/// The final numbering of groups and atoms, process groups first, then those of descriptors, then
/// those of events, and the tables that answer them.
struct ProgramLayout {
    private(set) var groups: [AtomGroup] = []
    private(set) var texts: [TextTable] = []
    private(set) var numbers: [NumberTable] = []
    private(set) var addresses: [AddressTable] = []
    private(set) var operands: [CheckedOperand] = []
    private(set) var checks: [CheckedCheck] = []
    /// By the builder's number.
    private(set) var atomNumbers: [UInt32]
    private(set) var groupOfAtom: [UInt32]
    private(set) var processGroupEnd = 0
    private(set) var descriptorGroupEnd = 0
    private(set) var looksAtRareDescriptorFields = false
    private(set) var looksAtContainers = false
    private(set) var looksAtRawNames = false
    private(set) var atomCount = 0
    /// By group: what it was made of.
    let drafts: [ProgramBuilder.GroupDraft]

    init(_ builder: ProgramBuilder) {
        atomNumbers = [UInt32](repeating: 0, count: builder.atoms.count)
        groupOfAtom = atomNumbers
        let sorted = builder.groups.sorted {
            Self.tier($0.dependency).rawValue < Self.tier($1.dependency).rawValue
        }
        drafts = sorted
        for draft in sorted { add(draft, builder) }
        processGroupEnd = groups.firstIndex { $0.tier != .process } ?? groups.count
        descriptorGroupEnd = groups.firstIndex { $0.tier == .event } ?? groups.count
    }

    private static func tier(_ dependency: FieldDependency) -> AtomGroup.Tier {
        switch dependency {
        case .nothing, .container, .process: .process
        case .descriptor: .descriptor
        case .event: .event
        }
    }

    private mutating func add(_ draft: ProgramBuilder.GroupDraft, _ builder: ProgramBuilder) {
        var group = AtomGroup(
            field: ResolvedField(.evtNum), source: draft.key.source, kind: draft.key.kind,
            tier: Self.tier(draft.dependency))
        if case .field(let field) = draft.key.operand { group.field = field }
        note(draft.key.operand)
        group.firstAtom = UInt32(atomCount)
        group.atomCount = UInt32(draft.atoms.count)
        for number in draft.atoms {
            atomNumbers[number] = UInt32(atomCount)
            groupOfAtom[number] = UInt32(groups.count)
            atomCount += 1
        }
        if group.source == .operand {
            group.operand = UInt32(operands.count)
            operands.append(draft.key.operand)
        }
        if group.tier == .event {
            group.constantCodes = draft.key.check?.constantCodes ?? draft.key.operand.constantCodes
        }
        addTable(draft, builder, to: &group)
        groups.append(group)
    }

    private mutating func addTable(
        _ draft: ProgramBuilder.GroupDraft, _ builder: ProgramBuilder, to group: inout AtomGroup
    ) {
        let tests = draft.atoms.dropFirst().map {
            (number: atomNumbers[$0], atom: builder.atoms[$0])
        }
        switch draft.key.kind {
        case .tree:
            group.table = UInt32(checks.count)
            if let check = draft.key.check {
                checks.append(check)
                if case .operand(let right) = check.values { note(right) }
            }
        case .text:
            group.table = UInt32(texts.count)
            texts.append(Self.textTable(tests))
        case .number:
            group.table = UInt32(numbers.count)
            numbers.append(Self.numberTable(tests, draft.valueClass))
        case .address, .network:
            group.table = UInt32(addresses.count)
            addresses.append(Self.addressTable(tests))
        }
    }

    /// Remembers what the caches of answers have to look at.
    private mutating func note(_ operand: CheckedOperand) {
        switch operand {
        case .literal: break
        case .transformed(_, let inputs): for input in inputs { note(input) }
        case .field(let field):
            switch field.id {
            case .fdDev, .fdDevMajor, .fdDevMinor, .fdIno: looksAtRareDescriptorFields = true
            case .userName, .userHomedir, .userShell, .userLoginname, .groupName:
                looksAtContainers = true
            case .fdNameraw: looksAtRawNames = true
            default: break
            }
            if field.dependency == .container { looksAtContainers = true }
        }
    }

    private typealias Tests = [(number: UInt32, atom: ProgramBuilder.AtomKey)]

    private static func textTable(_ tests: Tests) -> TextTable {
        var builder = TextTableBuilder()
        for test in tests {
            guard case .texts(let literals) = test.atom.values else { continue }
            for literal in literals {
                builder.add(test.atom.comparison, literal, atom: test.number)
            }
        }
        return TextTable(builder)
    }

    private static func numberTable(_ tests: Tests, _ valueClass: ValueClass) -> NumberTable {
        var entries: [(comparison: Comparison, value: UInt64, atom: UInt32)] = []
        for test in tests {
            guard case .numbers(let values) = test.atom.values else { continue }
            for value in values { entries.append((test.atom.comparison, value, test.number)) }
        }
        let order: NumberTable.Order
        switch valueClass {
        case .signed: order = .signed
        case .double: order = .double
        default: order = .unsigned
        }
        return NumberTable(order: order, entries: entries)
    }

    private static func addressTable(_ tests: Tests) -> AddressTable {
        var equal: [(address: IPAddress, atom: UInt32)] = []
        var networks: [(network: IPNetwork, atom: UInt32)] = []
        for test in tests {
            switch test.atom.values {
            case .addresses(let values): equal += values.map { ($0, test.number) }
            case .networks(let values): networks += values.map { ($0, test.number) }
            case .none, .texts, .numbers, .operand: break
            }
        }
        return AddressTable(equal: equal, networks: networks)
    }
}
