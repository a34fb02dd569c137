internal import CLinux
internal import Core
internal import Glibc

/// Writes to a descriptor that others may share (standard output) without ever getting stuck.
///
/// The descriptor keeps its flags, since they belong to everybody who holds it. Pipes and terminals
/// are written in pieces that fit once poll(2) has said that there is room (one page of a pipe,
/// pipe(7)); sockets are sent to without waiting; files take everything at once.
struct DescriptorWriter {
    let fd: Int32
    private let kind: Kind

    private enum Kind {
        case file, stream, socket
    }

    enum Outcome: Equatable {
        case done
        case cancelled(writtenCount: Int)
        case failed(SystemError, writtenCount: Int)
    }

    /// Does not take over the descriptor.
    init(_ fd: Int32) {
        self.fd = fd
        var status = stat()
        let format = unsafe fstat(fd, &status) == 0 ? status.st_mode & S_IFMT : 0
        switch format {
        case S_IFSOCK: kind = .socket
        case S_IFIFO: kind = .stream
        case S_IFCHR: kind = isatty(fd) == 1 ? .stream : .file
        default: kind = .file
        }
    }

    /// What always fits into a pipe that has room (PIPE_BUF, pipe(7)).
    private static var pieceBytes: Int { 4096 }

    /// Writes all bytes, waiting as long as it takes unless `cancel` becomes readable.
    func write(_ bytes: BorrowedBytes, cancel: Int32) -> Outcome {
        var offset = 0
        while offset < bytes.count {
            if kind != .file, Readiness.waitWritable(fd, cancel: cancel) == .cancelled {
                return .cancelled(writtenCount: offset)
            }
            let piece = kind == .stream ? Self.pieceBytes : bytes.count
            let written = writeOnce(bytes.slice(offset, piece))
            if written >= 0 {
                offset += written
                continue
            }
            switch Int32(-written) {
            case EINTR: continue
            case EAGAIN:
                if Readiness.waitWritable(fd, cancel: cancel) == .cancelled {
                    return .cancelled(writtenCount: offset)
                }
            case let code:
                let error = SystemError(call: "write", code: code)
                return .failed(error, writtenCount: offset)
            }
        }
        return .done
    }

    /// Bytes written, or the negated errno.
    private func writeOnce(_ bytes: BorrowedBytes) -> Int {
        guard let base = unsafe bytes.rawBuffer.baseAddress else { return 0 }
        if kind == .socket { return Int(unsafe gvfast_send(fd, base, bytes.count, 0)) }
        let written = unsafe Glibc.write(fd, base, bytes.count)
        let code = errno
        return written < 0 ? -Int(code) : written
    }
}
