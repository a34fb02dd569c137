internal import Alerts
internal import Decode
internal import Ingest
internal import State
internal import Rules

extension RunReport {
    /// Sandboxes that the text lists; the others are counted.
    private static let listedLimit = 50

    /// The ledger for people, several lines, each ended by a newline.
    package var text: String {
        let total = shards.total
        var lines = [
            "Events received: \(total.received) (\(total.receivedBytes) bytes), "
                + "rejected: \(total.rejected), of unknown type: \(total.unknownType), "
                + "decoded: \(total.decoded)",
            "Events applied: \(total.applied), hidden: \(total.hidden), "
                + "evaluated: \(total.evaluated)",
            "Alerts matched: \(total.matched), queued: \(total.queued), "
                + "dropped by queue: \(total.droppedByQueue)" + deliveries,
            "Dropped by sandboxes: \(total.droppedBySender), truncated: \(total.truncated), "
                + "empty: \(total.empty)",
        ]
        let reasons = RejectReason.allCases.filter { total.rejected($0) > 0 }
            .map { "\($0): \(total.rejected($0))" }
        if !reasons.isEmpty {
            lines.append("Rejected by reason: \(reasons.joined(separator: ", "))")
        }
        lines += healings
        lines += connections
        lines += sandboxes
        lines.append("Alerts by rule:")
        let rules = shards.alertsByRule.filter { $0.value > 0 }
        lines += rules.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "   \($0.key): \($0.value)" }
        lines += imbalances.map { "The ledger does not close: \($0)" }
        if !isComplete { lines.append("An output or a shard did not end in time.") }
        return lines.map { $0 + "\n" }.joined() + (shards.profile?.text() ?? "")
    }

    private var deliveries: String {
        alerts.sinks.map { sink in
            var text = ", \(sink.name) delivered: \(sink.delivered)"
            if sink.failed > 0 { text += ", failed: \(sink.failed)" }
            if sink.dropped > 0 { text += ", dropped: \(sink.dropped)" }
            return text
        }.joined()
    }

    /// What State put right and which of its limits were reached; nothing when all was plain.
    private var healings: [String] {
        let plain: Set<StateCounter> = [.threadsAnnounced, .threadsFirstSeen, .threadsExited]
        let found = StateCounter.allCases.filter { !plain.contains($0) && shards.state[$0] > 0 }
        if found.isEmpty { return [] }
        return ["State: " + found.map { "\($0): \(shards.state[$0])" }.joined(separator: ", ")]
    }

    private var connections: [String] {
        let ingest = shards.ingest
        var text = "Sandboxes connected: \(ingest.openedCount)"
        if ingest.handshakeFailedCount > 0 {
            text += ", failed handshakes: \(ingest.handshakeFailedCount)"
        }
        if ingest.refusedCount > 0 { text += ", refused: \(ingest.refusedCount)" }
        return [text]
    }

    private var sandboxes: [String] {
        let busiest = shards.sandboxes.sorted { $0.ledger.received > $1.ledger.received }
        var lines = busiest.prefix(Self.listedLimit).map { sandbox -> String in
            let ledger = sandbox.ledger
            return "   \(sandbox.name): received: \(ledger.received), "
                + "rejected: \(ledger.rejected), unknown: \(ledger.unknownType), "
                + "evaluated: \(ledger.evaluated), alerts: \(ledger.matched), "
                + "dropped by sender: \(ledger.droppedBySender), "
                + "dropped by queue: \(ledger.droppedByQueue)"
        }
        let rest =
            UInt64(max(0, busiest.count - Self.listedLimit)) &+ shards.unlistedCount
        if rest > 0 { lines.append("   and \(rest) more") }
        return lines
    }
}
