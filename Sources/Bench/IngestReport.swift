import Ingest

/// The figures of `gvbench ingest` as a table or as JSON: medians over the rounds.
struct IngestReport {
    let backend: IngestBackend
    let outcomes: [ReceiverKind: [IngestOutcome]]
    let ruleCount: Int
    var losslessPerSecond: Double?

    /// The run with the median CPU per event.
    private func median(_ kind: ReceiverKind) -> IngestOutcome {
        let sorted = (outcomes[kind] ?? []).sorted {
            $0.usage.cpuPerEvent < $1.usage.cpuPerEvent
        }
        return sorted.isEmpty ? IngestOutcome() : sorted[sorted.count / 2]
    }

    var table: String {
        var lines = [
            Self.row([
                "receiver", "events", "events/s", "CPU ns", "user ns", "system ns", "dropped",
                "events/entry", "shortages",
            ])
        ]
        for kind in ReceiverKind.allCases {
            let outcome = median(kind)
            let usage = outcome.usage
            let perEntry =
                usage.kernelEntries == 0
                ? "-" : Self.decimal(Double(usage.events) / Double(usage.kernelEntries))
            lines.append(
                Self.row([
                    kind == .plain ? "plain recvmmsg" : "\(kind.rawValue) \(backend.rawValue)",
                    "\(usage.events)", "\(Int(usage.eventsPerSecond))",
                    Self.decimal(usage.cpuPerEvent), Self.decimal(usage.userPerEvent),
                    Self.decimal(usage.systemPerEvent), "\(outcome.dropped)", perEntry,
                    "\(usage.bufferShortages)",
                ]))
        }
        if let losslessPerSecond {
            lines.append("highest rate without a drop: \(Int(losslessPerSecond))/s")
        }
        let full = median(.full)
        lines.append(
            "\(ruleCount) rules, \(full.alerts) alerts, \(full.rejected) rejected, checksum "
                + "\(full.usage.checksum)")
        return lines.joined(separator: "\n")
    }

    var json: String {
        let full = median(.full)
        let bare = median(.bare)
        var members = [
            "\"io\":\"\(backend.rawValue)\"",
            "\"rules\":\(ruleCount)",
            "\"events\":\(full.usage.events)",
            "\"events_per_second\":\(Int(full.usage.eventsPerSecond))",
            "\"cpu_ns_per_event\":\(Self.decimal(full.usage.cpuPerEvent))",
            "\"user_ns_per_event\":\(Self.decimal(full.usage.userPerEvent))",
            "\"system_ns_per_event\":\(Self.decimal(full.usage.systemPerEvent))",
            "\"bare_cpu_ns_per_event\":\(Self.decimal(bare.usage.cpuPerEvent))",
            "\"bare_user_ns_per_event\":\(Self.decimal(bare.usage.userPerEvent))",
            "\"plain_cpu_ns_per_event\":\(Self.decimal(median(.plain).usage.cpuPerEvent))",
            "\"dropped\":\(full.dropped)",
            "\"rejected\":\(full.rejected)",
            "\"alerts\":\(full.alerts)",
            "\"checksum\":\(full.usage.checksum)",
        ]
        if let losslessPerSecond {
            members.append("\"lossless_events_per_second\":\(Int(losslessPerSecond))")
        }
        return "{\(members.joined(separator: ","))}"
    }

    static func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))"
    }

    private static func row(_ cells: [String]) -> String {
        cells.enumerated().map { index, cell in
            let blank = String(repeating: " ", count: max(0, (index == 0 ? 16 : 11) - cell.count))
            return index == 0 ? cell + blank : blank + cell
        }.joined(separator: " ")
    }
}
