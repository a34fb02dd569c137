internal import CLinux
internal import Core
internal import Glibc

/// Lines for the system log (`syslog_output`), spoken straight to its socket so that a log daemon
/// that stands still can be given up. Facility user; the severity is the rule's priority.
package final class SyslogSink: AlertSink {
    package let name = "syslog"
    private let path: String
    private let identity: String
    private var fd: Int32 = -1
    private var datagram = ByteBuffer(capacity: 4096)

    /// `LOG_USER` of syslog(3), shifted into place.
    private static var facility: UInt64 { 1 << 3 }
    /// Longer messages are cut: daemons take 8 KiB and more, the socket about 200.
    private static var byteLimit: Int { 32 * 1024 }

    package init(path: String = "/dev/log", identity: String = "gvfast") {
        self.path = path
        self.identity = "\(identity)[\(getpid())]: "
    }

    deinit { close() }

    package func deliver(_ batch: borrowing AlertBatch, cancel: Int32) -> SinkOutcome {
        for index in 0..<batch.count {
            let entry = batch.entries[index]
            compose(batch.text(of: entry), priority: entry.line.priority)
            if let failure = send(cancel: cancel) {
                return SinkOutcome(deliveredCount: index, failure: failure)
            }
        }
        return SinkOutcome(deliveredCount: batch.count)
    }

    package func reopen() { close() }

    package func finish(cancel: Int32) { close() }

    /// `<PRIORITY>Mmm dd hh:mm:ss IDENTITY[PID]: TEXT`, as syslog(3) writes it.
    private func compose(_ text: BorrowedBytes, priority: UInt8) {
        datagram.removeAll()
        datagram.append(0x3C)
        datagram.append(decimal: Self.facility | UInt64(priority & 7))
        datagram.append(0x3E)
        var now = time(nil)
        var parts = unsafe tm()
        if unsafe localtime_r(&now, &parts) != nil {
            let months: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"
            for offset in 0..<3 {
                datagram.append(unsafe months.utf8Start[Int(parts.tm_mon) * 3 + offset])
            }
            let day = UInt64(unsafe parts.tm_mday)
            datagram.append(0x20)
            if day < 10 { datagram.append(0x20) }
            datagram.append(decimal: day)
            datagram.append(0x20)
            datagram.append(decimal: UInt64(unsafe parts.tm_hour), digits: 2)
            datagram.append(0x3A)
            datagram.append(decimal: UInt64(unsafe parts.tm_min), digits: 2)
            datagram.append(0x3A)
            datagram.append(decimal: UInt64(unsafe parts.tm_sec), digits: 2)
            datagram.append(0x20)
        }
        datagram.append(text: identity)
        datagram.append(text.slice(0, Self.byteLimit))
    }

    /// Sends the datagram; a daemon that was started again is connected to once more.
    private func send(cancel: Int32) -> SinkOutcome.Failure? {
        var hasReconnected = false
        while true {
            if fd < 0 {
                if let error = connect() { return .refused(error) }
                hasReconnected = true
            }
            let bytes = datagram.bytes
            guard let base = unsafe bytes.rawBuffer.baseAddress else { return nil }
            let sent = unsafe gvfast_send(fd, base, bytes.count, 0)
            if sent >= 0 { return nil }
            let code = Int32(-sent)
            if code == EAGAIN || code == ENOBUFS {
                // without memory the socket can be written and still takes nothing
                let waited = code == EAGAIN ? fd : -1
                let state = Readiness.waitWritable(waited, cancel: cancel, timeoutMillis: 100)
                if state == .cancelled { return .cancelled }
                continue
            }
            close()
            if hasReconnected { return .refused(SystemError(call: "send", code: code)) }
        }
    }

    private func connect() -> SystemError? {
        let made = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let code = errno
        if made < 0 { return SystemError(call: "socket", code: code) }
        let status = unsafe gvfast_connect_path(made, path)
        if status < 0 {
            closeDescriptor(made)
            return SystemError(call: "connect", code: -status)
        }
        fd = made
        return nil
    }

    private func close() {
        if fd >= 0 { closeDescriptor(fd) }
        fd = -1
    }
}
