package import Core
package import Rules
internal import Synchronization

/// The thread that looks up the host names that rules compare with. It is there only when rules do,
/// and nothing waits for it: until a name has its first answer, comparisons with it do not hold.
package final class HostNameResolver: Sendable {
    /// Known answers are handed out at most this often, since shards then forget what they know
    /// about descriptors.
    private static let publishNanos: UInt64 = 1_000_000_000

    private let signal: WakeSignal
    private let isStopping = Atomic<Bool>(false)
    /// Nothing may be handed out any more. Held while something is.
    private let isSilent = Mutex(false)
    private let hasEnded = Atomic<Bool>(false)
    private let counts = Mutex(HostNameTable.Counters())

    /// Starts the thread. `publish` gets what is known each time that it has changed.
    package init(
        names: [String], resolve: @escaping @Sendable (String) -> HostNameTable.Answer,
        publish: @escaping @Sendable (HostAddresses) -> Void
    ) throws(SystemError) {
        signal = try WakeSignal()
        let table = HostNameTable(names: names)
        counts.withLock { $0 = table.counters }
        _ = try ShardThread(name: "gvfast-names") { [self] in
            run(table, resolve, publish)
            hasEnded.store(true, ordering: .releasing)
        }
    }

    /// Tells the thread to end. It does so when the look-up at hand is over, which may take the
    /// resolver's own time limit: nobody waits for that. Once this returns nothing is handed out
    /// any more, so that a late answer cannot take the place of a successor's.
    package func stop() {
        isSilent.withLock { $0 = true }
        isStopping.store(true, ordering: .releasing)
        signal.notify()
    }

    /// What the look-ups came to so far.
    package var counters: HostNameTable.Counters { counts.withLock { $0 } }

    /// The thread has ended.
    package var isEnded: Bool { hasEnded.load(ordering: .acquiring) }

    private func run(
        _ names: HostNameTable, _ resolve: (String) -> HostNameTable.Answer,
        _ publish: (HostAddresses) -> Void
    ) {
        var table = names
        var hasNews = false
        var publishedNanos: UInt64 = 0
        while !isStopping.load(ordering: .acquiring) {
            let now = Clock.monotonicNanos()
            let step = table.step(nowNanos: now, resolve: resolve)
            counts.withLock { $0 = table.counters }
            if step == true { hasNews = true }
            let isIdle = step == nil
            if hasNews && (isIdle || Clock.monotonicNanos() &- publishedNanos > Self.publishNanos) {
                isSilent.withLock { if !$0 { publish(table.addresses) } }
                hasNews = false
                publishedNanos = Clock.monotonicNanos()
            }
            guard isIdle else { continue }
            guard let next = table.nextNanos else { return }
            let wait = next > now ? (next &- now) / 1_000_000 &+ 1 : 0
            signal.sleep(timeoutMillis: Int32(clamping: wait))
        }
    }
}
