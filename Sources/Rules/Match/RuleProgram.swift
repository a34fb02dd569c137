internal import Core
package import Events

/// All rules of a rule set, compiled: what the shards' matchers run. Immutable and shared.
///
/// Equal comparisons of all rules are one atom, atoms are grouped by the field they look at, and
/// each rule is a row of jumps over atoms. Rules are listed by event code, so an event that no rule
/// names costs nothing.
package final class RuleProgram: Sendable {
    /// Whether an event raises the first matching rule only, or every one.
    package enum Matching: String, Sendable { case first, all }

    package let matching: Matching
    /// Rules that take part, in the order of evaluation.
    package let ruleCount: Int
    package let atomCount: Int
    package let groupCount: Int
    package let nodeCount: Int

    let groups: FixedTable<AtomGroup>
    let nodes: FixedTable<ProgramNode>
    let rules: FixedTable<ProgramRule>
    /// Rules of code `c`: `rulesByCode[codeStarts[c] ..< codeStarts[c + 1]]`, in order.
    let rulesByCode: FixedTable<UInt32>
    let codeStarts: FixedTable<UInt32>
    /// By code: which numbers of an event decide which of `keyedGroups`.
    let eventKeyPlans: FixedTable<EventKeyPlan>
    let keyedGroups: FixedTable<UInt32>
    let resultBounds: FixedTable<Int64>
    let descriptorBounds: FixedTable<Int64>
    /// Answers about IP sockets follow from their kind, addresses and the ranks of their ports
    /// among these.
    let keepsSocketSets: Bool
    let portBounds: FixedTable<Int64>
    /// By group: `group`'s number in tier order; the bounds of each tier.
    let processGroupEnd: Int
    let descriptorGroupEnd: Int
    let texts: [TextTable]
    let numbers: [NumberTable]
    let addresses: [AddressTable]
    let operands: [CheckedOperand]
    let checks: [CheckedCheck]
    /// What about a descriptor the atoms look at beyond its name, type and ends.
    let looksAtRareDescriptorFields: Bool
    let looksAtContainers: Bool
    let looksAtRawNames: Bool
    /// Host names that rules compare with: somebody has to tell what they stand for.
    package let hostNames: [String]
    /// What groups and atoms are called, when that was asked for.
    let description: ProgramDescription?

    /// Compiles the rules at `order` (positions in `ruleSet.rules`), in this order; nil takes those
    /// that are enabled and severe enough. Rules of other sources never match. `isDescribed` keeps
    /// the names of what is compared, for profiles.
    ///
    /// Time grows linearly with the rules: about 100 µs for each in a release build.
    package init(
        compiling ruleSet: RuleSet, order: [Int]? = nil, matching: Matching = .first,
        minimumPriority: RulePriority = .debug, isDescribed: Bool = false
    ) throws(RuleCheckError) {
        let chosen =
            order
            ?? ruleSet.rules.indices.filter {
                ruleSet.rules[$0].isEnabled && ruleSet.rules[$0].priority <= minimumPriority
            }
        var builder = ProgramBuilder()
        var names: Set<ImmortalBytes> = []
        var compiled: [(rule: Int, logic: AtomLogic, events: EventCodeSet)] = []
        for index in chosen where ruleSet.rules[index].source == "syscall" {
            var checker = ConditionChecker()
            let checked = try checker.check(ruleSet.rules[index].condition)
            checked.collectHostNames(into: &names)
            var events = checked.events
            // Asynchronous events are shown to every rule.
            events.insert(EventCode(402))
            compiled.append((index, builder.logic(of: checked), events))
        }
        let layout = ProgramLayout(builder)
        var emitter = NodeEmitter(
            atomNumbers: layout.atomNumbers, groupOfAtom: layout.groupOfAtom)
        var rules: [ProgramRule] = []
        for entry in compiled {
            let first = emitter.nodes.count
            let root = emitter.emit(entry.logic, ProgramNode.accept, ProgramNode.reject)
            rules.append(
                ProgramRule(
                    first: UInt32(first), end: UInt32(emitter.nodes.count), root: root,
                    rule: UInt32(entry.rule)))
        }
        self.matching = matching
        ruleCount = rules.count
        atomCount = layout.atomCount
        groupCount = layout.groups.count
        nodeCount = emitter.nodes.count
        groups = FixedTable(layout.groups)
        nodes = FixedTable(emitter.nodes)
        self.rules = FixedTable(rules)
        let dispatch = Self.dispatch(compiled.map(\.events))
        rulesByCode = FixedTable(dispatch.rules)
        codeStarts = FixedTable(dispatch.starts)
        let planner = Self.planEventKeys(layout, emitter.nodes, rules, dispatch)
        eventKeyPlans = FixedTable(planner.plans)
        keyedGroups = FixedTable(planner.keyedGroups)
        resultBounds = FixedTable(planner.resultBounds)
        descriptorBounds = FixedTable(planner.descriptorBounds)
        let socketPlan = SocketKeyPlan(layout, builder)
        keepsSocketSets = socketPlan.isComplete
        portBounds = FixedTable(socketPlan.portBounds)
        processGroupEnd = layout.processGroupEnd
        descriptorGroupEnd = layout.descriptorGroupEnd
        texts = layout.texts
        numbers = layout.numbers
        addresses = layout.addresses
        operands = layout.operands
        checks = layout.checks
        looksAtRareDescriptorFields = layout.looksAtRareDescriptorFields
        looksAtContainers = layout.looksAtContainers
        looksAtRawNames = layout.looksAtRawNames
        hostNames = names.map(\.string).sorted()
        description = isDescribed ? ProgramDescription(builder, layout) : nil
    }

    deinit {
        groups.deallocate()
        nodes.deallocate()
        rules.deallocate()
        rulesByCode.deallocate()
        codeStarts.deallocate()
        eventKeyPlans.deallocate()
        keyedGroups.deallocate()
        resultBounds.deallocate()
        descriptorBounds.deallocate()
        portBounds.deallocate()
    }

    /// Plans every code by the groups that its rules look at.
    private static func planEventKeys(
        _ layout: ProgramLayout, _ nodes: [ProgramNode], _ rules: [ProgramRule],
        _ dispatch: (rules: [UInt32], starts: [UInt32])
    ) -> EventKeyPlanner {
        var planner = EventKeyPlanner(layout)
        let first = layout.descriptorGroupEnd
        // By event group: the code for which it was found last, plus one.
        var codes = [Int](repeating: 0, count: layout.groups.count - first)
        for code in 0..<EventCode.limit {
            var groups: [UInt32] = []
            for index in Int(dispatch.starts[code])..<Int(dispatch.starts[code + 1]) {
                let rule = rules[Int(dispatch.rules[index])]
                for node in Int(rule.first)..<Int(rule.end) {
                    let group = Int(nodes[node].group)
                    if group < first || codes[group - first] == code + 1 { continue }
                    codes[group - first] = code + 1
                    groups.append(UInt32(group))
                }
            }
            if !groups.isEmpty { planner.plan(EventCode(UInt16(code)), groups: groups.sorted()) }
        }
        return planner
    }

    private static func dispatch(
        _ events: [EventCodeSet]
    ) -> (rules: [UInt32], starts: [UInt32]) {
        var rules: [UInt32] = []
        var starts: [UInt32] = [0]
        for value in 0..<EventCode.limit {
            let code = EventCode(UInt16(value))
            for (number, set) in events.enumerated() where set.contains(code) {
                rules.append(UInt32(number))
            }
            starts.append(UInt32(rules.count))
        }
        return (rules, starts)
    }

    /// Whether some rule can match events of a code. Others need not be shown to the matcher.
    package func hasRules(for code: EventCode) -> Bool {
        let value = min(Int(code.rawValue), EventCode.limit - 1)
        return codeStarts[value] != codeStarts[value + 1]
    }
}
