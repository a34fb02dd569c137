internal import CLinux
package import Core
internal import Glibc

/// Lines appended to a file (`file_output`).
///
/// With `keepAlive` the file stays open until `reopen()`; else it is opened for each batch, so that
/// a file moved away by a log rotation is left behind at once.
package final class FileSink: AlertSink {
    package let name = "file"
    private let path: String
    private let keepsOpen: Bool
    private var fd: Int32 = -1
    /// The last write broke off inside a line.
    private var isTorn = false

    package init(path: String, keepAlive: Bool) {
        self.path = path
        keepsOpen = keepAlive
    }

    deinit { close() }

    /// Opens the file to see whether that works, for a clear error at start.
    package func probe() throws(SystemError) {
        try open()
        if !keepsOpen { close() }
    }

    package func deliver(_ batch: borrowing AlertBatch, cancel: Int32) -> SinkOutcome {
        do throws(SystemError) {
            if fd < 0 { try open() }
        } catch {
            return SinkOutcome(deliveredCount: 0, failure: .refused(error))
        }
        let outcome = SinkOutcome(
            writing: batch, to: DescriptorWriter(fd), isTorn: &isTorn, cancel: cancel)
        if !keepsOpen || outcome.failure != nil { close() }
        return outcome
    }

    package func reopen() { close() }

    package func finish(cancel: Int32) { close() }

    private func open() throws(SystemError) {
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC
        let result = unsafe gvfast_open(path, flags, 0o644)
        if result < 0 { throw SystemError(call: "open", code: -result) }
        fd = result
    }

    private func close() {
        if fd >= 0 { closeDescriptor(fd) }
        fd = -1
    }
}
