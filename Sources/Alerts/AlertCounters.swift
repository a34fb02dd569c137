/// What became of all alerts. After a stop the sums close: `queued = taken = rendered + lost`, and
/// for every output `rendered + internal messages = queued + dropped` and
/// `queued = delivered + failed`.
package struct AlertCounters: Equatable, Sendable {
    /// By shard: records put into the queue.
    package var queued: [UInt64]
    /// By shard: records that the full queue refused.
    package var dropped: [UInt64]
    /// By shard: records taken out.
    package var taken: [UInt64]
    /// Records made into lines.
    package var rendered: UInt64
    /// Records whose program was gone.
    package var lost: UInt64
    package var sinks: [Sink]

    /// One output, in lines.
    package struct Sink: Equatable, Sendable {
        package var name: String
        package var queued: UInt64
        package var dropped: UInt64
        package var delivered: UInt64
        package var failed: UInt64
        package var deliveredByRule: [SinkCounters.RuleKey: UInt64]
    }
}
