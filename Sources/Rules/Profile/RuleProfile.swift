internal import Core

/// What the rules cost one shard, counted while its matcher runs. Used by the shard's thread only.
///
/// The answers about a field are worked out together and serve many rules, so their time is dealt
/// out in equal parts to the rules that asked for them: on an event, those whose remainders looked
/// at the field; for a process or a descriptor, all that compare the field. A rule's time is its
/// own steps plus its parts. Clock readings cost more than what they measure, so what a reading
/// costs is taken off each interval; single events are not to be trusted, sums are.
package final class RuleProfile {
    /// Questions of one event that are dealt out; what comes beyond is the asker's alone.
    private static let askLimit = 4_096

    private let program: RuleProgram
    private let ruleNames: [String]
    /// Ticks between two readings with nothing between them.
    private let overhead: UInt64
    private let startTicks = Clock.ticks()
    private let startNanos = Clock.monotonicNanos()

    /// Events that some rule could match, and those of which nothing was left to look at.
    private var eventCount: UInt64 = 0
    private var decidedCount: UInt64 = 0
    private var lookupTicks: UInt64 = 0
    private var combinationTicks: UInt64 = 0
    private var combinationCount: UInt64 = 0
    /// By the program's number of a rule.
    private var ruleTicks: [UInt64]
    private var ruleRuns: [UInt64]
    private var ruleHits: [UInt64]
    /// By group: on events, and for processes and descriptors.
    private var groupTicks: [UInt64]
    private var groupRuns: [UInt64]
    private var setTicks: [UInt64]
    private var setRuns: [UInt64]
    private var atomHits: [UInt64]

    /// The present event: who asked for which group, and what the groups took.
    private var asks: [(rule: UInt32, group: UInt32)]
    private var askCount = 0
    private var answers: [(group: UInt32, ticks: UInt64)]
    private var answerCount = 0
    private var eventSetTicks: UInt64 = 0

    /// `ruleNames` are those of the set that the program was compiled from, by position.
    package init(_ program: RuleProgram, ruleNames: [String]) {
        self.program = program
        self.ruleNames = ruleNames
        var least = UInt64.max
        for _ in 0..<1_000 {
            let start = Clock.ticks()
            least = min(least, Clock.ticks() &- start)
        }
        overhead = least
        let none = [UInt64](repeating: 0, count: program.ruleCount)
        ruleTicks = none
        ruleRuns = none
        ruleHits = none
        let noGroup = [UInt64](repeating: 0, count: program.groupCount)
        groupTicks = noGroup
        groupRuns = noGroup
        setTicks = noGroup
        setRuns = noGroup
        atomHits = [UInt64](repeating: 0, count: program.atomCount)
        asks = Array(repeating: (0, 0), count: Self.askLimit)
        answers = Array(repeating: (0, 0), count: max(1, program.groupCount))
    }

    // MARK: what the matcher tells

    /// An event that some rule could match.
    func beginEvent() {
        eventCount &+= 1
        askCount = 0
        answerCount = 0
        eventSetTicks = 0
    }

    /// A group was answered for a new process or descriptor.
    func noteSet(_ group: Int, _ start: UInt64, _ atoms: borrowing AtomBuffer, from first: Int) {
        let ticks = interval(from: start)
        setTicks[group] &+= ticks
        setRuns[group] &+= 1
        // What is noted here is not part of what the caller measures.
        eventSetTicks &+= ticks &+ overhead
        for index in first..<max(first, atoms.count) { atomHits[Int(atoms[index])] &+= 1 }
    }

    /// The numbers of the event's process and descriptor were found, or their sets were made.
    func noteLookup(_ start: UInt64, _ end: UInt64) {
        lookupTicks &+= interval(start, end, less: eventSetTicks)
    }

    /// What is left of the rules was found, or made.
    func noteCombination(_ start: UInt64, _ end: UInt64, isNew: Bool) {
        let ticks = interval(start, end, less: 0)
        if isNew {
            combinationTicks &+= ticks
            combinationCount &+= 1
        } else {
            lookupTicks &+= ticks
        }
    }

    func noteNothingLeft() { decidedCount &+= 1 }

    /// A rule looks at an atom of a group.
    func noteAsk(_ rule: UInt32, _ group: UInt32) {
        guard askCount < asks.count else { return }
        asks[askCount] = (rule, group)
        askCount &+= 1
    }

    /// A group was answered on the event; the ticks that it took, which are not the rule's own.
    func noteAnswer(
        _ group: UInt32, _ start: UInt64, _ end: UInt64, _ atoms: borrowing AtomBuffer,
        from first: Int
    ) {
        let ticks = interval(start, end, less: 0)
        groupTicks[Int(group)] &+= ticks
        groupRuns[Int(group)] &+= 1
        if answerCount < answers.count {
            answers[answerCount] = (group, ticks)
            answerCount &+= 1
        }
        for index in first..<max(first, atoms.count) { atomHits[Int(atoms[index])] &+= 1 }
    }

    /// What is left of a rule was worked through, in so many ticks but for the answers.
    func noteRule(_ rule: UInt32, ticks: UInt64, isHit: Bool) {
        ruleTicks[Int(rule)] &+= ticks
        ruleRuns[Int(rule)] &+= 1
        if isHit { ruleHits[Int(rule)] &+= 1 }
    }

    /// A rule holds that was decided together with others.
    func noteHit(_ rule: UInt32) { ruleHits[Int(rule)] &+= 1 }

    /// Deals out what the event's answers took.
    func endEvent() {
        for answer in 0..<answerCount {
            let (group, ticks) = answers[answer]
            var askerCount: UInt64 = 0
            for index in 0..<askCount where asks[index].group == group { askerCount &+= 1 }
            guard askerCount > 0 else { continue }
            for index in 0..<askCount where asks[index].group == group {
                ruleTicks[Int(asks[index].rule)] &+= ticks / askerCount
            }
        }
    }

    /// Ticks since `start`, now read, without what the reading costs.
    private func interval(from start: UInt64) -> UInt64 {
        interval(start, Clock.ticks(), less: 0)
    }

    func interval(_ start: UInt64, _ end: UInt64, less taken: UInt64) -> UInt64 {
        let whole = end &- start
        let off = overhead &+ taken
        return whole > off && whole < 1 &<< 62 ? whole &- off : 0
    }
}

