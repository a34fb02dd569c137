internal import CLinux

/// How many datagrams a sleeping reactor waits for, and how long at most.
///
/// A wake-up costs more than the datagram that it brings. So the reactor lets datagrams collect
/// when they come fast, as long as none waits longer than the limit. When they come slowly it wakes
/// for the first.
///
/// ```
/// per second   20,000   30,000   50,000   100,000   150,000   200,000   400,000
/// wait, µs      1,200    1,200      496       164       100       100       100
/// datagrams        24       36       25        16        15        20        40
/// ```
/// PERF: a wake-up costs some 7 µs, a datagram 1.2 µs and more. The batch of a fast sender makes
/// the wake-ups cost a third of what the datagrams do; a slower one leaves time for more. CPU of a
/// datagram and median from event to alert, with a wait of 100 µs, of 150 µs and as it was with a
/// batch of 16 at least and 120 µs: at 50,000/s 4.9 µs and 140, 3.9 and 160, 2.2 and 390; at
/// 100,000/s 2.9 and 127, 2.4 and 156, 2.3 and 205; at 200,000/s 2.1 and 150, 2.2 and 210, 2.1
/// and 170.
package struct WakeUpPolicy {
    /// The batch at any rate, and the rate, in datagrams per nanosecond, at which it is one more;
    /// at a tenth of that it is ten more.
    static let leastBatch = 8.0
    static let growthRate = 840_000.0 / 1e9
    /// No wait is shorter, as long as no sandbox's queue of about 278 messages fills by more than a
    /// quarter. PERF: at 300,000/s batches of 18 cost 0.2 µs more a datagram than those of 50.
    static let leastNanos = 100_000.0
    static let queueShare = 64.0
    /// How late a timed wait of the reactor's thread may end. The kernel's usual 50 µs would make
    /// the waits of high rates half as long again.
    static let timerSlackNanos: UInt = 5_000
    /// Fewer than this in one wait are not worth a wait.
    static let worthwhileCount = 3.0
    /// The rate is a mean over about this long, so that it follows a burst within a few turns.
    static let memoryNanos = 8_000_000.0

    package let limitNanos: UInt64
    /// Datagrams that a turn has room for: more would be waited for in vain.
    package let countLimit: Int
    package private(set) var datagramsPerNano = 0.0
    private var lastNanos: UInt64 = 0

    package init(limitNanos: UInt64, countLimit: Int) {
        self.limitNanos = limitNanos
        self.countLimit = max(1, countLimit)
    }

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
        let batch = Self.leastBatch + Self.growthRate / datagramsPerNano
        // half of the room, as the other half may come on the way
        let most = min(Self.queueShare, Double(countLimit) / 2)
        let longest = min(limit, most / datagramsPerNano)
        let nanos = min(longest, max(batch / datagramsPerNano, Self.leastNanos))
        return (UInt32(max(1, nanos * datagramsPerNano)), UInt64(nanos))
    }

    /// Makes the calling thread's waits as exact as the policy supposes.
    static func sharpenTimers() {
        // only ever less exact when refused
        _ = gvfast_set_timer_slack(timerSlackNanos)
    }
}
