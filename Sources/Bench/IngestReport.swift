import Ingest

/// The figures of `gvbench ingest` as a table or as JSON: medians over the rounds.
struct IngestReport {
    let backend: IngestBackend
    let outcomes: [ReceiverKind: [IngestOutcome]]
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
        lines.append("checksum \(median(.bare).usage.checksum)")
        return lines.joined(separator: "\n")
    }

    var json: String {
        let bare = median(.bare)
        var members = [
            "\"io\":\"\(backend.rawValue)\"",
            "\"events\":\(bare.usage.events)",
            "\"events_per_second\":\(Int(bare.usage.eventsPerSecond))",
            "\"bare_cpu_ns_per_event\":\(Self.decimal(bare.usage.cpuPerEvent))",
            "\"bare_user_ns_per_event\":\(Self.decimal(bare.usage.userPerEvent))",
            "\"plain_cpu_ns_per_event\":\(Self.decimal(median(.plain).usage.cpuPerEvent))",
            "\"dropped\":\(bare.dropped)",
            "\"checksum\":\(bare.usage.checksum)",
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
