internal import Core
internal import Events

/// What a condition can be on events of one code, without looking at any event: it can hold, it can
/// fail, or both. Never says "cannot" of what can; correlations between comparisons are ignored.
struct ConditionOutlook {
    /// Which sources of events are assumed.
    enum World {
        /// Everything that the rule language knows has a value.
        case everything
        /// The same, inside a container.
        case everythingInContainer
        /// What a gVisor sandbox sends.
        case gVisor
        /// The same, and fields that have a value only sometimes have none.
        case gVisorAtWorst
    }

    struct Outcome: OptionSet {
        let rawValue: UInt8
        static let canHold = Outcome(rawValue: 1)
        static let canFail = Outcome(rawValue: 2)
        static let both: Outcome = [.canHold, .canFail]

        var negated: Outcome {
            var other: Outcome = []
            if contains(.canHold) { other.insert(.canFail) }
            if contains(.canFail) { other.insert(.canHold) }
            return other
        }
    }

    let code: EventCode
    let world: World
    private let row: EventRow

    init(_ code: EventCode, in world: World) {
        self.code = code
        self.world = world
        row = EventTable.shared[code]
    }

    func outcome(of expression: CheckedExpression) -> Outcome {
        switch expression {
        case .and(let parts):
            var all: Outcome = .canHold
            for part in parts {
                let one = outcome(of: part)
                if !one.contains(.canHold) { return .canFail }
                all.formUnion(one.intersection(.canFail))
            }
            return all
        case .or(let parts):
            var all: Outcome = .canFail
            for part in parts {
                let one = outcome(of: part)
                if !one.contains(.canFail) { return .canHold }
                all.formUnion(one.intersection(.canHold))
            }
            return all
        case .not(let inner): return outcome(of: inner).negated
        case .check(let check): return outcome(of: check)
        }
    }

    func outcome(of check: CheckedCheck) -> Outcome {
        guard case .field(let field) = check.left else {
            return isPresent(check.left) ? .both : .canFail
        }
        switch field.id {
        case .evtType, .syscallType: return outcomeOfType(check)
        case .evtDir: return outcomeOfDirection(check)
        case .evtNum where check.comparison == .equal && check.values == .numbers([0]):
            return .canFail
        default: break
        }
        guard isPresent(field) else { return .canFail }
        if case .operand(let right) = check.values, !isPresent(right) { return .canFail }
        if world != .everything, let known = outcomeInContainer(check, field) { return known }
        if isGVisor, field.id.addressOfHostName != nil, check.addressOfHostName == nil {
            return .canFail
        }
        if isGVisor, field.id == .userLoginuid { return outcomeOfNobody(check) }
        return .both
    }

    private var isGVisor: Bool { world == .gVisor || world == .gVisorAtWorst }

    /// Nobody logs in to a sandbox: the id is always -1.
    private func outcomeOfNobody(_ check: CheckedCheck) -> Outcome {
        if check.comparison == .exists { return .canHold }
        guard check.modifier == nil, case .numbers(let bits) = check.values else { return .both }
        let numbers = bits.map { Int64(bitPattern: $0) }
        let holds: Bool
        switch check.comparison {
        case .equal, .isIn: holds = numbers.contains(-1)
        case .notEqual: holds = !numbers.contains(-1)
        case .less: holds = numbers.contains { -1 < $0 }
        case .lessOrEqual: holds = numbers.contains { -1 <= $0 }
        case .greater: holds = numbers.contains { -1 > $0 }
        case .greaterOrEqual: holds = numbers.contains { -1 >= $0 }
        default: return .both
        }
        return holds ? .canHold : .canFail
    }

