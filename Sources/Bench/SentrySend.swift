import CLinux
import Core
import Glibc

/// Sends datagrams without blocking, as a Sentry does (gVisor seccheck remote sink): when the queue
/// is full it sleeps and tries again, `retryLimit` times with a doubled sleep each, then drops.
struct SentrySend {
    /// `backoff` and `backoff_max` of a session's sink, by default.
    private static let firstSleepNanos = 25_000
    private static let longestSleepNanos = 10_000_000
    /// The `retries` of the sessions that `gvfast --gvisor-generate-config` writes.
    static let usualRetryLimit = 3

    let retryLimit: Int
    private(set) var sentCount = 0
    private(set) var droppedCount = 0

    init(retryLimit: Int) { self.retryLimit = retryLimit }

    /// Makes the calling thread's sleeps end within a microsecond of their time: the kernel's usual
    /// 50 µs would be counted as somebody's delay.
    static func sharpenSleeps() {
        // only ever less exact when refused
        _ = gvfast_set_timer_slack(1)
    }

    /// False when the datagram was dropped.
    @discardableResult
    mutating func send(_ bytes: UnsafeRawBufferPointer, to socket: Int32) -> Bool {
        guard let base = bytes.baseAddress else { return false }
        var attempt = 0
        while true {
            let status = unsafe gvfast_send(socket, base, bytes.count, 0)
            if status >= 0 {
                sentCount += 1
                return true
            }
            // anything but a full queue will not get better
            guard status == -Int64(EAGAIN), attempt < retryLimit else { break }
            let nanos = min(Self.longestSleepNanos, Self.firstSleepNanos << min(attempt, 20))
            var time = timespec(tv_sec: 0, tv_nsec: nanos)
            unsafe nanosleep(&time, nil)
            attempt += 1
        }
        droppedCount += 1
        return false
    }
}
