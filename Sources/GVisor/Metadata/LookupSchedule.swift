/// Which containers are to be looked up when: new ones at once, those that nobody knew yet or that
/// failed again after growing pauses, a bounded number of times.
package struct LookupSchedule {
    /// A container that waits for its next look.
    package struct Entry: Equatable, Sendable {
        package let id: String
        /// Looks so far.
        package fileprivate(set) var attemptCount = 0
        /// Something was told of it already.
        package var isDescribed = false
        fileprivate var dueNanos: UInt64 = 0
    }

    /// Pauses before the second look, the third, …; after the last look comes none.
    package static let pausesNanos: [UInt64] = [1, 2, 4, 8, 16].map { $0 * 1_000_000_000 }
    /// Containers that may wait for another look.
    package static let retryLimit = 4_096

    private var fresh: [Entry] = []
    private var retries: [Entry] = []

    package init() {}

    package mutating func add(_ ids: [String]) {
        fresh += ids.map { Entry(id: $0) }
    }

    /// The next container whose time has come: new ones go before those that failed.
    package mutating func take(_ nowNanos: UInt64) -> Entry? {
        var entry: Entry
        if !fresh.isEmpty {
            entry = fresh.removeFirst()
        } else if let index = retries.firstIndex(where: { $0.dueNanos <= nowNanos }) {
            entry = retries.remove(at: index)
        } else {
            return nil
        }
        entry.attemptCount += 1
        return entry
    }

    /// Has the container looked up again later; false when it had its looks or too many wait.
    package mutating func retry(_ entry: Entry, _ nowNanos: UInt64) -> Bool {
        let index = entry.attemptCount - 1
        guard index < Self.pausesNanos.count, retries.count < Self.retryLimit else { return false }
        var entry = entry
        entry.dueNanos = nowNanos &+ Self.pausesNanos[index]
        retries.append(entry)
        return true
    }

    /// Milliseconds until something is due, rounded up; -1 when nothing waits.
    package func waitMillis(_ nowNanos: UInt64) -> Int32 {
        if !fresh.isEmpty { return 0 }
        guard let due = retries.map(\.dueNanos).min() else { return -1 }
        if due <= nowNanos { return 0 }
        return Int32(truncatingIfNeeded: min(60_000, (due - nowNanos) / 1_000_000 + 1))
    }
}
