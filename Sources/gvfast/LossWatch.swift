import Core
import Engine
import Rules
import Synchronization

/// Looks once a second whether messages or alerts were lost, and says so: in the log, and by an
/// alert in Falco's words for lost events.
final class LossWatch {
    private let shards: ShardGroup
    private var seen: UInt64 = 0
    private var seenReceived: UInt64 = 0
    /// Falco's bucket: one alert per 30 seconds.
    private static let alertPauseNanos: UInt64 = 30_000_000_000
    private var nextAlertNanos: UInt64 = 0
    private var lostUnalerted: UInt64 = 0
    private var eventsUnalerted: UInt64 = 0

    init(_ shards: ShardGroup) { self.shards = shards }

    /// Once a second, from the main thread.
    func tick() {
        var dropped: UInt64 = 0
        var received: UInt64 = 0
        for control in shards.controls {
            dropped += control.droppedBySender.load(ordering: .relaxed)
            received += control.received.load(ordering: .relaxed)
        }
        let lost = dropped - seen
        let events = received - seenReceived
        seen = dropped
        seenReceived = received
        if lost == 0 { return }
        Log.line("Sandboxes dropped \(lost) messages beside \(events) that were received")
        lostUnalerted += lost
        eventsUnalerted += events
        let now = Clock.monotonicNanos()
        if now < nextAlertNanos { return }
        nextAlertNanos = now + Self.alertPauseNanos
        shards.post(alert())
        lostUnalerted = 0
        eventsUnalerted = 0
    }

    /// The alert that Falco raises for lost events, with its fields; what gVisor does not tell
    /// apart is 0.
    private func alert() -> InternalMessage {
        let rule = "Falco internal: syscall event drop"
        var fields: [String: InternalMessage.Value] = [
            "n_drops": .text("\(lostUnalerted)"),
            "n_drops_buffer_total": .text("\(lostUnalerted)"),
            "n_evts": .text("\(eventsUnalerted)"),
            "ebpf_enabled": .text("0"),
        ]
        let kinds = [
            "clone_fork", "execve", "connect", "open", "dir_file", "other_interest", "close",
            "proc",
        ]
        for kind in kinds { fields["n_drops_buffer_\(kind)_exit"] = .text("0") }
        for name in ["scratch_map", "page_faults", "bug"] { fields["n_drops_\(name)"] = .text("0") }
        return InternalMessage(
            rule: rule, priority: .debug,
            text: "\(rule). \(lostUnalerted) system calls dropped in last second.",
            fields: fields, timeNanos: Clock.realtimeNanos())
    }
}
