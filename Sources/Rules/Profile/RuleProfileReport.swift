/// What rules cost, by name: sums of one or several shards, of one or several programs.
package struct RuleProfileReport: Sendable, Equatable {
    /// A rule, a field or a comparison.
    package struct Row: Sendable, Equatable {
        package var nanos = 0.0
        /// How often it was worked through or worked out.
        package var runCount: UInt64 = 0
        package var hitCount: UInt64 = 0
        /// Rules that look at it.
        package var ruleCount = 0

        package init() {}

        mutating func add(_ other: Row) {
            nanos += other.nanos
            runCount &+= other.runCount
            hitCount &+= other.hitCount
            ruleCount = max(ruleCount, other.ruleCount)
        }
    }

    /// Events that some rule could match.
    package var eventCount: UInt64 = 0
    /// Events that were decided by their type, process and descriptor.
    package var decidedCount: UInt64 = 0
    /// Finding out what is known of an event's process and descriptor.
    package var lookupNanos = 0.0
    /// Working out what is left of the rules for a new combination of these.
    package var combinationNanos = 0.0
    package var combinationCount: UInt64 = 0
    package private(set) var rules: [String: Row] = [:]
    package private(set) var fields: [String: Row] = [:]
    package private(set) var comparisons: [String: Row] = [:]

    package init() {}

    mutating func add(rule name: String, _ row: Row) { rules[name, default: Row()].add(row) }
    mutating func add(field name: String, _ row: Row) { fields[name, default: Row()].add(row) }
    mutating func add(comparison name: String, _ row: Row) {
        comparisons[name, default: Row()].add(row)
    }

    package mutating func add(_ other: RuleProfileReport) {
        eventCount &+= other.eventCount
        decidedCount &+= other.decidedCount
        lookupNanos += other.lookupNanos
        combinationNanos += other.combinationNanos
        combinationCount &+= other.combinationCount
        for (name, row) in other.rules { add(rule: name, row) }
        for (name, row) in other.fields { add(field: name, row) }
        for (name, row) in other.comparisons { add(comparison: name, row) }
    }

    /// All that matching took.
    package var nanos: Double {
        rules.values.reduce(lookupNanos + combinationNanos) { $0 + $1.nanos }
    }

    /// Part of the whole that one row takes, in percent.
    package func percent(_ nanos: Double) -> Double {
        let whole = self.nanos
        return whole > 0 ? nanos / whole * 100 : 0
    }

    /// The dearest first.
    package static func sorted(_ rows: [String: Row]) -> [(name: String, row: Row)] {
        rows.map { ($0.key, $0.value) }.sorted {
            if $0.1.nanos != $1.1.nanos { return $0.1.nanos > $1.1.nanos }
            if $0.1.hitCount != $1.1.hitCount { return $0.1.hitCount > $1.1.hitCount }
            return $0.0 < $1.0
        }
    }
}

extension RuleProfileReport {
    /// The profile for people, several lines, each ended by a newline.
    package func text(rowLimit: Int = 40) -> String {
        let events = Double(max(1, eventCount))
        var lines = [
            "Rule profile: \(eventCount) events that rules are about, "
                + "\(Self.tenths(nanos / events)) ns each, \(decidedCount) of them decided "
                + "by type, process and descriptor",
            "   looking up what is known: \(Self.tenths(lookupNanos / events)) ns "
                + "(\(Self.tenths(percent(lookupNanos))) %); \(combinationCount) new combinations: "
                + "\(Self.tenths(combinationNanos / events)) ns "
                + "(\(Self.tenths(percent(combinationNanos))) %)",
            "   ns/event    share       runs       hits  rule",
        ]
        let idle = rules.values.count { $0.nanos == 0 && $0.runCount == 0 && $0.hitCount == 0 }
        lines += rows(rules, rowLimit) { row in
            Self.column("\(row.hitCount)", 11)
        }
        if idle > 0 { lines.append("   \(idle) of \(rules.count) rules cost nothing") }
        lines.append("   ns/event    share       runs      rules  field")
        lines += rows(fields, rowLimit) { row in
            Self.column("\(row.ruleCount)", 11)
        }
        lines.append("       hits      rules  comparison")
        lines += Self.sorted(comparisons).filter { $0.row.hitCount > 0 }.prefix(rowLimit).map {
            Self.column("\($0.row.hitCount)", 11) + Self.column("\($0.row.ruleCount)", 11)
                + "  \($0.name)"
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func rows(
        _ rows: [String: Row], _ rowLimit: Int, _ last: (Row) -> String
    ) -> [String] {
        let events = Double(max(1, eventCount))
        return Self.sorted(rows).filter { $0.row.nanos > 0 || $0.row.runCount > 0 }
            .prefix(rowLimit).map { name, row in
                Self.column(Self.tenths(row.nanos / events), 11)
                    + Self.column(Self.tenths(percent(row.nanos)) + " %", 9)
                    + Self.column("\(row.runCount)", 11) + last(row) + "  \(name)"
            }
    }

    private static func column(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int((min(1e15, max(0, value)) * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
