import CLinux
import Core
import Engine
import Glibc
import Synchronization

/// What the main thread does while shards run: waits for signals, for the time to be over or for
/// the shards to end, and looks once a second whether something was lost.
struct RunLoop: ~Copyable {
    /// Why the loop ended.
    enum Ending: Equatable {
        case signal(Int32)
        case timeOver
        case shardsEnded
        /// `tick` asked for it.
        case asked
    }

    private let signalFD: Int32
    private let stopAt: UInt64?

    /// Takes over SIGINT, SIGTERM, SIGUSR1 and SIGUSR2; before any other thread is started, since
    /// threads inherit what their maker blocks.
    init(stopAfterSeconds: Int?) throws {
        signalFD = unsafe gvfast_signalfd([SIGINT, SIGTERM, SIGUSR1, SIGUSR2, SIGHUP], 5)
        guard signalFD >= 0 else { throw CommandFailure("signalfd: error \(-signalFD)") }
        stopAt = stopAfterSeconds.map { Clock.monotonicNanos() + UInt64($0) * 1_000_000_000 }
    }

    deinit { close(signalFD) }

    /// Waits for the end; `tick` is called about once a second and says whether to go on, `reopen`
    /// at SIGUSR1, `profile` at SIGUSR2, `reload` at SIGHUP, which without it ends the run.
    func run(
        _ shards: ShardGroup, tick: () -> Bool, reopen: () -> Void, profile: () -> Void,
        reload: (() -> Void)? = nil
    ) -> Ending {
        var lastTick = Clock.monotonicNanos()
        while true {
            if shards.haveShardsEnded { return .shardsEnded }
            let now = Clock.monotonicNanos()
            if let stopAt, now >= stopAt { return .timeOver }
            if now - lastTick >= 1_000_000_000 {
                lastTick = now
                if !tick() { return .asked }
            }
            wait(shards, nanos: min(1_000_000_000, stopAt.map { $0 - now } ?? .max))
            while true {
                let signal = gvfast_signalfd_read(signalFD)
                if signal == SIGUSR1 { reopen() }
                if signal == SIGUSR2 { profile() }
                if signal == SIGHUP {
                    guard let reload else { return .signal(signal) }
                    reload()
                }
                if signal == SIGINT || signal == SIGTERM { return .signal(signal) }
                if signal <= 0 { break }
            }
        }
    }

    /// Whether SIGINT or SIGTERM has come since the last look.
    func takeStopSignal() -> Bool {
        while true {
            let signal = gvfast_signalfd_read(signalFD)
            if signal == SIGINT || signal == SIGTERM { return true }
            if signal <= 0 { return false }
        }
    }

    private func wait(_ shards: ShardGroup, nanos: UInt64) {
        var entries = [
            pollfd(fd: signalFD, events: Int16(POLLIN), revents: 0),
            pollfd(fd: shards.ended.fd, events: Int16(POLLIN), revents: 0),
        ]
        let millis = Int32(min(nanos / 1_000_000 + 1, 1_000))
        _ = unsafe poll(&entries, 2, millis)
        if entries[1].revents != 0 { shards.ended.drain() }
    }
}
