package import Core
internal import Synchronization

/// Containers of which shards saw the first event and whose metadata somebody may look up.
///
/// Shards put ids in, never waiting: what finds the list in use is offered again next turn.
package final class ContainerRequests: Sendable {
    /// Ids that may wait; more are not looked up.
    private static let limit = 4_096

    /// Notified when there is something to take.
    package let signal: WakeSignal
    private let ids = Mutex<[String]>([])
    private let refused = Atomic<UInt64>(0)

    package init() throws(SystemError) { signal = try WakeSignal() }

    /// Adds ids; false when the list is in use just now. Any thread.
    package func offer(_ more: [String]) -> Bool {
        let isTaken: Bool? = ids.withLockIfAvailable { ids in
            let taken = more.prefix(max(0, Self.limit - ids.count))
            ids += taken
            refused.add(UInt64(more.count - taken.count), ordering: .relaxed)
            return true
        }
        if isTaken == true { signal.notify() }
        return isTaken == true
    }

    /// Ids for which there was no room.
    package var refusedCount: UInt64 { refused.load(ordering: .relaxed) }

    /// Takes all ids that wait.
    package func take() -> [String] {
        ids.withLock { ids in
            defer { ids = [] }
            return ids
        }
    }
}