    private func outcomeOfType(_ check: CheckedCheck) -> Outcome {
        guard check.modifier == nil, case .texts(let names) = check.values else {
            return check.comparison == .exists ? .canHold : .both
        }
        var result: Outcome = .canFail
        for name in names {
            guard let meaning = EventTable.shared.meaning(of: name.string),
                meaning.codes.contains(code)
            else { continue }
            // A generic code is shared by many calls, of which this may be one.
            result = meaning.isGeneric ? .both : .canHold
            if result == .canHold { break }
        }
        switch check.comparison {
        case .equal, .isIn: return result
        case .notEqual: return result.negated
        default: return .both
        }
    }

    private func outcomeOfDirection(_ check: CheckedCheck) -> Outcome {
        guard check.modifier == nil, case .texts(let texts) = check.values else { return .both }
        let own = row.isExit ? "<" : ">"
        let isEqual = texts.contains { $0.string == own }
        switch check.comparison {
        case .equal, .isIn: return isEqual ? .canHold : .canFail
        case .notEqual: return isEqual ? .canFail : .canHold
        default: return .both
        }
    }

    /// Whatever comes from a sandbox is in a container: its id is there and is not `host`.
    private func outcomeInContainer(_ check: CheckedCheck, _ field: ResolvedField) -> Outcome? {
        guard field.id == .containerId || field.id == .containerFullId else { return nil }
        if check.comparison == .exists { return .canHold }
        guard check.modifier == nil, case .texts(let texts) = check.values,
            texts.allSatisfy({ $0.string == "host" })
        else { return nil }
        switch check.comparison {
        case .equal, .isIn: return .canFail
        case .notEqual: return .canHold
        default: return nil
        }
    }

    /// Whether a value can be there at all.
    func isPresent(_ operand: CheckedOperand) -> Bool {
        switch operand {
        case .field(let field): isPresent(field)
        case .transformed(_, let arguments): arguments.allSatisfy(isPresent)
        case .literal: true
        }
    }

    func isPresent(_ field: ResolvedField) -> Bool {
        if let parameter = parameter(of: field) {
            guard let index = parameter.index else { return false }
            return !isGVisor || isSent(index)
        }
        if field.id.isDescriptorField,
            row.flags.isDisjoint(with: [.createsFD, .usesFD, .destroysFD])
        {
            return false
        }
        if !isGVisor { return true }
        if field.id == .userLoginuid { return true }
        if field.id.isPathField, EventAvailability(code) == .raw { return false }
        switch field.definition.availability.level {
        case .full: return true
        case .partly: return world == .gVisor
        case .never: return false
        }
    }

    /// The place of the parameter that `evt.arg` and `evt.rawarg` name; nil for other fields.
    private func parameter(of field: ResolvedField) -> (index: Int?, Void)? {
        guard field.id == .evtArg || field.id == .evtRawarg else { return nil }
        let count = Int(row.parameterCount)
        switch field.form {
        case .parameter:
            let positions = field.positions.bytes
            guard Int(code.rawValue) < positions.count else { return (nil, ()) }
            let place = Int(positions[Int(code.rawValue)])
            return (place < count ? place : nil, ())
        case .index:
            return (field.index >= 0 && field.index < count ? Int(field.index) : nil, ())
        case .none, .text: return (nil, ())
        }
    }

    /// Calls that are seen only as registers have numbers, no texts.
    private func isSent(_ parameter: Int) -> Bool {
        if EventAvailability(code) == .named { return true }
        switch ValueClass(EventTable.shared.parameter(code, parameter).type) {
        case .text, .bytes, .list, .opaque, .address, .network: return false
        case .signed, .unsigned, .double, .port, .bool: return true
        }
    }
}

extension FieldID {
    /// Has a value only on events that work on a descriptor.
    var isDescriptorField: Bool {
        rawValue >= FieldID.fdNum.rawValue && rawValue <= FieldID.fdIsLowerLayer.rawValue
    }

    /// Is made from the paths of a call.
    var isPathField: Bool {
        rawValue >= FieldID.fsPathName.rawValue && rawValue <= FieldID.fsPathTargetraw.rawValue
    }
}
