import Core
import Glibc

/// CPU of the process and time that a receiver spent between the moment that all senders were
/// connected and the moment that the last of them was gone.
struct ReceiverUsage: Sendable {
    var events: UInt64 = 0
    var bytes: UInt64 = 0
    var userNanos: UInt64 = 0
    var systemNanos: UInt64 = 0
    var wallNanos: UInt64 = 0
    var kernelEntries: UInt64 = 0
    var bufferShortages: UInt64 = 0
    /// What the work computed, so that runs can be compared.
    var checksum: UInt64 = 0

    /// Nanoseconds of all threads per event.
    var cpuPerEvent: Double { userPerEvent + systemPerEvent }
    var userPerEvent: Double { Double(userNanos) / Double(max(1, events)) }
    var systemPerEvent: Double { Double(systemNanos) / Double(max(1, events)) }
    var eventsPerSecond: Double { Double(events) * 1e9 / Double(max(1, wallNanos)) }

    /// The present reading of getrusage(2): the sum is exact, its split into user and system is
    /// sampled by the kernel's ticks. Subtract two of them.
    static func now() -> ReceiverUsage {
        var usage = ReceiverUsage()
        var resources = rusage()
        let status = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &resources)
        precondition(status == 0)
        usage.userNanos = nanos(resources.ru_utime)
        usage.systemNanos = nanos(resources.ru_stime)
        usage.wallNanos = Clock.monotonicNanos()
        return usage
    }

    private static func nanos(_ time: timeval) -> UInt64 {
        UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_usec) * 1000
    }

    mutating func subtract(_ start: ReceiverUsage) {
        userNanos = userNanos &- start.userNanos
        systemNanos = systemNanos &- start.systemNanos
        wallNanos = wallNanos &- start.wallNanos
    }
}
