internal import CLinux
internal import Core
internal import Glibc

/// A connection to an HTTP server, for one request at a time.
final class HTTPConnection {
    /// What became of a request.
    enum Outcome: Equatable {
        /// The server's answer, and whether the connection can be used again.
        case status(Int, isReusable: Bool)
        /// The server closed before it answered.
        case closed
        case timedOut
        case cancelled
        case failed(SystemError)
        case malformed
    }

    private let fd: Int32

    /// A server that takes longer for one step is too slow.
    static var patienceMillis: Int32 { 5_000 }
    /// Longer heads of answers are malformed.
    private static var headLimit: Int { 64 * 1024 }

    private init(fd: Int32) { self.fd = fd }

    deinit { closeDescriptor(fd) }

    /// Connects to the first address that answers; nil and the outcome otherwise. Looking up the
    /// name can take as long as the system's resolver wants.
    static func connect(
        _ endpoint: HTTPEndpoint, cancel: Int32
    ) -> (connection: HTTPConnection?, outcome: Outcome) {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(endpoint.host, endpoint.port, &hints, &list) == 0 else {
            return (nil, .failed(SystemError(call: "getaddrinfo", code: ENOENT)))
        }
        defer { unsafe freeaddrinfo(list) }
        var outcome = Outcome.failed(SystemError(call: "getaddrinfo", code: ENOENT))
        var next = unsafe list
        while let address = unsafe next {
            let fd = socket(
                unsafe address.pointee.ai_family,
                Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
            let code = errno
            if fd < 0 { return (nil, .failed(SystemError(call: "socket", code: code))) }
            let connection = HTTPConnection(fd: fd)
            let started = unsafe Glibc.connect(
                fd, address.pointee.ai_addr, address.pointee.ai_addrlen)
            let reason = errno
            outcome = connection.finishConnect(started == 0 ? 0 : reason, cancel: cancel)
            if outcome == .closed { return (connection, outcome) }
            if outcome == .cancelled { return (nil, outcome) }
            unsafe next = address.pointee.ai_next
        }
        return (nil, outcome)
    }

    /// `.closed` stands for connected, nothing having been asked yet.
    private func finishConnect(_ code: Int32, cancel: Int32) -> Outcome {
        if code == 0 { return .closed }
        guard code == EINPROGRESS else {
            return .failed(SystemError(call: "connect", code: code))
        }
        switch Readiness.waitWritable(fd, cancel: cancel, timeoutMillis: Self.patienceMillis) {
        case .cancelled: return .cancelled
        case .timedOut: return .timedOut
        case .ready: break
        }
        var error: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        _ = unsafe getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length)
        return error == 0 ? .closed : .failed(SystemError(call: "connect", code: error))
    }

    /// Sends a request and reads the answer; the body of the answer is passed over.
    func exchange(_ request: BorrowedBytes, cancel: Int32) -> Outcome {
        switch DescriptorWriter(fd).write(request, cancel: cancel) {
        case .done: break
        case .cancelled: return .cancelled
        case .failed(let error, _):
            return error.code == EPIPE || error.code == ECONNRESET ? .closed : .failed(error)
        }
        var head: [UInt8] = []
        while head.count < Self.headLimit {
            if let answer = HTTPAnswer(head) { return finish(answer, head, cancel: cancel) }
            if let end = receive(&head, cancel: cancel) { return end }
        }
        return .malformed
    }

    /// Reads what is left of the body, so that the next answer begins at its start.
    private func finish(_ answer: HTTPAnswer, _ read: [UInt8], cancel: Int32) -> Outcome {
        guard answer.isReusable, let length = answer.bodyLength, length <= Self.headLimit else {
            return .status(answer.status, isReusable: false)
        }
        var bytes = read
        while bytes.count < answer.headLength + length {
            if receive(&bytes, cancel: cancel) != nil {
                return .status(answer.status, isReusable: false)
            }
        }
        return .status(answer.status, isReusable: true)
    }

    /// Adds what has arrived; an outcome when nothing more will.
    private func receive(_ bytes: inout [UInt8], cancel: Int32) -> Outcome? {
        switch Readiness.waitReadable(fd, cancel: cancel, timeoutMillis: Self.patienceMillis) {
        case .cancelled: return .cancelled
        case .timedOut: return .timedOut
        case .ready: break
        }
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = unsafe read(fd, &chunk, chunk.count)
        let code = errno
        if count > 0 {
            bytes += chunk[..<count]
            return nil
        }
        if count == 0 { return .closed }
        if code == EINTR || code == EAGAIN { return nil }
        return code == ECONNRESET
            ? .closed : .failed(SystemError(call: "read", code: code))
    }
}

/// The head of an answer.
struct HTTPAnswer: Equatable {
    var status: Int
    /// With the empty line that ends it.
    var headLength: Int
    /// nil when only the end of the connection tells.
    var bodyLength: Int?
    var isReusable: Bool

    /// Reads a head; nil when it is not complete.
    init?(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.utf8.firstRange(of: "\r\n\r\n".utf8) else { return nil }
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        headLength = text.utf8.distance(from: text.utf8.startIndex, to: end.upperBound)
        let words = (lines.first ?? "").split(separator: " ")
        status = words.count > 1 && words[0].hasPrefix("HTTP/") ? Int(words[1]) ?? 0 : 0
        isReusable = words.first == "HTTP/1.1"
        if status == 204 || status == 304 { bodyLength = 0 }
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let name = line[..<colon].lowercased()
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            if name == "content-length" { bodyLength = Int(value).flatMap { $0 >= 0 ? $0 : nil } }
            if name == "connection", value.lowercased() == "close" { isReusable = false }
            if name == "transfer-encoding" { isReusable = false }
        }
    }
}
