import TestSupport

/// Which known error of the reference explains a difference: the letters of the golden folder's
/// list. Two are ours: `N` is what newer sandboxes tell and the reference's reader passes over, `R`
/// is what it could not know because the recording took messages away from it.
enum GoldenLetters {
    /// An alert of the reference that we do not raise.
    static func missing(_ alert: GoldenAlert, _ run: GoldenRun) -> String? {
        // Mounts that nobody told of are no sensitive mounts.
        if alert.rule == "Launch Sensitive Mount Container" { return "F" }
        // A call that failed and raised an alert as if it had not.
        if run.failedTimes.contains(alert.time) { return "A" }
        return nil
    }

    /// An alert of ours that the reference does not raise.
    static func extra(_ alert: GoldenAlert, _ run: GoldenRun) -> String? {
        let type = alert.fields["evt.type"] ?? ""
        // An exec that failed: the reference gave the process the name of what did not run, so that
        // rules on its own name were not met.
        if run.failedExecTimes.contains(alert.time) { return "A" }
        // The reference was not given fcntl messages, so directories that grep and find have
        // duplicated are unknown to it, and with them the paths opened from there.
        if run.relativeOpenTimes.contains(alert.time) { return "R" }
        // Messages and details of execs that the reference does not read.
        if type == "\"ptrace\"" { return "N" }
        if newerDetails.contains(alert.rule) { return "N" }
        return nil
    }

    /// Rules on where an executable comes from, which `sentry/execve` tells since 2026.
    private static let newerDetails: Set<String> = [
        "Drop and execute new binary in container", "Fileless execution via memfd_create",
    ]

    /// A field of an alert that both raise.
    static func field(
        _ key: String, _ theirs: String, _ ours: String, _ alert: GoldenAlert, _ run: GoldenRun
    ) -> String? {
        switch key {
        case "user.uid", "user.name", "group.gid", "group.name": return "B"
        case "proc.pid", "proc.ppid", "proc.apid", "thread.tid":
            return theirs == "null" ? "D" : nil
        case "evt.type": return theirs == "\"vfork\"" && ours == "\"fork\"" ? "E" : nil
        case "proc.exepath", "proc.pexepath":
            // argv[0] is no path; what is not known is empty.
            return theirs.contains("/") ? nil : "G"
        case "proc.cwd": return theirs == "\"\"" ? "K" : nil
        default: break
        }
        let isOfDescriptor = key.hasPrefix("fd.") || key == "evt.args" || key.hasPrefix("evt.arg.")
        if isOfDescriptor || key == "evt.res", run.failedTimes.contains(alert.time) { return "A" }
        return nil
    }
}
