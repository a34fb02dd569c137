internal import Core
internal import Events
internal import State

// Working the rules through for one combination of code and sets.
extension Matcher {
    /// Makes the residual of a combination. False when it does not fit even into empty tables.
    mutating func makeResidual(
        _ key: UInt64, _ code: Int, _ answers: AnswerSets,
        _ event: borrowing SyscallEvent, _ binding: EventBinding, _ state: borrowing StateTable
    ) -> Bool {
        counters.residuals &+= 1
        prepareKnown(code, answers)
        if !residuals.hasRoom { residuals.clear() }
        for attempt in 0..<2 {
            let entry = residuals.entryCount
            let node = residuals.nodeCount
            let group = residuals.groupCount
            let isWhole = specialise(code, answers.descriptor, event, binding, state)
            if isWhole {
                residuals.insert(key, first: entry, firstGroup: group)
                return true
            }
            residuals.entryCount = entry
            residuals.nodeCount = node
            residuals.groupCount = group
            if attempt == 0 { residuals.clear() }
        }
        return false
    }

    /// Marks the atoms that hold for the process, the descriptor and the event's numbers.
    mutating func prepareKnown(_ code: Int, _ answers: AnswerSets) {
        beginKnown()
        markKnown(answers.process)
        if answers.descriptor != Self.unknownDescriptor { markKnown(answers.descriptor) }
        if answers.event == Self.noEventSet { return }
        markKnown(answers.event)
        for index in 0..<Int(plans[code].groupCount) {
            let group = program.keyedGroups[Int(plans[code].firstGroup) &+ index]
            knownGroups[Int(group)] = knownStamp
        }
    }

    private mutating func beginKnown() {
        knownStamp &+= 1
        if knownStamp == 0 {
            for index in 0..<knownGroups.count {
                knownGroups[index] = 0
                listedGroups[index] = 0
            }
            for index in 0..<knownAtoms.count { knownAtoms[index] = 0 }
            knownStamp = 1
        }
    }

    mutating func markKnown(_ set: UInt32) {
        for index in 0..<sets.count(of: set) {
            knownAtoms[Int(sets.atom(index, of: set))] = knownStamp
        }
    }

    /// Adds what is left of the code's rules; false when there is no room.
    private mutating func specialise(
        _ code: Int, _ descriptor: UInt32, _ event: borrowing SyscallEvent,
        _ binding: EventBinding, _ state: borrowing StateTable
    ) -> Bool {
        let first = residuals.entryCount
        var openCount = 0
        for index in Int(codeStarts[code])..<Int(codeStarts[code + 1]) {
            let rule = rulesByCode[index]
            let target = decide(rule, descriptor, event, binding, state)
            if target == ProgramNode.reject { continue }
            guard residuals.append(rule, target) else { return false }
            if target < ProgramNode.reject { openCount &+= 1 }
        }
        if openCount > ResidualTable.keptRuleLimit {
            return keepGroups(first, descriptor, event, binding, state)
        }
        return openCount == 0 || keepNodes(first, descriptor, event, binding, state)
    }

    /// Follows a rule from its root as far as what is known decides the way, mostly to the end.
    private mutating func decide(
        _ rule: UInt32, _ descriptor: UInt32, _ event: borrowing SyscallEvent,
        _ binding: EventBinding, _ state: borrowing StateTable
    ) -> UInt32 {
        var target = rules[Int(rule)].root
        while target < ProgramNode.reject {
            let node = nodes[Int(target)]
            guard isKnown(node.group, descriptor, event, binding, state) else { break }
            target = knownAtoms[Int(node.atom)] == knownStamp ? node.onTrue : node.onFalse
        }
        return target
    }

    /// Replaces the entries from `first` on by what is left of them, with their nodes.
    private mutating func keepNodes(
        _ first: Int, _ descriptor: UInt32, _ event: borrowing SyscallEvent,
        _ binding: EventBinding, _ state: borrowing StateTable
    ) -> Bool {
        let end = residuals.entryCount
        residuals.entryCount = first
        for index in first..<end {
            let entry = residuals.entries[index]
            var target = entry.root
            if target < ProgramNode.reject {
                target = rest(of: entry.rule, from: target, descriptor, event, binding, state)
                if target == ProgramNode.reject { continue }
            }
            guard residuals.nodeCount < residuals.nodes.count,
                residuals.append(entry.rule, target)
            else { return false }
        }
        return true
    }

