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

    /// The median over the rounds of what `figure` makes of the whole way and the bare receiver of
    /// one round, which saw the same machine.
    private func paired(_ figure: (ReceiverUsage, ReceiverUsage) -> Double) -> Double {
        let pairs = zip(outcomes[.full] ?? [], outcomes[.bare] ?? [])
        let sorted = pairs.map { figure($0.usage, $1.usage) }.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }

    /// CPU of the whole way against that of the bare receiver.
    private var cpuRatio: Double { paired { $0.cpuPerEvent / max(1, $1.cpuPerEvent) } }
    /// User time above the bare receiver's, nanoseconds per event.
    private var userAboveBare: Double { paired { $0.userPerEvent - $1.userPerEvent } }

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
                ? "-" : decimal(Double(usage.events) / Double(usage.kernelEntries))
            lines.append(
                Self.row([
                    kind == .plain ? "plain recvmmsg" : "\(kind.rawValue) \(backend.rawValue)",
                    "\(usage.events)", "\(Int(usage.eventsPerSecond))",
                    decimal(usage.cpuPerEvent), decimal(usage.userPerEvent),
                    decimal(usage.systemPerEvent), "\(outcome.dropped)", perEntry,
                    "\(usage.bufferShortages)",
                ]))
        }
        lines.append(
            "full against bare, median of the rounds: \(decimal(cpuRatio, 100)) × CPU, "
                + "\(decimal(userAboveBare)) ns more in user space")
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
            "\"cpu_ns_per_event\":\(decimal(full.usage.cpuPerEvent))",
            "\"user_ns_per_event\":\(decimal(full.usage.userPerEvent))",
            "\"system_ns_per_event\":\(decimal(full.usage.systemPerEvent))",
            "\"cpu_ratio\":\(decimal(cpuRatio, 1000))",
            "\"user_ns_above_bare\":\(decimal(userAboveBare))",
            "\"bare_cpu_ns_per_event\":\(decimal(bare.usage.cpuPerEvent))",
            "\"bare_user_ns_per_event\":\(decimal(bare.usage.userPerEvent))",
            "\"plain_cpu_ns_per_event\":\(decimal(median(.plain).usage.cpuPerEvent))",
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

    private static func row(_ cells: [String]) -> String {
        cells.enumerated().map { index, cell in
            let blank = String(repeating: " ", count: max(0, (index == 0 ? 16 : 11) - cell.count))
            return index == 0 ? cell + blank : blank + cell
        }.joined(separator: " ")
    }
}
