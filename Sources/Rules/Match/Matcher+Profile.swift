internal import Core
package import Events
package import State

// Matching with the clock in hand: the same steps in the same order as `match`, which stays free of
// any measuring.
extension Matcher {
    /// Counts what the rules cost from now on, on events that come by `matchProfiled`.
    package mutating func beginProfile(ruleNames: [String]) {
        profile = RuleProfile(program, ruleNames: ruleNames)
    }

    /// Finds the rules that match an applied event; returns how many. Counts what that costs.
    package mutating func matchProfiled(
        _ event: borrowing SyscallEvent, _ binding: EventBinding, _ state: borrowing StateTable
    ) -> Int {
        guard let profile else { return match(event, binding, state) }
        matchCount = 0
        tree.begin(event)
        let code = min(Int(event.code.rawValue), EventCode.limit - 1)
        if codeStarts[code] == codeStarts[code + 1] { return 0 }
        profile.beginEvent()
        let start = Clock.ticks()
        nextStamp()
        var sets = answerSets(code, event, binding, state)
        if sets.epoch != epoch { sets = answerSets(code, event, binding, state) }
        let key = sets.key(code)
        let looked = Clock.ticks()
        profile.noteLookup(start, looked)
        var place = residuals.place(of: key)
        let isNew = residuals.row(at: place).key == 0
        if isNew {
            guard sets.epoch == epoch, makeResidual(key, code, sets, event, binding, state)
            else {
                matchWithoutCache(code, event, binding, state)
                profile.noteCombination(looked, Clock.ticks(), isNew: true)
                return matchCount
            }
            place = residuals.place(of: key)
        }
        let row = residuals.row(at: place)
        profile.noteCombination(looked, Clock.ticks(), isNew: isNew)
        if row.count == 0 { profile.noteNothingLeft() }
        if row.groupCount > 0 {
            runLateProfiled(place, code, sets, event, binding, state)
        } else {
            runProfiled(row, event, binding, state, profile)
        }
        profile.endEvent()
        return matchCount
    }

    /// Answers a group for a set.
    mutating func evaluateProfiled(
        _ group: Int, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) {
        let start = Clock.ticks()
        let first = found.count
        evaluate(group, event, binding, state)
        profile?.noteSet(group, start, found, from: first)
    }

    private mutating func runProfiled(
        _ row: ResidualTable.Row, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable, _ profile: RuleProfile
    ) {
        for index in Int(row.first)..<Int(row.first) + Int(row.count) {
            let entry = residuals.entries[index]
            let start = Clock.ticks()
            var answerTicks: UInt64 = 0
            var target = entry.root
            while target < ProgramNode.reject {
                let node = residuals.nodes[Int(target)]
                profile.noteAsk(entry.rule, node.group)
                if groupStamps[Int(node.group)] != stamp {
                    let asked = Clock.ticks()
                    answer(node.group, event, binding, state)
                    profile.noteAnswer(node.group, asked, Clock.ticks(), found, from: 0)
                    // With the noting itself, which is not the rule's work.
                    answerTicks &+= Clock.ticks() &- asked
                }
                target = atomStamps[Int(node.atom)] == stamp ? node.onTrue : node.onFalse
            }
            let isHit = target == ProgramNode.accept
            profile.noteRule(
                entry.rule, ticks: profile.interval(start, Clock.ticks(), less: answerTicks),
                isHit: isHit)
            if isHit, add(entry.rule) { return }
        }
    }

    /// The rules of such a row are decided together and share what that takes.
    private mutating func runLateProfiled(
        _ place: Int, _ code: Int, _ answers: AnswerSets, _ event: borrowing SyscallEvent,
        _ binding: EventBinding, _ state: borrowing StateTable
    ) {
        guard let profile else { return }
        let row = residuals.row(at: place)
        var ticks: UInt64 = 0
        found.clear()
        for index in Int(row.firstGroup)..<Int(row.firstGroup &+ row.groupCount) {
            let group = residuals.groups[index]
            let first = found.count
            let start = Clock.ticks()
            evaluate(Int(group), event, binding, state)
            let end = Clock.ticks()
            profile.noteAnswer(group, start, end, found, from: first)
            ticks &+= profile.interval(start, end, less: 0)
        }
        let start = Clock.ticks()
        finishLate(place, code, answers, event, binding, state)
        ticks &+= profile.interval(start, Clock.ticks(), less: 0)
        let share = ticks / UInt64(max(1, row.count))
        for index in Int(row.first)..<Int(row.first &+ row.count) {
            profile.noteRule(residuals.entries[index].rule, ticks: share, isHit: false)
        }
        for index in 0..<matchCount { profile.noteHit(matchedRule(index)) }
    }
}
