/// Whose rules.
package enum RuleSetName: String, Comparable, Sendable {
    /// The three upstream files of Falco (stable, incubating, sandbox).
    case upstream
    /// `rules/gvfast_rules.yaml` of this project.
    case own

    package static func < (left: RuleSetName, right: RuleSetName) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// Which rules must have fired, how often, for whom. It supposes that no message was dropped, that
/// the session carries the points that the rule needs, and `rule_matching=all`.
package struct GroundTruth: Sendable {
    package struct Key: Hashable, Comparable, Sendable {
        package let set: RuleSetName
        package let rule: String
        package let container: String
        package let pid: Int32
        package let process: String

        package static func < (left: Key, right: Key) -> Bool {
            (left.set, left.rule, left.container, left.pid, left.process)
                < (right.set, right.rule, right.container, right.pid, right.process)
        }
    }

    package private(set) var counts: [Key: Int] = [:]

    package init() {}

    package mutating func count(_ key: Key, _ count: Int = 1) { counts[key, default: 0] += count }

    package mutating func merge(_ other: GroundTruth) {
        counts.merge(other.counts) { $0 + $1 }
    }

    /// Alerts of one rule set by rule.
    package func totals(of set: RuleSetName) -> [String: Int] {
        var totals: [String: Int] = [:]
        for (key, count) in counts where key.set == set { totals[key.rule, default: 0] += count }
        return totals
    }

    /// As a JSON array, in a fixed order.
    package var json: String {
        var json = JSONText()
        json.open("[")
        for key in counts.keys.sorted() {
            json.open("{")
            json.member("rules", key.set.rawValue)
            json.member("rule", key.rule)
            json.member("container", key.container)
            json.member("pid", key.pid)
            json.member("process", key.process)
            json.member("count", counts[key] ?? 0)
            json.close("}")
        }
        json.close("]")
        return json.text
    }
}
