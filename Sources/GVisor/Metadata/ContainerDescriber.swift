/// Looks containers up one after the other, again where that may help, and counts. One thread.
package struct ContainerDescriber {
    /// What came of it so far.
    package struct Counters: Equatable, Sendable {
        /// Looks, the first and all further ones of every container.
        package var lookupCount: UInt64 = 0
        /// Containers of which something became known.
        package var describedCount: UInt64 = 0
        /// Looks that a runtime did not answer, and those that found nobody who knows.
        package var failedCount: UInt64 = 0
        package var unknownCount: UInt64 = 0
        /// Looks that were put off to be done again, and containers given up in the end.
        package var retriedCount: UInt64 = 0
        package var abandonedCount: UInt64 = 0

        package init() {}
    }

    package private(set) var counters = Counters()
    private var lookup: ContainerLookup
    private var schedule = LookupSchedule()
    private var reported: Set<String> = []

    /// Different failures that are told; further ones are only counted.
    private static let reportLimit = 16

    package init(runsc: Runsc, sources: ContainerSources) {
        lookup = ContainerLookup(runsc: runsc, sources: sources)
    }

    package mutating func add(_ ids: [String]) { schedule.add(ids) }

    /// Milliseconds that the thread may sleep; -1 for ever.
    package func waitMillis(_ nowNanos: UInt64) -> Int32 { schedule.waitMillis(nowNanos) }

    /// Looks up one container whose time has come; false when there is none. `tell` gets what is
    /// known, `report` each new kind of failure once.
    package mutating func step(
        nowNanos: UInt64, tell: (ContainerDescription) -> Void, report: (String) -> Void
    ) -> Bool {
        guard let entry = schedule.take(nowNanos) else { return false }
        counters.lookupCount += 1
        var isDescribed = false
        let outcome = lookup.find(entry.id, nowNanos: nowNanos) { description in
            isDescribed = true
            tell(description)
        }
        if isDescribed && !entry.isDescribed { counters.describedCount += 1 }
        switch outcome {
        case .complete: return true
        case .unknown: counters.unknownCount += 1
        case .failed(let reason):
            counters.failedCount += 1
            if reported.count < Self.reportLimit, reported.insert(reason).inserted {
                report(reason)
            }
        }
        var next = entry
        next.isDescribed = next.isDescribed || isDescribed
        if schedule.retry(next, nowNanos) {
            counters.retriedCount += 1
        } else {
            counters.abandonedCount += 1
        }
        return true
    }
}
