internal import Glibc

/// Asks Docker's daemon over its socket. Every question has a time and a size that it may take;
/// a daemon that hangs, talks without end or talks nonsense costs that much and no more. For
/// threads that may block.
package struct DockerClient: Sendable {
    package let socket: String
    /// For connecting, asking and reading together.
    package var timeoutMillis = 2_000
    package var byteCountLimit = 4 << 20
    /// Asked while waiting: true ends the question as if its time were over.
    package var isCancelled: @Sendable () -> Bool = { false }

    package init(socket: String) { self.socket = socket }

    package enum Failure: Error, Equatable {
        /// Nothing listens there.
        case absent
        case timedOut
        case tooLarge
        /// The answer is no HTTP or no JSON, or was cut off.
        case malformed
        /// A status other than 200 and 404.
        case refused(status: Int)
        /// The system's words.
        case broken(String)
    }

    /// The JSON at `path`; nil when the daemon knows nothing there.
    package func get(_ path: String) throws(Failure) -> JSONNode? {
        let deadline = Self.nowMillis() + timeoutMillis
        let fd = try connect(deadline)
        defer { close(fd) }
        // Version 1.0, so that the answer comes in one piece and ends with the connection.
        let question = "GET \(path) HTTP/1.0\r\nHost: docker\r\nAccept: application/json\r\n\r\n"
        try send(Array(question.utf8), fd, deadline)
        let answer = try receive(fd, deadline)
        let (status, body) = try Self.parts(of: answer)
        if status == 404 { return nil }
        guard status == 200 else { throw .refused(status: status) }
        guard let root = try? JSONParser.parse(body) else { throw .malformed }
        return root
    }

    private func connect(_ deadline: Int) throws(Failure) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array(socket.utf8)
        guard path.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw .broken("\(socket): path too long for a socket")
        }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path) }
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let fd = Glibc.socket(AF_UNIX, kind, 0)
        guard fd >= 0 else { throw .broken(Self.text(errno)) }
        while true {
            let result = unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe Glibc.connect(fd, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            if result == 0 { return fd }
            let code = errno
            // The daemon's queue is full: nothing tells when that changes.
            if (code == EAGAIN || code == EINTR) && isTimeLeft(deadline) {
                usleep(10_000)
                continue
            }
            close(fd)
            switch code {
            case ENOENT, ECONNREFUSED, ENOTDIR: throw .absent
            case EAGAIN, EINTR: throw .timedOut
            default: throw .broken("\(socket): \(Self.text(code))")
            }
        }
    }

    private func send(_ bytes: [UInt8], _ fd: Int32, _ deadline: Int) throws(Failure) {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.send(
                    fd, buffer.baseAddress.map { unsafe $0 + sent }, buffer.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                sent += count
                continue
            }
            let code = errno
            guard code == EAGAIN || code == EINTR else { throw .broken(Self.text(code)) }
            try wait(fd, Int16(POLLOUT), deadline)
        }
    }

    private func receive(_ fd: Int32, _ deadline: Int) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe recv(fd, &chunk, chunk.count, 0)
            if count == 0 { return bytes }
            if count > 0 {
                bytes.append(contentsOf: chunk[..<count])
                if bytes.count > byteCountLimit { throw .tooLarge }
                // A daemon that never stops sending is never waited for.
                if !isTimeLeft(deadline) { throw .timedOut }
                continue
            }
            let code = errno
            guard code == EAGAIN || code == EINTR else { throw .broken(Self.text(code)) }
            try wait(fd, Int16(POLLIN), deadline)
        }
    }

    /// Waits for `events` in short steps, each followed by a look whether to go on.
    private func wait(_ fd: Int32, _ events: Int16, _ deadline: Int) throws(Failure) {
        while true {
            guard isTimeLeft(deadline) else { throw .timedOut }
            var entry = pollfd(fd: fd, events: events, revents: 0)
            if unsafe poll(&entry, 1, 20) > 0 { return }
        }
    }

    private func isTimeLeft(_ deadline: Int) -> Bool {
        Self.nowMillis() < deadline && !isCancelled()
    }

    private static func nowMillis() -> Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }

    private static func text(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}

extension DockerClient {
    /// Status and body of an answer; refuses one that is shorter than it says.
    static func parts(of answer: [UInt8]) throws(Failure) -> (status: Int, body: [UInt8]) {
        let separator: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
        guard answer.starts(with: Array("HTTP/1.".utf8)),
            let end = answer.firstRange(of: separator)
        else { throw .malformed }
        let lines = String(decoding: answer[..<end.lowerBound], as: UTF8.self)
            .split(separator: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else { throw .malformed }
        var body = Array(answer[end.upperBound...])
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { throw .malformed }
            let value = parts[1].drop { $0 == " " }
            switch parts[0].lowercased() {
            case "content-length":
                guard let count = Int(value), count >= 0, count <= body.count else {
                    throw .malformed
                }
                body = Array(body[..<count])
            case "transfer-encoding": throw .malformed
            default: continue
            }
        }
        return (status, body)
    }
}