    /// Keeps the groups that decide the entries from `first` on.
    private mutating func keepGroups(
        _ first: Int, _ descriptor: UInt32, _ event: borrowing SyscallEvent,
        _ binding: EventBinding, _ state: borrowing StateTable
    ) -> Bool {
        for entry in first..<residuals.entryCount {
            let rule = residuals.entries[entry].rule
            let root = residuals.entries[entry].root
            if root >= ProgramNode.reject { continue }
            reach(rule, root, descriptor, event, binding, state)
            for index in Int(rules[Int(rule)].first)...Int(root) where reached[index] != 0 {
                let group = nodes[index].group
                if isKnown(group, descriptor, event, binding, state)
                    || listedGroups[Int(group)] == knownStamp
                {
                    continue
                }
                guard residuals.groupCount < residuals.groups.count else { return false }
                listedGroups[Int(group)] = knownStamp
                residuals.groups[residuals.groupCount] = group
                residuals.groupCount &+= 1
            }
        }
        return true
    }

    /// Marks the nodes of a rule that are reached from `root` by what is known.
    private mutating func reach(
        _ rule: UInt32, _ root: UInt32, _ descriptor: UInt32, _ event: borrowing SyscallEvent,
        _ binding: EventBinding, _ state: borrowing StateTable
    ) {
        let first = Int(rules[Int(rule)].first)
        for index in first...Int(root) { reached[index] = 0 }
        reached[Int(root)] = 1
        var index = Int(root)
        while index >= first {
            if reached[index] != 0 {
                let node = nodes[index]
                let isKnown = isKnown(node.group, descriptor, event, binding, state)
                let isTrue = knownAtoms[Int(node.atom)] == knownStamp
                if (!isKnown || isTrue) && node.onTrue < ProgramNode.reject {
                    reached[Int(node.onTrue)] = 1
                }
                if (!isKnown || !isTrue) && node.onFalse < ProgramNode.reject {
                    reached[Int(node.onFalse)] = 1
                }
            }
            index &-= 1
        }
    }

    /// Copies the nodes that are reached from `root` and not decided; returns where to enter.
    private mutating func rest(
        of rule: UInt32, from root: UInt32, _ descriptor: UInt32,
        _ event: borrowing SyscallEvent, _ binding: EventBinding, _ state: borrowing StateTable
    ) -> UInt32 {
        reach(rule, root, descriptor, event, binding, state)
        for index in Int(rules[Int(rule)].first)...Int(root) where reached[index] != 0 {
            mapNode(index, descriptor, event, binding, state)
        }
        return mapped[Int(root)]
    }

    /// Decides one node whose targets are decided already, or copies it.
    private mutating func mapNode(
        _ index: Int, _ descriptor: UInt32, _ event: borrowing SyscallEvent,
        _ binding: EventBinding, _ state: borrowing StateTable
    ) {
        let node = nodes[index]
        if isKnown(node.group, descriptor, event, binding, state) {
            let isTrue = knownAtoms[Int(node.atom)] == knownStamp
            mapped[index] = moved(isTrue ? node.onTrue : node.onFalse)
            return
        }
        let onTrue = moved(node.onTrue)
        let onFalse = moved(node.onFalse)
        if onTrue == onFalse {
            mapped[index] = onTrue
            return
        }
        guard residuals.nodeCount < residuals.nodes.count else {
            // Noticed by the caller, which looks at the count.
            mapped[index] = ProgramNode.accept
            return
        }
        residuals.nodes[residuals.nodeCount] = ProgramNode(
            atom: node.atom, group: node.group, onTrue: onTrue, onFalse: onFalse)
        mapped[index] = UInt32(truncatingIfNeeded: residuals.nodeCount)
        residuals.nodeCount &+= 1
    }

    private func moved(_ target: UInt32) -> UInt32 {
        target < ProgramNode.reject ? mapped[Int(target)] : target
    }

    /// Whether the atoms of a group are decided by the combination. Groups whose answers follow
    /// from the event's code are answered here.
    mutating func isKnown(
        _ group: UInt32, _ descriptor: UInt32, _ event: borrowing SyscallEvent,
        _ binding: EventBinding, _ state: borrowing StateTable
    ) -> Bool {
        let number = Int(group)
        if number < program.processGroupEnd { return true }
        if knownGroups[number] == knownStamp { return true }
        if number < program.descriptorGroupEnd { return descriptor != Self.unknownDescriptor }
        guard groups[number].constantCodes.contains(event.code) else { return false }
        found.clear()
        evaluate(number, event, binding, state)
        for index in 0..<found.count { knownAtoms[Int(found[index])] = knownStamp }
        knownGroups[number] = knownStamp
        return true
    }
}
