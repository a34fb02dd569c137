import BenchSupport
import CLinux
import Core
import Glibc

/// When which message leaves.
struct LatencySchedule: Sendable {
    let rate: Int
    let count: Int
    let alertEvery: Int

    /// Nanoseconds after the start.
    func offset(_ number: Int) -> UInt64 {
        UInt64(Double(number) * 1e9 / Double(rate))
    }

    /// Whether the message raises an alert.
    func isMarked(_ number: Int) -> Bool { number % alertEvery == alertEvery - 1 }

    var markedCount: Int { count / alertEvery }
}

/// Sends the messages of a schedule on a thread of its own, as a Sentry does: each marked one with
/// its scheduled time as the event's time.
final class LatencyFeed: @unchecked Sendable {
    // Written by the sending thread alone, read after the join.
    private(set) var droppedMarkedCount = 0
    private var thread: ShardThread?

    /// The path of marked messages, which no other has the length of.
    static let markedPath = "/bench/marked"
    static let markedByteCount = OpenMessage(path: markedPath).datagram.count

    init(to socket: Int32, _ schedule: LatencySchedule, retries: Int) throws {
        thread = try ShardThread(name: "bench-send") { [unowned self] in
            run(socket, schedule, retries)
        }
    }

    /// Waits for the last message. Marked ones that found no room are told by
    /// `droppedMarkedCount`.
    func join() {
        if let thread = thread.take() { thread.join() }
    }

    private func run(_ socket: Int32, _ schedule: LatencySchedule, _ retries: Int) {
        SentrySend.sharpenSleeps()
        var sentry = SentrySend(retryLimit: retries)
        let others = (0..<64).map { OpenMessage(path: "/bench/other/file-\($0)").datagram }
        var marked = OpenMessage(path: Self.markedPath)
        // Half a second for the receiver to come to rest.
        let start = Clock.realtimeNanos() + 500_000_000
        var number = 0
        while number < schedule.count {
            let now = Clock.realtimeNanos()
            while number < schedule.count, start + schedule.offset(number) <= now {
                let isMarked = schedule.isMarked(number)
                if isMarked { marked.setTime(start + schedule.offset(number)) }
                let datagram = isMarked ? marked.datagram : others[number % others.count]
                let isSent = unsafe datagram.withUnsafeBytes { unsafe sentry.send($0, to: socket) }
                if isMarked && !isSent { droppedMarkedCount += 1 }
                number += 1
            }
            if number < schedule.count { Self.sleep(until: start + schedule.offset(number)) }
        }
    }

    private static func sleep(until nanos: UInt64) {
        var time = timespec(
            tv_sec: Int(nanos / 1_000_000_000), tv_nsec: Int(nanos % 1_000_000_000))
        unsafe clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &time, nil)
    }
}
