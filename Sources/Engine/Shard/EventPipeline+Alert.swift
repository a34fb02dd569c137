internal import Alerts
internal import Core
internal import Events
internal import Rules
internal import State
internal import Synchronization

/// What happens when rules hold, which is rare.
extension EventPipeline {
    /// Records an alert for each rule that holds.
    mutating func raiseAlerts(_ binding: EventBinding, on slot: Int) {
        for position in 0..<matcher.matchCount {
            let rule = matcher.rule(ofMatch: position)
            matchCounts[rule] &+= 1
            matchedCount &+= 1
            connections[slot].ledger.matched &+= 1
            // The values are copied now, since the state moves on.
            program.outputs.record(
                rule: rule, event, binding, state, extractor: &matcher.tree.extractor,
                into: &recorder)
            if push() {
                connections[slot].ledger.queued &+= 1
            } else {
                connections[slot].ledger.droppedByQueue &+= 1
                droppedByQueueCount &+= 1
            }
        }
    }

    private mutating func push() -> Bool {
        let record = recorder.finish()
        if !isLossless { return alerts.push(record) }
        let control = control
        return alerts.pushWaiting(record) { control.isAborted.load(ordering: .relaxed) }
    }
}
