import Core
import Engine
import Synchronization

/// Looks once a second whether sandboxes lost messages, and does what `syscall_event_drops` says:
/// a line in the log, an alert in Falco's words, or the end.
final class LossWatch {
    private let shards: ShardGroup
    private var policy: DropPolicy
    private var seenLost: UInt64 = 0
    private var seenReceived: UInt64 = 0
    /// Losses are to end the program.
    private(set) var wantsEnd = false

    init(_ shards: ShardGroup, _ settings: DropSettings) {
        self.shards = shards
        policy = DropPolicy(settings)
    }

    /// Once a second, from the main thread.
    func tick() {
        var lost: UInt64 = 0
        var received: UInt64 = 0
        for control in shards.controls {
            lost += control.droppedBySender.load(ordering: .relaxed)
            received += control.received.load(ordering: .relaxed)
        }
        let newLost = lost - seenLost
        let newReceived = received - seenReceived
        seenLost = lost
        seenReceived = received
        let actions = policy.actions(
            received: newReceived, lost: newLost, nanos: Clock.monotonicNanos())
        if actions.contains(.log) {
            Log.line(
                "Sandboxes dropped \(newLost) messages beside \(newReceived) that were received")
        }
        if actions.contains(.alert) {
            shards.post(
                DropPolicy.alert(
                    received: newReceived, lost: newLost, timeNanos: Clock.realtimeNanos()))
        }
        if actions.contains(.exit) { wantsEnd = true }
    }
}
