internal import CLinux

/// How many datagrams a sleeping reactor waits for, and how long at most.
///
/// A wake-up costs more than the datagram that it brings. So the reactor lets datagrams collect
/// when they come fast, as long as none waits longer than the limit. When they come slowly it wakes
/// for the first.
///
/// ```
/// per second   20,000   30,000   50,000   100,000   150,000   200,000   400,000
/// wait, µs      1,200    1,200      560       220       133       120       120
/// datagrams        24       36       28        22        20        24        48
/// ```
/// PERF: a wake-up costs some 7 µs, a datagram 1.2 µs and more. The batch of a fast sender makes
/// the wake-ups cost a quarter of what the datagrams do; a slower one leaves time for more. At
/// 150,000/s the median from event to alert was 475 to 540 µs with 32 at every rate; now it is
/// 260 to 280.
package struct WakeUpPolicy {
    /// The batch at any rate, and the rate, in datagrams per nanosecond, at which it is one more;
    /// at a tenth of that it is ten more.
    static let leastBatch = 16.0
    static let growthRate = 600_000.0 / 1e9
    /// No wait is shorter, as long as no sandbox's queue of about 278 messages fills by more than a
    /// quarter. PERF: at 300,000/s batches of 18 cost 0.2 µs more a datagram than those of 50.
    static let leastNanos = 120_000.0
    static let queueShare = 64.0
    /// How late a timed wait of the reactor's thread may end. The kernel's usual 50 µs would make
    /// the waits of high rates half as long again.
    static let timerSlackNanos: UInt = 5_000
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
        let batch = Self.leastBatch + Self.growthRate / datagramsPerNano
        let longest = min(limit, Self.queueShare / datagramsPerNano)
        let nanos = min(longest, max(batch / datagramsPerNano, Self.leastNanos))
        return (UInt32(max(1, nanos * datagramsPerNano)), UInt64(nanos))
    }

    /// Makes the calling thread's waits as exact as the policy supposes.
    static func sharpenTimers() {
        // only ever less exact when refused
        _ = gvfast_set_timer_slack(timerSlackNanos)
    }
}
