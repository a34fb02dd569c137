/// What a run did, and what the server must have said about it.
package struct RunReport: Sendable {
    struct SandboxResult: Sendable {
        let index: Int
        let container: String
        let sent: Int
        let dropped: Int
        let lost: Int
        let byteCount: Int
        let sentByType: [Int]
        let droppedByType: [Int]

        init(_ sender: SandboxSender) {
            index = sender.sandbox.index
            container = sender.sandbox.name
            sent = sender.sentCount
            dropped = sender.droppedCount
            lost = sender.sandbox.lostCount
            byteCount = sender.sentByteCount
            sentByType = sender.sentByType
            droppedByType = sender.droppedByType
        }
    }

    let options: RunOptions
    let threadCount: Int
    let elapsedSeconds: Double
    package let truth: GroundTruth
    let sandboxes: [SandboxResult]
    let cpuNanos: UInt64
    let sendSeconds: Double

    init(
        options: RunOptions, threadCount: Int, elapsedSeconds: Double, shards: [RunShard.Result]
    ) {
        self.options = options
        self.threadCount = threadCount
        self.elapsedSeconds = elapsedSeconds
        var truth = GroundTruth()
        for shard in shards { truth.merge(shard.truth) }
        self.truth = truth
        sandboxes = shards.flatMap(\.sandboxes).sorted { $0.index < $1.index }
        cpuNanos = shards.reduce(0) { $0 + $1.cpuNanos }
        sendSeconds = Double(shards.map(\.sendNanos).max() ?? 0) / 1e9
    }

    package var sent: Int { sandboxes.reduce(0) { $0 + $1.sent } }
    package var dropped: Int { sandboxes.reduce(0) { $0 + $1.dropped } }
    package var byteCount: Int { sandboxes.reduce(0) { $0 + $1.byteCount } }

    /// The report as one JSON object.
    package var json: String {
        var json = JSONText()
        json.open("{")
        json.member("profile", options.profile.rawValue)
        json.member("personality", options.personality.rawValue)
        json.member("seed", options.seed)
        json.member("threads", threadCount)
        json.member("sandbox_count", sandboxes.count)
        json.member("sent", sent)
        json.member("dropped", dropped)
        json.member("lost_not_utf8", sandboxes.reduce(0) { $0 + $1.lost })
        json.member("bytes", byteCount)
        json.member("seconds", tenths: sendSeconds)
        json.member("messages_per_second", Int(Double(sent) / max(sendSeconds, 0.000_001)))
        json.member("cpu_ns_per_message", Int(cpuNanos) / max(1, sent))
        json.raw("sent_by_type", Self.byType(sandboxes.map(\.sentByType)))
        json.raw("dropped_by_type", Self.byType(sandboxes.map(\.droppedByType)))
        json.open("[", key: "sandboxes")
        for sandbox in sandboxes {
            json.open("{")
            json.member("index", sandbox.index)
            json.member("container", sandbox.container)
            json.member("sent", sandbox.sent)
            json.member("dropped", sandbox.dropped)
            json.raw("sent_by_type", Self.byType([sandbox.sentByType]))
            if sandbox.dropped > 0 {
                json.raw("dropped_by_type", Self.byType([sandbox.droppedByType]))
            }
            json.close("}")
        }
        json.close("]")
        json.member("interrupted", SimRunner.wasInterrupted)
        json.member("ground_truth_complete", dropped == 0)
        json.raw("expected_alerts", Self.totals(truth))
        json.raw("ground_truth", truth.json)
        json.close("}")
        return json.text
    }

    static func byType(_ counts: [[Int]]) -> String {
        var json = JSONText()
        json.open("{")
        for type in 0..<MessageNames.count {
            let count = counts.reduce(0) { $0 + $1[type] }
            if count > 0 { json.member(MessageNames.name(of: type), count) }
        }
        json.close("}")
        return json.text
    }

    /// Expected alerts by rule set and rule.
    static func totals(_ truth: GroundTruth) -> String {
        var json = JSONText()
        json.open("{")
        for set in [RuleSetName.upstream, .own] {
            json.open("{", key: set.rawValue)
            for (rule, count) in truth.totals(of: set).sorted(by: { $0.key < $1.key }) {
                json.member(rule, count)
            }
            json.close("}")
        }
        json.close("}")
        return json.text
    }
}
