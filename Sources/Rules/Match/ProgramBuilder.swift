internal import Core
internal import Events

/// A condition over atoms.
indirect enum AtomLogic {
    case constant(Bool)
    /// By the builder's number of the atom.
    case atom(Int)
    case not(AtomLogic)
    case and([AtomLogic])
    case or([AtomLogic])
}

/// Collects the atoms of all rules, each once, and groups them by the field they look at.
struct ProgramBuilder {
    /// What makes two atoms belong together.
    struct GroupKey: Hashable {
        var operand: CheckedOperand
        var source: AtomGroup.Source
        var kind: AtomGroup.Kind
        /// Atoms of the tree evaluator stand alone.
        var check: CheckedCheck?
    }

    struct GroupDraft {
        var key: GroupKey
        var dependency: FieldDependency
        var valueClass: ValueClass
        /// The builder's numbers of its atoms; the first stands for "has a value".
        var atoms: [Int] = []
    }

    struct AtomKey: Hashable {
        var group: Int
        var comparison: Comparison
        var values: CheckedValues
    }

    private(set) var groups: [GroupDraft] = []
    private(set) var atoms: [AtomKey] = []
    private var groupNumbers: [GroupKey: Int] = [:]
    private var atomNumbers: [AtomKey: Int] = [:]

    mutating func logic(of expression: CheckedExpression) -> AtomLogic {
        switch expression {
        case .and(let parts): .and(parts.map { logic(of: $0) })
        case .or(let parts): .or(parts.map { logic(of: $0) })
        case .not(let inner): .not(logic(of: inner))
        case .check(let check): logic(of: check)
        }
    }

    private mutating func logic(of check: CheckedCheck) -> AtomLogic {
        let source = Self.source(of: check.left)
        if source == .ends {
            // As Falco has it: the fields exist everywhere, and networks never intersect.
            if check.comparison == .exists { return .constant(true) }
            if case .field(let field) = check.left, field.id == .fdNet,
                check.comparison == .intersects
            {
                return .constant(false)
            }
        }
        if Self.isLeftToTree(check) { return treeLogic(of: check) }
        let group = group(of: check, source: source)
        if check.comparison == .exists { return .atom(groups[group].atoms[0]) }
        if check.values.count == 0 { return .constant(false) }
        if check.comparison == .notEqual && source != .ancestors {
            let equal = atom(AtomKey(group: group, comparison: .equal, values: check.values))
            return .and([.atom(groups[group].atoms[0]), .not(.atom(equal))])
        }
        var comparison = check.comparison
        if comparison == .isIn || comparison == .intersects { comparison = .equal }
        return .atom(atom(AtomKey(group: group, comparison: comparison, values: check.values)))
    }

    private static func source(of operand: CheckedOperand) -> AtomGroup.Source {
        guard case .field(let field) = operand else { return .operand }
        guard FieldExtractor.isMultiple(field) else { return .field }
        return field.isAncestor ? .ancestors : .ends
    }

    private static func isLeftToTree(_ check: CheckedCheck) -> Bool {
        if check.comparison == .exists { return false }
        if case .operand = check.values { return true }
        if check.addressOfHostName != nil { return true }
        if check.valueClass == .list { return true }
        switch check.modifier {
        case .allOf, .oneOf: return true
        case .anyOf: return check.comparison == .notEqual
        case nil: return false
        }
    }

    private mutating func treeLogic(of check: CheckedCheck) -> AtomLogic {
        var operands = [check.left]
        if case .operand(let right) = check.values { operands.append(right) }
        let key = GroupKey(operand: check.left, source: .tree, kind: .tree, check: check)
        let group = group(key, Self.dependency(of: operands), check.valueClass)
        return .atom(groups[group].atoms[0])
    }

    private mutating func group(of check: CheckedCheck, source: AtomGroup.Source) -> Int {
        let kind: AtomGroup.Kind
        switch check.valueClass {
        case .text, .bytes, .list, .opaque: kind = .text
        case .signed, .unsigned, .double, .port, .bool: kind = .number
        case .address: kind = .address
        case .network: kind = .network
        }
        let key = GroupKey(operand: check.left, source: source, kind: kind, check: nil)
        return group(key, Self.dependency(of: [check.left]), check.valueClass)
    }

    /// What answers about these operands can be kept with. Answers that need both a process and a
    /// descriptor are kept with neither.
    private static func dependency(of operands: [CheckedOperand]) -> FieldDependency {
        let all = operands.flatMap(\.fields).map(\.dependency)
        let widest = all.max() ?? .nothing
        if widest == .descriptor, all.contains(where: { $0 == .process || $0 == .container }) {
            return .event
        }
        return widest
    }

    private mutating func group(
        _ key: GroupKey, _ dependency: FieldDependency, _ valueClass: ValueClass
    ) -> Int {
        if let there = groupNumbers[key] { return there }
        let number = groups.count
        groups.append(GroupDraft(key: key, dependency: dependency, valueClass: valueClass))
        groupNumbers[key] = number
        _ = atom(AtomKey(group: number, comparison: .exists, values: .none))
        return number
    }

    private mutating func atom(_ key: AtomKey) -> Int {
        if let there = atomNumbers[key] { return there }
        let number = atoms.count
        atoms.append(key)
        atomNumbers[key] = number
        groups[key.group].atoms.append(number)
        return number
    }
}

/// Turns logic into nodes: each looks at one atom and jumps to a node before it, or ends.
struct NodeEmitter {
    private(set) var nodes: [ProgramNode] = []
    /// By the builder's number: the final number of an atom, and its group.
    let atomNumbers: [UInt32]
    let groupOfAtom: [UInt32]

    init(atomNumbers: [UInt32], groupOfAtom: [UInt32]) {
        self.atomNumbers = atomNumbers
        self.groupOfAtom = groupOfAtom
    }

    /// Emits what decides `logic` and goes on at one of the targets; returns where to enter.
    mutating func emit(_ logic: AtomLogic, _ onTrue: UInt32, _ onFalse: UInt32) -> UInt32 {
        switch logic {
        case .constant(let value): return value ? onTrue : onFalse
        case .not(let inner): return emit(inner, onFalse, onTrue)
        case .and(let parts):
            return parts.reversed().reduce(onTrue) { emit($1, $0, onFalse) }
        case .or(let parts):
            return parts.reversed().reduce(onFalse) { emit($1, onTrue, $0) }
        case .atom(let number):
            if onTrue == onFalse { return onTrue }
            nodes.append(
                ProgramNode(
                    atom: atomNumbers[number], group: groupOfAtom[number], onTrue: onTrue,
                    onFalse: onFalse))
            return UInt32(nodes.count - 1)
        }
    }
}

extension CheckedOperand {
    /// All fields that the operand reads.
    var fields: [ResolvedField] {
        switch self {
        case .field(let field): [field]
        case .literal: []
        case .transformed(_, let inputs): inputs.flatMap(\.fields)
        }
    }
}
