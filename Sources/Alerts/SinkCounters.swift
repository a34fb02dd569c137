package import Synchronization

/// Counters of one output. Numbers of lines, internal messages included.
package final class SinkCounters: Sendable {
    /// Went into the output's queue. Written by the output thread.
    package let queued = Atomic<UInt64>(0)
    /// Refused by the full queue. Written by the output thread.
    package let dropped = Atomic<UInt64>(0)
    /// Delivered. Written by the output's own thread.
    package let delivered = Atomic<UInt64>(0)
    /// Given up: refused by the system, or undelivered at the deadline of a stop.
    package let failed = Atomic<UInt64>(0)
    /// Delivered by program and rule.
    private let byRule = Mutex<[RuleKey: UInt64]>([:])

    package init() {}

    /// A rule of a program.
    package struct RuleKey: Hashable, Sendable {
        package var generation: UInt32
        package var rule: UInt32

        package init(generation: UInt32, rule: UInt32) {
            self.generation = generation
            self.rule = rule
        }
    }

    /// Alerts delivered, by program and rule; a copy.
    package var deliveredByRule: [RuleKey: UInt64] { byRule.withLock { $0 } }

    func note(_ batch: borrowing AlertBatch, _ outcome: SinkOutcome) {
        let refused = outcome.refused
        let deliveredCount = min(outcome.deliveredCount, batch.count) - refused.count
        delivered.add(UInt64(deliveredCount))
        failed.add(UInt64(batch.count - deliveredCount))
        // a batch cannot be captured by a closure, its entries can
        let entries = batch.entries.prefix(outcome.deliveredCount)
        byRule.withLock { counts in
            var skipped = refused[...]
            for index in entries.indices {
                if skipped.first == index {
                    skipped.removeFirst()
                    continue
                }
                let line = entries[index].line
                if line.rule == AlertLine.noRule { continue }
                counts[RuleKey(generation: line.generation, rule: line.rule), default: 0] += 1
            }
        }
    }
}

extension Atomic where Value == UInt64 {
    /// Adds to a counter that only the calling thread writes.
    func add(_ count: UInt64) {
        store(load(ordering: .relaxed) &+ count, ordering: .relaxed)
    }
}
