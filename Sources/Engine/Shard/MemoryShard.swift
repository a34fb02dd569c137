internal import Alerts
package import Core
package import Ingest
package import Rules
package import State

/// A shard over datagrams in memory, driven by the caller's thread: benchmarks and profiles measure
/// the code that the daemon runs. Alerts are recorded and queued; as nobody takes them, the queue
/// refuses them when it is full.
package struct MemoryShard: ~Copyable {
    private var shard: Shard<MemoryReactor>
    package let datagramCount: Int

    package init(
        _ program: EngineProgram, over stream: MemoryStream, limits: StateLimits = StateLimits(),
        isProfiled: Bool = false
    ) throws(SystemError) {
        let control = ShardControl()
        let pipeline = EventPipeline(
            PipelineParts(
                program: program, control: control, stateLimits: limits,
                connectionLimit: max(1, stream.connectionCount), isLossless: false,
                execProof: .unknown, requests: try ContainerRequests(),
                isProfiled: isProfiled),
            alerts: try AlertProducer.unread(byteCount: 1 << 16))
        shard = Shard(
            source: MemoryReactor(stream), pipeline: pipeline, lane: nil, control: control,
            ended: try WakeSignal(), notes: { _ in [] })
        datagramCount = stream.datagramCount
    }

    /// Takes all datagrams once, each connection as a new sandbox; a checksum of what was found.
    @discardableResult
    package mutating func pass() -> UInt64 {
        let before = checksum
        shard.source.rewind()
        while !shard.source.isAtEnd { _ = shard.turn(maxWaitNanos: 0) }
        return checksum &- before
    }

    /// Of the events that rules saw, and of which rules held.
    private var checksum: UInt64 {
        var sum = eventCount
        for (rule, count) in shard.pipeline.matchCounts.enumerated() {
            sum &+= count &* (UInt64(rule) &* 0x9E37_79B9_7F4A_7C15 | 1)
        }
        return sum
    }

    /// Begins a pass that goes on with `turn()`.
    package mutating func rewind() { shard.source.rewind() }

    /// One turn of a pass; false when it is over.
    package mutating func turn() -> Bool {
        if shard.source.isAtEnd { return false }
        _ = shard.turn(maxWaitNanos: 0)
        return true
    }

    /// Whether connections open or close in the next turn.
    package var willChangeConnections: Bool { shard.source.willChangeConnections }
    /// Events that rules saw so far, and rules that held.
    package var eventCount: UInt64 { shard.pipeline.eventCount }
    package var matchCount: UInt64 { shard.pipeline.matchedCount }
    package var rejectedCount: UInt64 { shard.pipeline.rejectedCount }
    /// Begins to count what the rules cost anew, with warm caches.
    package mutating func restartProfile() { shard.pipeline.restartProfile() }

    /// What the rules have cost, when that is counted.
    package var profile: RuleProfileReport? { shard.pipeline.profile }
    package var matcherCounters: MatcherCounters { shard.pipeline.matcher.counters }
}
