package import Core

/// Turns what shards recorded into lines. This module knows queues and outputs, not rules; the
/// engine gives it one renderer, made and used on the output thread alone.
package protocol AlertRendering: AnyObject {
    /// Appends the line of a record, without a newline; nil when it cannot be rendered any more.
    func render(_ record: BorrowedBytes, into line: inout ByteBuffer) -> AlertLine?

    /// Appends the line that tells of lost alerts; nil to say nothing.
    func renderDrops(_ drops: AlertDrops, into line: inout ByteBuffer) -> AlertLine?
}

/// What outputs and counters want to know of an alert beside its text.
package struct AlertLine: Equatable, Sendable {
    /// Number of the rule in its program; `noRule` for messages of the engine itself.
    package var rule: UInt32
    /// The program's number.
    package var generation: UInt32
    /// Severity as syslog counts it, 0 emergency to 7 debug.
    package var priority: UInt8
    package var isJSON: Bool

    package static var noRule: UInt32 { .max }

    package init(rule: UInt32, generation: UInt32, priority: UInt8, isJSON: Bool) {
        self.rule = rule
        self.generation = generation
        self.priority = priority
        self.isJSON = isJSON
    }
}

/// Alerts that were lost because a queue was full.
package struct AlertDrops: Equatable, Sendable {
    /// Since the last report.
    @usableFromInline package var count: UInt64
    /// Since the start.
    package var total: UInt64
    /// Nanoseconds since 1970.
    package var timeNanos: UInt64

    package init(count: UInt64, total: UInt64, timeNanos: UInt64) {
        self.count = count
        self.total = total
        self.timeNanos = timeNanos
    }
}