extension RuleProfile {
    /// The sums so far.
    package func report() -> RuleProfileReport {
        let elapsed = Double(max(1, Clock.ticks() &- startTicks))
        let nanosPerTick = Double(Clock.monotonicNanos() &- startNanos) / elapsed
        func nanos(_ ticks: UInt64) -> Double { Double(ticks) * nanosPerTick }
        var report = RuleProfileReport()
        report.eventCount = eventCount
        report.decidedCount = decidedCount
        report.lookupNanos = nanos(lookupTicks)
        report.combinationNanos = nanos(combinationTicks)
        report.combinationCount = combinationCount
        let users = Users(program)
        for number in 0..<program.ruleCount {
            var row = RuleProfileReport.Row()
            row.nanos = nanos(ruleTicks[number])
            for group in users.groupsOfRule[number] where setTicks[group] > 0 {
                row.nanos += nanos(setTicks[group]) / Double(users.ruleCountOfGroup[group])
            }
            row.runCount = ruleRuns[number]
            row.hitCount = ruleHits[number]
            report.add(rule: ruleNames[Int(program.rules[number].rule)], row)
        }
        let names = program.description
        for group in 0..<program.groupCount {
            var row = RuleProfileReport.Row()
            row.nanos = nanos(groupTicks[group] &+ setTicks[group])
            row.runCount = groupRuns[group] &+ setRuns[group]
            row.ruleCount = users.ruleCountOfGroup[group]
            report.add(field: names?.groupNames[group] ?? "field \(group)", row)
        }
        for atom in 0..<program.atomCount {
            var row = RuleProfileReport.Row()
            row.hitCount = atomHits[atom]
            row.ruleCount = users.ruleCountOfAtom[atom]
            if row.ruleCount == 0 { continue }
            report.add(comparison: names?.atomNames[atom] ?? "comparison \(atom)", row)
        }
        return report
    }

    /// Which rules look at what.
    private struct Users {
        var groupsOfRule: [Set<Int>]
        var ruleCountOfGroup: [Int]
        var ruleCountOfAtom: [Int]

        init(_ program: RuleProgram) {
            groupsOfRule = []
            ruleCountOfGroup = Array(repeating: 0, count: program.groupCount)
            ruleCountOfAtom = Array(repeating: 0, count: program.atomCount)
            for number in 0..<program.ruleCount {
                let rule = program.rules[number]
                var groups: Set<Int> = []
                var atoms: Set<Int> = []
                for index in Int(rule.first)..<Int(rule.end) {
                    groups.insert(Int(program.nodes[index].group))
                    atoms.insert(Int(program.nodes[index].atom))
                }
                for group in groups { ruleCountOfGroup[group] += 1 }
                for atom in atoms { ruleCountOfAtom[atom] += 1 }
                groupsOfRule.append(groups)
            }
        }
    }
}
