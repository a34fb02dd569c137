package import Rules

/// Decides second by second whether lost events call for action: Falco's threshold and bucket.
package struct DropPolicy: Sendable {
    private let settings: DropSettings
    private var tokens: Double
    private var lastNanos: UInt64?

    package init(_ settings: DropSettings) {
        self.settings = settings
        tokens = settings.maxBurst
    }

    /// Events received and lost since the call before; the time is monotonic. Empty: nothing is to
    /// be done.
    package mutating func actions(
        received: UInt64, lost: UInt64, nanos: UInt64
    ) -> Set<DropSettings.Action> {
        let seconds = lastNanos.map { Double(nanos &- $0) / 1e9 } ?? 0
        lastNanos = nanos
        tokens = min(settings.maxBurst, tokens + seconds * settings.ratePerSecond)
        let share = Double(lost) / Double(max(1, received &+ lost))
        guard lost > 0, share > settings.threshold, tokens >= 1 else { return [] }
        tokens -= 1
        return settings.actions.subtracting([.ignore])
    }

    /// The alert, with the fields that Falco gives it; what gVisor does not tell apart is 0.
    package static func alert(
        received: UInt64, lost: UInt64, timeNanos: UInt64
    ) -> InternalMessage {
        let rule = "Falco internal: syscall event drop"
        var fields: [String: InternalMessage.Value] = [
            "n_drops": .text("\(lost)"), "n_drops_buffer_total": .text("\(lost)"),
            "n_evts": .text("\(received)"), "ebpf_enabled": .text("0"),
        ]
        let kinds = [
            "clone_fork", "execve", "connect", "open", "dir_file", "other_interest", "close",
            "proc",
        ]
        for kind in kinds { fields["n_drops_buffer_\(kind)_exit"] = .text("0") }
        for name in ["scratch_map", "page_faults", "bug"] { fields["n_drops_\(name)"] = .text("0") }
        return InternalMessage(
            rule: rule, priority: .debug,
            text: "\(rule). \(lost) system calls dropped in last second.", fields: fields,
            timeNanos: timeNanos)
    }
}
