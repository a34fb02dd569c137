internal import CLinux
package import Core
internal import Glibc
package import Rules

/// Takes a snapshot of the metrics when it is time and sends it where the configuration says; used
/// by the main thread.
package final class MetricsReporter {
    private let settings: MetricsSettings
    private let output: OutputSettings
    private var snapshot: MetricsSnapshot
    private var dueNanos: UInt64

    /// nil when metrics are off.
    package init?(
        _ settings: EngineSettings, startNanos: UInt64, rulesFiles: [String],
        configFiles: [String]
    ) {
        guard settings.metrics.isEnabled else { return nil }
        self.settings = settings.metrics
        output = settings.output
        snapshot = MetricsSnapshot(
            settings: settings.metrics, hostname: settings.output.hostname,
            startNanos: startNanos, rulesFiles: rulesFiles, configFiles: configFiles)
        dueNanos = Clock.monotonicNanos() &+ settings.metrics.intervalMillis &* 1_000_000
    }

    /// Looks whether it is time; the caller comes by about once a second. `post` sends an alert. A
    /// file that cannot be written is an error, thrown once per snapshot.
    package func tick(
        input: () -> MetricsInput, post: (InternalMessage) -> Void
    ) throws(SystemError) {
        let now = Clock.monotonicNanos()
        if now < dueNanos { return }
        dueNanos = now &+ settings.intervalMillis &* 1_000_000
        let message = snapshot.message(input())
        if settings.isAlert { post(message) }
        if !settings.path.isEmpty { try append(message) }
    }

    /// Adds the snapshot as a line of JSON to the file.
    private func append(_ message: InternalMessage) throws(SystemError) {
        var json = output
        json.isJSON = true
        var line = ByteBuffer()
        AlertRenderer.render(message, settings: json, into: &line)
        line.append(0x0A)
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC
        let fd = unsafe gvfast_open(settings.path, flags, 0o644)
        if fd < 0 { throw SystemError(call: "open", code: -fd) }
        defer { closeDescriptor(fd) }
        let bytes = line.bytes
        let written = unsafe write(fd, bytes.rawBuffer.baseAddress, bytes.count)
        let code = errno
        if written != bytes.count { throw SystemError(call: "write", code: code) }
    }
}
