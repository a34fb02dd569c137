internal import Core
package import Events
package import Rules

/// Which addresses the host names of the rules stand for, and when to look each of them up again.
/// Plain data without a clock or a resolver of its own.
package struct HostNameTable {
    /// Names that are looked up; more never have an answer.
    package static let nameLimit = 256
    /// Addresses kept of one name.
    private static let addressLimit = 64
    /// A name's next look-up: what resolvers do not tell is how long an answer holds, and most
    /// answers of services that move hold for a minute.
    private static let refreshNanos: UInt64 = 60_000_000_000
    /// After a failure, doubled with each further one.
    private static let retryNanos: UInt64 = 5_000_000_000
    private static let retryNanosMax: UInt64 = 300_000_000_000

    /// What looking up a name came to.
    package enum Answer: Equatable, Sendable {
        /// The addresses; none when there is no such name.
        case addresses([IPAddress])
        /// Nobody answered.
        case failed
    }

    package struct Counters: Equatable, Sendable {
        package var lookupCount: UInt64 = 0
        package var failedCount: UInt64 = 0
        /// Names that have had no answer at all so far: comparisons with them do not hold.
        package var unansweredCount = 0
        /// Names beyond the limit.
        package var refusedCount = 0
    }

    private struct Entry {
        let name: String
        var addresses: [IPAddress]?
        var nextNanos: UInt64 = 0
        var failureCount: UInt64 = 0
    }

    private var entries: [Entry]
    package private(set) var counters = Counters()

    package init(names: [String]) {
        entries = names.prefix(Self.nameLimit).map { Entry(name: $0) }
        counters.refusedCount = max(0, names.count - Self.nameLimit)
        counters.unansweredCount = entries.count
    }

    /// Looks up one name whose time has come, if there is one. Returns whether what is known
    /// changed; nil when no name's time has come.
    package mutating func step(nowNanos: UInt64, resolve: (String) -> Answer) -> Bool? {
        guard let index = entries.firstIndex(where: { $0.nextNanos <= nowNanos }) else {
            return nil
        }
        counters.lookupCount &+= 1
        switch resolve(entries[index].name) {
        case .failed:
            // The last answer stays: that nobody answers now makes it no less true.
            counters.failedCount &+= 1
            let shift = min(entries[index].failureCount, 6)
            entries[index].failureCount &+= 1
            entries[index].nextNanos =
                nowNanos &+ min(Self.retryNanosMax, Self.retryNanos &<< shift)
            return false
        case .addresses(let found):
            // Resolvers turn the order of addresses with every answer.
            let addresses = Set(found).sorted { Self.precedes($0, $1) }
            let kept = Array(addresses.prefix(Self.addressLimit))
            let isNew = entries[index].addresses != kept
            if entries[index].addresses == nil { counters.unansweredCount -= 1 }
            entries[index].addresses = kept
            entries[index].failureCount = 0
            entries[index].nextNanos = nowNanos &+ Self.refreshNanos
            return isNew
        }
    }

    private static func precedes(_ left: IPAddress, _ right: IPAddress) -> Bool {
        if left.isIPv6 != right.isIPv6 { return right.isIPv6 }
        return (left.high, left.low) < (right.high, right.low)
    }

    /// When the next name's time comes; nil without names.
    package var nextNanos: UInt64? { entries.map(\.nextNanos).min() }

    /// What is known now.
    package var addresses: HostAddresses {
        var answers: [String: [IPAddress]] = [:]
        for entry in entries { answers[entry.name] = entry.addresses }
        return HostAddresses(answers)
    }
}
