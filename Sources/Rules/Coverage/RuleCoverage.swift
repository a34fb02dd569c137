internal import Core
internal import Events

/// Whether a rule can fire on events of gVisor sandboxes, and what stands in its way.
///
/// What would not hold on any system is not held against gVisor: a rule or an alternative counts as
/// dead only when it could live where every event and field has its value.
package struct RuleCoverage: Equatable, Sendable {
    package enum Verdict: String, Sendable, CaseIterable {
        case fully, partly, never
    }

    package var rule: String
    package var verdict: Verdict
    /// What is lacking, one sentence each, most important first.
    package var reasons: [String] = []
    /// Which release of runsc it needs for what, one sentence each.
    package var requirements: [String] = []
    /// Names of the events on which it can fire; empty when it names too many to list.
    package var events: [String] = []

    /// Calls that gVisor does not know: nothing is sent, but nothing happens either.
    private static let unimplemented: Set<String> = ["openat2"]
    /// First releases of points that release-20221219.0 did not have.
    static let firstReleases = [
        "listen": "release-20260727.0", "ptrace": "release-20260727.0",
        "mmap": "release-20260721.0",
    ]
    /// A rule with more event names than this means "all".
    private static let nameLimit = 60

    /// Looks at a loaded rule.
    package init(of rule: Rule) {
        self.rule = rule.name
        var checker = ConditionChecker()
        guard let condition = try? checker.check(rule.condition) else {
            verdict = .never
            reasons = ["the condition does not compile"]
            return
        }
        let analysis = Analysis(condition)
        verdict = .fully
        if analysis.firing.isEmpty {
            verdict = .never
            reasons = analysis.blockers
            return
        }
        reasons =
            analysis.deadEvents + analysis.deadAlternatives + analysis.doubtfulFields
            + analysis.emptyTests
        if !reasons.isEmpty { verdict = .partly }
        let names = Set(analysis.firing.map { EventTable.shared[$0].name.string })
        if names.count <= Self.nameLimit {
            events = names.sorted()
            requirements = events.compactMap { name in
                Self.firstReleases[name].map { "\(name) needs runsc \($0)" }
            }
        }
        requirements += analysis.youngFields
    }
}

extension RuleCoverage {
    /// A condition against every code that it is about.
    struct Analysis {
        let condition: CheckedExpression
        /// Codes for which it could hold if every event and field were there.
        let possible: [EventCode]
        /// Codes for which it can hold on gVisor.
        let firing: [EventCode]

        init(_ condition: CheckedExpression) {
            self.condition = condition
            possible = condition.events.codes.filter { code in
                let row = EventTable.shared[code]
                return row.isKnown && row.eventClass == .syscall && row.status == .current
                    && ConditionOutlook(code, in: .everything).outcome(of: condition)
                        .contains(.canHold)
            }
            firing = possible.filter {
                Analysis.isSent($0)
                    && ConditionOutlook($0, in: .gVisor).outcome(of: condition).contains(.canHold)
            }
        }

        static func isSent(_ code: EventCode) -> Bool {
            EventAvailability(code) != .never
                && !unimplemented.contains(EventTable.shared[code].name.string)
        }

        private static func name(_ code: EventCode) -> String {
            code.rawValue <= 1
                ? "calls without an event of their own" : EventTable.shared[code].name.string
        }

        /// Names of exit events among codes, sorted.
        private static func names(_ codes: [EventCode]) -> [String] {
            Set(codes.map(name)).sorted()
        }

        /// Named events on which the rule could fire elsewhere but not here.
        var deadEvents: [String] {
            let alive = Set(Self.names(firing))
            let all = Self.names(possible)
            guard all.count <= nameLimit else { return [] }
            let dead = all.filter { name in
                !alive.contains(name) && (firing.isEmpty || !unimplemented.contains(name))
            }
            return Self.sentences(dead, among: possible)
        }

        private static func sentences(_ names: [String], among codes: [EventCode]) -> [String] {
            var byReason: [(reason: String, names: [String])] = []
            for name in names {
                let own = codes.filter { self.name($0) == name }
                let reason: String
                if unimplemented.contains(name) {
                    reason = "gVisor does not implement it"
                } else if own.contains(where: { EventAvailability($0) == .named }) {
                    reason = "what the rule asks for is not sent with it"
                } else if own.contains(where: { EventAvailability($0) == .raw }) {
                    reason = "gVisor reports numbers only, no texts"
                } else {
                    reason = "gVisor never sends it"
                }
                if let place = byReason.firstIndex(where: { $0.reason == reason }) {
                    byReason[place].names.append(name)
                } else {
                    byReason.append((reason, [name]))
                }
            }
            return byReason.map {
                "cannot fire on \($0.names.joined(separator: ", ")): \($0.reason)"
            }
        }
    }
}
