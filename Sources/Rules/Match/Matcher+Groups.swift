internal import Core
internal import Events
internal import State

// Which atoms of a group hold on an event.
extension Matcher {
    /// Appends the atoms of a group that hold, in ascending order.
    mutating func evaluate(
        _ number: Int, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) {
        let start = found.count
        switch groups[number].source {
        case .field:
            let field = groups[number].field
            let value = tree.extractor.value(of: field, event, binding, state)
            test(number, value)
        case .operand:
            let operand = program.operands[Int(groups[number].operand)]
            test(number, tree.extractor.value(of: operand, event, binding, state))
        case .ends:
            let field = groups[number].field
            test(number, tree.extractor.socketEnd(field, 0, binding, state))
            test(number, tree.extractor.socketEnd(field, 1, binding, state))
        case .ancestors:
            let field = groups[number].field
            var ancestor = state.ancestor(of: binding.thread, 1)
            var steps = 1
            while !ancestor.isNone && steps <= StateTable.ancestorLimit {
                test(number, tree.extractor.ancestorValue(field, ancestor, state))
                ancestor = state.parent(of: ancestor)
                steps &+= 1
            }
        case .tree:
            let check = program.checks[Int(groups[number].table)]
            if tree.evaluate(check, event, binding, state) {
                found.append(groups[number].firstAtom)
            }
            return
        }
        if found.count > start &+ 1 { found.sort(from: start) }
    }

    /// Appends the atoms that hold for one value.
    private mutating func test(_ number: Int, _ value: FieldValue) {
        if value.isMissing { return }
        found.append(groups[number].firstAtom)
        if groups[number].atomCount == 1 { return }
        let table = Int(groups[number].table)
        switch groups[number].kind {
        case .text: if value.kind == .text { testText(number, table, value.bytes) }
        case .number: program.numbers[table].evaluate(value.bits, into: &found)
        case .address, .network: program.addresses[table].evaluate(value.address, into: &found)
        case .tree: break
        }
    }

    private mutating func testText(_ number: Int, _ table: Int, _ text: BorrowedBytes) {
        let group = UInt32(truncatingIfNeeded: number)
        let answer = values.find(group, text)
        if answer.isThere {
            values.append(answer.place, to: &found)
            return
        }
        // What other values of the group have added must not be taken for this text's answer.
        fresh.clear()
        program.texts[table].evaluate(text, into: &fresh, &tree.extractor.scratch)
        for index in 0..<fresh.count { found.append(fresh[index]) }
        values.keep(group, text, answer.place, answer.hash, fresh, from: 0)
    }
}
