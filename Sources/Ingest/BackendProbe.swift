internal import Core
internal import CLinux
internal import Glibc

/// How sockets are read.
package enum IngestBackend: String, Sendable, CaseIterable {
    case uring
    case epoll
}

/// What was asked for: `--io auto|uring|epoll`.
package enum BackendChoice: String, Sendable, CaseIterable {
    case auto
    case uring
    case epoll
}

/// Which backend is used and, when it is not the one that `auto` prefers, why.
package struct BackendSelection: Equatable, Sendable {
    package let backend: IngestBackend
    /// For the log line; nil when there is nothing to explain.
    package let reason: String?

    package init(backend: IngestBackend, reason: String?) {
        self.backend = backend
        self.reason = reason
    }
}

/// io_uring was asked for and cannot be used.
package struct BackendUnavailable: Error, Equatable, Sendable, CustomStringConvertible {
    package let reason: String

    package var description: String { "io_uring cannot be used: \(reason)" }
}

extension IngestBackend {
    /// Decides by trying: `auto` takes io_uring when a small ring works here, else epoll.
    package static func select(_ choice: BackendChoice) throws(BackendUnavailable)
        -> BackendSelection
    {
        if choice == .epoll { return BackendSelection(backend: .epoll, reason: nil) }
        guard let problem = probeUring() else {
            return BackendSelection(backend: .uring, reason: nil)
        }
        if choice == .uring { throw BackendUnavailable(reason: problem) }
        return BackendSelection(backend: .epoll, reason: "io_uring cannot be used: \(problem)")
    }

    /// Receives one datagram by the very operations that the reactor uses, since multishot receive
    /// has no operation code that the kernel could be asked for. Nil when it works.
    static func probeUring() -> String? {
        do throws(SystemError) {
            var settings = IngestSettings()
            settings.bufferCount = 4
            settings.completionCapacity = 16
            settings.maxDatagramBytes = 4096
            // a filter may forbid each of the three calls alone; a reactor counts on the last one
            var ring = try UringRing(
                submissionCapacity: 4, completionCapacity: 16, bufferEntryCount: 4)
            try ring.enable()
            try ring.tryEntry()
            let group = try ReactorGroup(count: 1, maxConnections: 1)
            var reactor = try UringReactor(settings: settings, group: group, index: 0)
            return try probe(&reactor, group)
        } catch {
            return probeExplanation(of: error)
        }
    }

    private static func probe(
        _ reactor: inout UringReactor, _ group: ReactorGroup
    ) throws(SystemError) -> String? {
        var ends: [Int32] = [-1, -1]
        let status = unsafe ends.withUnsafeMutableBufferPointer { buffer -> Int32 in
            guard let base = buffer.baseAddress else { return -EINVAL }
            return unsafe gvfast_seqpacket_pair(0, base)
        }
        if status < 0 { throw SystemError(call: "socketpair", code: -status) }
        let sender = OwnedDescriptor(ends[0])
        group.adopt(fd: ends[1], isHandshaken: true)
        let sent = unsafe [UInt8](repeating: 42, count: 100).withUnsafeBytes { bytes -> Int64 in
            guard let base = bytes.baseAddress else { return 0 }
            return unsafe gvfast_send(sender.fd, base, bytes.count, 0)
        }
        guard sent == 100 else { return "a socket pair takes no datagram" }
        for _ in 0..<10 {
            let run = reactor.next(maxWaitNanos: 200_000_000)
            for index in 0..<run.count {
                let item = run[index]
                switch item.kind {
                case .datagram: return item.bytes.count == 100 ? nil : "a datagram came cut"
                case .closed, .handshakeFailed:
                    return probeExplanation(
                        of: SystemError(call: "multishot recv", code: item.value))
                case .opened: break
                }
            }
        }
        return "multishot receive gives nothing"
    }

    private static func probeExplanation(of error: SystemError) -> String {
        switch error.code {
        case EPERM, EACCES: "\(error) (forbidden by seccomp or kernel.io_uring_disabled)"
        case ENOSYS: "\(error) (the kernel has none)"
        case EINVAL: "\(error) (the kernel is older than 6.0)"
        default: error.description
        }
    }
}
