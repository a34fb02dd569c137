package import Alerts

/// What a whole run came to.
package struct RunReport: Sendable {
    package var shards = ShardReport()
    package var alerts: AlertCounters
    /// False when a shard or an output had to be left behind; the sums need not close then.
    package var isComplete = true

    package init(alerts: AlertCounters) { self.alerts = alerts }

    /// The sums that do not close, in words.
    package var imbalances: [String] {
        if !isComplete { return [] }
        var found = shards.imbalances
        func check(_ name: String, _ whole: UInt64, _ parts: UInt64) {
            if whole != parts { found.append("\(name): \(whole) are not \(parts)") }
        }
        let queued = alerts.queued.reduce(0, &+)
        check("queued", shards.total.queued, queued)
        check("dropped by queue", shards.total.droppedByQueue, alerts.dropped.reduce(0, &+))
        check("taken", queued, alerts.taken.reduce(0, &+))
        check("rendered", queued, alerts.rendered &+ alerts.lost)
        for sink in alerts.sinks {
            check("\(sink.name) delivered", sink.queued, sink.delivered &+ sink.failed)
        }
        return found
    }
}
