/// How many datagrams a sleeping reactor waits for, and how long at most.
///
/// A wake-up costs more than the datagram that it brings. So the reactor lets datagrams collect
/// when they come fast, as long as no datagram waits longer than the limit and no sandbox's queue
/// of about 278 messages fills by more than a quarter. When they come slowly it wakes for the
/// first.
package struct WakeUpPolicy {
    /// A quarter of a sandbox's queue.
    package static let queueShare = 64.0
    /// Fewer than this in one wait are not worth a wait.
    static let worthwhileCount = 3.0
    /// The rate is a mean over about this long, so that it follows a burst within a few turns.
    static let memoryNanos = 8_000_000.0

    package let limitNanos: UInt64
    package private(set) var datagramsPerNano = 0.0
    private var lastNanos: UInt64 = 0

    package init(limitNanos: UInt64) { self.limitNanos = limitNanos }

    /// Takes in that a turn ended at `nowNanos` with `count` datagrams.
    package mutating func turnEnded(count: Int, nowNanos: UInt64) {
        let elapsed = Double(max(1, nowNanos &- lastNanos))
        lastNanos = nowNanos
        let share = elapsed / (elapsed + Self.memoryNanos)
        datagramsPerNano += (Double(count) / elapsed - datagramsPerNano) * share
    }

    /// How long to let datagrams collect, and how many are enough; nil to wake for the first.
    package var collecting: (count: UInt32, nanos: UInt64)? {
        let limit = Double(limitNanos)
        if datagramsPerNano * limit < Self.worthwhileCount { return nil }
        let nanos = min(limit, Self.queueShare / datagramsPerNano)
        return (UInt32(Self.queueShare), UInt64(nanos))
    }
}
