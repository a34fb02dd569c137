internal import Core
internal import Events
internal import State

// Residuals of many rules: what is left to look at is looked at once for all of them.
extension Matcher {
    /// Answers the groups that a row names and finds the rules that match by the set of atoms that
    /// hold, which few events have to themselves: most texts satisfy no atom at all.
    mutating func runLate(
        _ place: Int, _ code: Int, _ answers: AnswerSets, _ event: borrowing SyscallEvent,
        _ binding: EventBinding, _ state: borrowing StateTable
    ) {
        counters.evaluated &+= 1
        let row = residuals.row(at: place)
        found.clear()
        for index in Int(row.firstGroup)..<Int(row.firstGroup &+ row.groupCount) {
            evaluate(Int(residuals.groups[index]), event, binding, state)
        }
        finishLate(place, code, answers, event, binding, state)
    }

    /// Finds the rules that match by the atoms in `found`.
    mutating func finishLate(
        _ place: Int, _ code: Int, _ answers: AnswerSets, _ event: borrowing SyscallEvent,
        _ binding: EventBinding, _ state: borrowing StateTable
    ) {
        let row = residuals.row(at: place)
        guard let set = sets.intern(found) else {
            decideLate(row, code, answers, event, binding, state) { $0.add($1) }
            flush()
            return
        }
        let key = ResidualTable.key(place, set)
        var there = residuals.place(of: key)
        if residuals.row(at: there).key == 0 {
            guard makeLate(key, row, code, answers, event, binding, state) else {
                // Trying has overwritten it.
                found.clear()
                for index in 0..<sets.count(of: set) { found.append(sets.atom(index, of: set)) }
                decideLate(row, code, answers, event, binding, state) { $0.add($1) }
                residuals.clear()
                return
            }
            there = residuals.place(of: key)
        }
        let decided = residuals.row(at: there)
        for index in Int(decided.first)..<Int(decided.first &+ decided.count)
        where add(residuals.entries[index].rule) {
            return
        }
    }

    /// Makes the row of the atoms in `found`; false when there is no room.
    private mutating func makeLate(
        _ key: UInt64, _ row: ResidualTable.Row, _ code: Int, _ answers: AnswerSets,
        _ event: borrowing SyscallEvent, _ binding: EventBinding, _ state: borrowing StateTable
    ) -> Bool {
        counters.residuals &+= 1
        if !residuals.hasRoom { return false }
        let first = residuals.entryCount
        var isWhole = true
        decideLate(row, code, answers, event, binding, state) { matcher, rule in
            isWhole = matcher.residuals.append(rule, ProgramNode.accept)
            return !isWhole
        }
        if !isWhole {
            residuals.entryCount = first
            return false
        }
        residuals.insert(key, first: first, firstGroup: residuals.groupCount)
        return true
    }

    /// Calls `body` with each rule of a row that matches by what is known and the atoms in `found`,
    /// in order, until it returns true.
    @inline(__always)
    private mutating func decideLate(
        _ row: ResidualTable.Row, _ code: Int, _ answers: AnswerSets,
        _ event: borrowing SyscallEvent, _ binding: EventBinding, _ state: borrowing StateTable,
        _ body: (inout Matcher, UInt32) -> Bool
    ) {
        prepareKnown(code, answers)
        for index in 0..<found.count { knownAtoms[Int(found[index])] = knownStamp }
        for index in Int(row.firstGroup)..<Int(row.firstGroup &+ row.groupCount) {
            knownGroups[Int(residuals.groups[index])] = knownStamp
        }
        for index in Int(row.first)..<Int(row.first &+ row.count) {
            let entry = residuals.entries[index]
            var target = entry.root
            while target < ProgramNode.reject {
                let node = nodes[Int(target)]
                // Answers what follows from the code; everything else is known by now.
                _ = isKnown(node.group, answers.descriptor, event, binding, state)
                target = knownAtoms[Int(node.atom)] == knownStamp ? node.onTrue : node.onFalse
            }
            if target == ProgramNode.accept, body(&self, entry.rule) { return }
        }
    }
}
