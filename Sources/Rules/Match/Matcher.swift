internal import Core
package import Events
package import State

/// Finds the rules that match an event. One per shard; the program is shared.
///
/// Every distinct process is reduced to the set of process atoms that hold for it, every descriptor
/// likewise, and the numbers of an event (flags, result) too; equal sets share a number. For each
/// (code, process set, descriptor set, event set) that occurs the rules are worked through once,
/// and what then still depends on the event itself is kept: the residual. An event costs two
/// lookups by slot, one by its numbers, one by that combination, and the residual, which is empty
/// for most.
///
/// Nothing is allocated after the initialiser, but by transformers and modifiers that few rules
/// use.
package struct Matcher: ~Copyable {
    /// The atoms of a process, kept by its thread's slot.
    struct ProcessEntry: BitwiseCopyable {
        var stamp: UInt64
        var slot: UInt32
        var container: UInt32
        var epoch: UInt32
        var set: UInt32
    }

    /// The atoms of a descriptor, kept by its slot.
    struct DescriptorEntry: BitwiseCopyable {
        var slot: UInt32
        var generation: UInt32
        var epoch: UInt32
        var set: UInt32
    }

    /// Entries of the caches by slot, looked up by low bits.
    private static var processEntryCount: Int { 1 << 16 }
    private static var descriptorEntryCount: Int { 1 << 17 }

    package let program: RuleProgram
    /// Gives fields their values, here and to who records a match.
    package var tree: TreeEvaluator
    let groups: FixedTable<AtomGroup>
    let nodes: FixedTable<ProgramNode>
    let rules: FixedTable<ProgramRule>
    let rulesByCode: FixedTable<UInt32>
    let codeStarts: FixedTable<UInt32>
    let plans: FixedTable<EventKeyPlan>
    let resultBounds: FixedTable<Int64>
    let descriptorBounds: FixedTable<Int64>
    let portBounds: FixedTable<Int64>
    var found: AtomBuffer
    /// The atoms of one new text.
    var fresh: AtomBuffer
    var values = ValueCache()
    var sets = AtomSetPool()
    var residuals = ResidualTable()
    var processes = ReservedArray<ProcessEntry>(count: Matcher.processEntryCount)
    var descriptors = ReservedArray<DescriptorEntry>(count: Matcher.descriptorEntryCount)
    var names = NameCache()
    var sockets = SocketCache()
    var events = ReservedArray<EventEntry>(count: Matcher.eventEntryCount)
    /// Changes when the numbers of sets are given out anew. Entries of another epoch are void.
    var epoch: UInt32 = 1
    var noThreadSet = UInt32.max
    var noDescriptorSet = UInt32.max
    /// By group and by atom: the event for which the group was answered, the atom found true.
    var groupStamps: ReservedArray<UInt32>
    var atomStamps: ReservedArray<UInt32>
    var stamp: UInt32 = 0
    /// The same while a residual is made, plus the new places of nodes.
    var knownGroups: ReservedArray<UInt32>
    var knownAtoms: ReservedArray<UInt32>
    var knownStamp: UInt32 = 0
    var listedGroups: ReservedArray<UInt32>
    var mapped: ReservedArray<UInt32>
    var reached: ReservedArray<UInt8>
    private var matched: ReservedArray<UInt32>
    /// Rules that matched the last event.
    package internal(set) var matchCount = 0
    package internal(set) var counters = MatcherCounters()
    /// Set when what rules cost is counted; looked at where something new is worked out.
    package internal(set) var profile: RuleProfile?

    package init(_ program: RuleProgram, hostname: String) {
        self.program = program
        tree = TreeEvaluator(hostname: hostname)
        groups = program.groups
        nodes = program.nodes
        rules = program.rules
        rulesByCode = program.rulesByCode
        codeStarts = program.codeStarts
        plans = program.eventKeyPlans
        resultBounds = program.resultBounds
        descriptorBounds = program.descriptorBounds
        portBounds = program.portBounds
        found = AtomBuffer(atomCount: program.atomCount)
        fresh = AtomBuffer(atomCount: program.atomCount)
        groupStamps = ReservedArray(count: max(1, program.groupCount))
        atomStamps = ReservedArray(count: max(1, program.atomCount))
        knownGroups = ReservedArray(count: max(1, program.groupCount))
        listedGroups = ReservedArray(count: max(1, program.groupCount))
        knownAtoms = ReservedArray(count: max(1, program.atomCount))
        mapped = ReservedArray(count: max(1, program.nodeCount))
        reached = ReservedArray(count: max(1, program.nodeCount))
        matched = ReservedArray(count: max(1, program.ruleCount))
    }

    /// Position in the rule set of the match number `index` of the last event.
    package func rule(ofMatch index: Int) -> Int {
        precondition(index < matchCount)
        return Int(rules[Int(matched[index])].rule)
    }

    /// The program's number of a match of the last event.
    func matchedRule(_ index: Int) -> UInt32 { matched[index] }

    /// Finds the rules that match an applied event; returns how many.
    package mutating func match(
        _ event: borrowing SyscallEvent, _ binding: EventBinding, _ state: borrowing StateTable
    ) -> Int {
        matchCount = 0
        tree.begin(event)
        let code = min(Int(event.code.rawValue), EventCode.limit - 1)
        if codeStarts[code] == codeStarts[code + 1] { return 0 }
        return matchRules(event, binding, state)
    }

    /// The same for an event of a code that rules ask for.
    ///
    /// PERF: four of five events are of other codes and need not save this function's registers.
    @inline(never)
    private mutating func matchRules(
        _ event: borrowing SyscallEvent, _ binding: EventBinding, _ state: borrowing StateTable
    ) -> Int {
        let code = min(Int(event.code.rawValue), EventCode.limit - 1)
        nextStamp()
        var sets = answerSets(code, event, binding, state)
        // When the numbers of sets ran out on the way, the first ones mean nothing any more.
        if sets.epoch != epoch { sets = answerSets(code, event, binding, state) }
        let key = sets.key(code)
        var place = residuals.place(of: key)
        if residuals.row(at: place).key == 0 {
            guard sets.epoch == epoch,
                makeResidual(key, code, sets, event, binding, state)
            else {
                matchWithoutCache(code, event, binding, state)
                return matchCount
            }
            place = residuals.place(of: key)
        }
        let row = residuals.row(at: place)
        if row.count == 0 { return 0 }
        if row.groupCount > 0 {
            runLate(place, code, sets, event, binding, state)
        } else {
            run(row, event, binding, state)
        }
        return matchCount
    }

    @inline(__always)
    mutating func answerSets(
        _ code: Int, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> AnswerSets {
        let before = epoch
        return AnswerSets(
            process: processSet(event, binding, state),
            descriptor: descriptorSet(event, binding, state),
            event: eventSet(code, event, binding, state), epoch: before)
    }

    mutating func nextStamp() {
        stamp &+= 1
        if stamp == 0 {
            for index in 0..<groupStamps.count { groupStamps[index] = 0 }
            for index in 0..<atomStamps.count { atomStamps[index] = 0 }
            stamp = 1
        }
    }

    private mutating func run(
        _ row: ResidualTable.Row, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) {
        counters.evaluated &+= 1
        for index in Int(row.first)..<Int(row.first) + Int(row.count) {
            let entry = residuals.entries[index]
            var target = entry.root
            while target < ProgramNode.reject {
                let node = residuals.nodes[Int(target)]
                target = isTrue(node, event, binding, state) ? node.onTrue : node.onFalse
            }
            if target == ProgramNode.accept, add(entry.rule) { return }
        }
    }

    /// The same without residuals, for programs too large to keep any.
    mutating func matchWithoutCache(
        _ code: Int, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) {
        counters.uncached &+= 1
        for index in Int(codeStarts[code])..<Int(codeStarts[code + 1]) {
            let rule = rulesByCode[index]
            var target = rules[Int(rule)].root
            while target < ProgramNode.reject {
                let node = nodes[Int(target)]
                target = isTrue(node, event, binding, state) ? node.onTrue : node.onFalse
            }
            if target == ProgramNode.accept, add(rule) { return }
        }
    }

    /// Notes a match; true when no further rule is wanted.
    mutating func add(_ rule: UInt32) -> Bool {
        matched[matchCount] = rule
        matchCount &+= 1
        return program.matching == .first
    }

    @inline(__always)
    private mutating func isTrue(
        _ node: ProgramNode, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> Bool {
        if groupStamps[Int(node.group)] != stamp { answer(node.group, event, binding, state) }
        return atomStamps[Int(node.atom)] == stamp
    }

    /// Finds the true atoms of a group on this event and marks them.
    mutating func answer(
        _ group: UInt32, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) {
        found.clear()
        evaluate(Int(group), event, binding, state)
        for index in 0..<found.count { atomStamps[Int(found[index])] = stamp }
        groupStamps[Int(group)] = stamp
    }

    /// Compares host names by these addresses from now on.
    package mutating func use(_ hosts: HostAddresses) {
        tree.use(hosts)
        // What is kept about descriptors was found by the old ones.
        if !program.hostNames.isEmpty { flush() }
    }

    /// Forgets all sets and residuals: their numbers have run out.
    mutating func flush() {
        counters.flushes &+= 1
        sets.clear()
        names.clear()
        residuals.clear()
        epoch &+= 1
        noThreadSet = .max
        noDescriptorSet = .max
    }
}

/// What is known of an event before a rule is looked at: the numbers of three sets of atoms.
struct AnswerSets: BitwiseCopyable {
    var process: UInt32
    var descriptor: UInt32
    var event: UInt32
    /// Epoch that the numbers belong to.
    var epoch: UInt32

    /// The key of the residual: never 0.
    func key(_ code: Int) -> UInt64 {
        1 &<< 63 | UInt64(event) &<< 41 | UInt64(process) &<< 25 | UInt64(descriptor) &<< 9
            | UInt64(truncatingIfNeeded: code)
    }
}

/// What the matcher's caches did.
package struct MatcherCounters: BitwiseCopyable, Sendable {
    /// Events with a residual that was not empty.
    package var evaluated: UInt64 = 0
    /// Events whose residuals did not fit.
    package var uncached: UInt64 = 0
    /// Process, descriptor and event sets worked out, residuals made.
    package var processSets: UInt64 = 0
    package var descriptorSets: UInt64 = 0
    package var eventSets: UInt64 = 0
    package var residuals: UInt64 = 0
    /// How often everything was forgotten for want of room.
    package var flushes: UInt64 = 0
}
