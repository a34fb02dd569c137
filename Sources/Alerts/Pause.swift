internal import Core
internal import Glibc

/// Short waits of cold code.
enum Pause {
    static func milliseconds(_ count: Int32) {
        _ = poll(nil, 0, count)
    }
}

/// Waiting for descriptors, interruptible through a second one.
enum Readiness {
    case ready, cancelled, timedOut

    /// Waits until `fd` can be written (or has failed, which the write then tells), or until
    /// `cancel` is readable. A negative limit waits for ever.
    static func waitWritable(_ fd: Int32, cancel: Int32, timeoutMillis: Int32 = -1) -> Readiness {
        wait(fd, events: Int16(POLLOUT), cancel: cancel, timeoutMillis: timeoutMillis)
    }

    static func waitReadable(_ fd: Int32, cancel: Int32, timeoutMillis: Int32 = -1) -> Readiness {
        wait(fd, events: Int16(POLLIN), cancel: cancel, timeoutMillis: timeoutMillis)
    }

    private static func wait(
        _ fd: Int32, events: Int16, cancel: Int32, timeoutMillis: Int32
    ) -> Readiness {
        var entries: InlineArray<2, pollfd> = [
            pollfd(fd: fd, events: events, revents: 0),
            pollfd(fd: cancel, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            let count = unsafe withUnsafeMutableBytes(of: &entries) { raw in
                let first = unsafe raw.baseAddress?.assumingMemoryBound(to: pollfd.self)
                return unsafe poll(first, 2, timeoutMillis)
            }
            let code = errno
            if count < 0 {
                precondition(code == EINTR || code == ENOMEM, "poll of our own descriptors")
                continue
            }
            if entries[1].revents != 0 { return .cancelled }
            return count == 0 ? .timedOut : .ready
        }
    }
}
