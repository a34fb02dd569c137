package import Ingest
package import Rules
package import State

/// What a shard, or all of them, came to.
package struct ShardReport: Sendable {
    /// All sandboxes together.
    package var total = Ledger()
    /// The sandboxes that were open at the end and the last ones that ended before.
    package var sandboxes: [SandboxReport] = []
    /// Sandboxes beyond those listed.
    package var unlistedCount: UInt64 = 0
    /// Alerts by rule name.
    package var alertsByRule: [String: UInt64] = [:]
    /// What Ingest counted.
    package var ingest = IngestCounters()
    /// What State counted.
    package var state = StateCounters()
    /// Values of alerts that were cut to their limit.
    package var cutValues: UInt64 = 0
    /// What the rules cost, when it was counted.
    package var profile: RuleProfileReport?

    /// What sources had to say, such as files that could not be read.
    package var notes: [String] = []

    package init() {}

    /// The sums that do not close, in words.
    package var imbalances: [String] {
        var found = total.imbalances
        for sandbox in sandboxes {
            found += sandbox.ledger.imbalances.map { "\(sandbox.name): \($0)" }
        }
        if total.received != ingest.receivedCount {
            found.append("ingest: \(ingest.receivedCount) are not \(total.received)")
        }
        let alerts = alertsByRule.values.reduce(0, &+)
        if alerts != total.matched { found.append("alerts: \(total.matched) are not \(alerts)") }
        return found
    }

    /// Adds another shard's report.
    package mutating func add(_ other: ShardReport) {
        total.add(other.total)
        sandboxes += other.sandboxes
        unlistedCount &+= other.unlistedCount
        alertsByRule.merge(other.alertsByRule) { $0 &+ $1 }
        ingest = ingest + other.ingest
        for counter in StateCounter.allCases { state[counter] &+= other.state[counter] }
        cutValues &+= other.cutValues
        notes += other.notes
        if let theirs = other.profile {
            var sum = profile ?? RuleProfileReport()
            sum.add(theirs)
            profile = sum
        }
    }
}

/// One connection's part.
package struct SandboxReport: Sendable {
    /// The sandbox's id as far as it became known.
    package var name: String
    package var ledger: Ledger

    package init(name: String, ledger: Ledger) {
        self.name = name
        self.ledger = ledger
    }
}
