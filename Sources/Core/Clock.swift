internal import CLinux
internal import Glibc

/// The clocks of the process, as `UInt64` nanoseconds.
package enum Clock {
    /// Monotonic, exact (22 ns a reading): once per turn and for measurements.
    package static func monotonicNanos() -> UInt64 { read(CLOCK_MONOTONIC) }

    /// Monotonic to about 4 ms (5 ns a reading): for deadlines.
    package static func coarseNanos() -> UInt64 { read(CLOCK_MONOTONIC_COARSE) }

    /// Nanoseconds since 1970: for what people read.
    package static func realtimeNanos() -> UInt64 { read(CLOCK_REALTIME) }

    /// CPU time of the calling thread.
    package static func threadCPUNanos() -> UInt64 { read(CLOCK_THREAD_CPUTIME_ID) }

    /// The processor's own counter, of a rate that is to be measured (5 to 10 ns a reading): for
    /// intervals too short for the others.
    package static func ticks() -> UInt64 { gvfast_ticks() }

    private static func read(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        let status = unsafe clock_gettime(clock, &time)
        precondition(status == 0, "clock_gettime of a clock that every Linux has")
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }
}
