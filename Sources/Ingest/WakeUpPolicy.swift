internal import CLinux

/// How many datagrams a sleeping reactor waits for, and how long at most.
///
/// A wake-up costs more than the datagram that it brings. So the reactor lets datagrams collect
/// when they come fast: `batch` of them at the present rate, as long as none waits longer than the
/// limit. More would cost latency and save little. When they come slowly it wakes for the first.
package struct WakeUpPolicy {
    /// A ninth of a sandbox's queue of about 278 messages. PERF: a wake-up costs some 7 µs, so 32
    /// share it at 0.22 µs each; 64 would pay 0.11 µs and wait 320 µs at 200,000/s where these wait
    /// 160 µs: the median from event to alert was 550 µs with 64 and 330 µs with 28.
    package static let batch = 32.0
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
        let nanos = min(limit, Self.batch / datagramsPerNano)
        return (UInt32(Self.batch), UInt64(nanos))
    }

    /// Makes the calling thread's waits as exact as the policy supposes.
    static func sharpenTimers() {
        // only ever less exact when refused
        _ = gvfast_set_timer_slack(timerSlackNanos)
    }
}
