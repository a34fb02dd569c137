internal import Core
internal import State

extension FieldExtractor {
    mutating func parentValue(
        _ field: FieldID, _ slot: ThreadSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        let parent = state.parent(of: slot)
        return parent.isNone ? .missing : imageValue(field, parent, state)
    }

    /// An ancestor field with its argument, or what outputs print without one: the texts of all
    /// ancestors joined by blanks, the process's own id.
    mutating func ancestorsValue(
        _ field: ResolvedField, _ slot: ThreadSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        if field.form == .index {
            guard let steps = Int(exactly: field.index), steps >= 0 else { return .missing }
            let ancestor = state.ancestor(of: slot, steps)
            return ancestor.isNone ? .missing : ancestorValue(field, ancestor, state)
        }
        if field.id == .procApid { return .signed(Int64(state[slot].processID)) }
        if field.form == .text { return nearestVariable(field, slot, state) }
        let start = scratch.count
        var isFirst = true
        var steps = 1
        var ancestor = state.ancestor(of: slot, steps)
        while !ancestor.isNone {
            if !isFirst { scratch.append(UInt8(ascii: " ")) }
            isFirst = false
            appendAncestor(field, ancestor, state)
            steps += 1
            ancestor = steps > StateTable.ancestorLimit ? .none : state.parent(of: ancestor)
        }
        return isFirst ? .missing : composed(from: start)
    }

    /// Appends one ancestor's text at the end of the scratch, whether or not making it composes it
    /// there.
    private mutating func appendAncestor(
        _ field: ResolvedField, _ slot: ThreadSlot, _ state: borrowing StateTable
    ) {
        let before = scratch.count
        let value = ancestorValue(field, slot, state)
        if scratch.count == before { scratch.append(value.bytes) }
    }

    /// The value of one ancestor.
    mutating func ancestorValue(
        _ field: ResolvedField, _ slot: ThreadSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        switch field.id {
        case .procAexe: return imageValue(.procExe, slot, state)
        case .procAexepath: return imageValue(.procExepath, slot, state)
        case .procAname: return imageValue(.procName, slot, state)
        case .procAcmdline: return imageValue(.procCmdline, slot, state)
        case .procApid: return .signed(Int64(state[slot].processID))
        case .procAargs: return arguments(ResolvedField(.procArgs), slot, state)
        default: return environment(ResolvedField(.procEnv), state.commonRow(of: slot), state)
        }
    }

    private func nearestVariable(
        _ field: ResolvedField, _ slot: ThreadSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        var ancestor = state.ancestor(of: slot, 1)
        var steps = 1
        while !ancestor.isNone && steps <= StateTable.ancestorLimit {
            let row = state.commonRow(of: ancestor)
            let entries = state.text(of: state[row].environment)
            if let value = variable(field.text.bytes, of: entries) { return .text(value) }
            ancestor = state.parent(of: ancestor)
            steps += 1
        }
        return Self.literal("")
    }

    /// The oldest process of the chain whose name ends in "sh".
    func loginShell(_ slot: ThreadSlot, _ state: borrowing StateTable) -> FieldValue {
        var found = FieldValue.missing
        var current = state.mainThread(of: slot)
        var steps = 0
        while !current.isNone && steps <= StateTable.ancestorLimit {
            let name = state.text(of: state[current].comm)
            if name.hasSuffix(Self.literal("sh").bytes) {
                found = .signed(Int64(state[current].processID))
            }
            current = state.parent(of: current)
            steps += 1
        }
        return found
    }
}
