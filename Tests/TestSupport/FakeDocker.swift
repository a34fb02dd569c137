import Glibc
import Synchronization

/// A Docker daemon of few words: answers questions at a Unix socket as a table says, one
/// connection after the other, on a thread of its own.
package final class FakeDocker: Sendable {
    /// What a path is answered with.
    package enum Answer: Sendable {
        /// Status 200 and this JSON.
        case json(String)
        case status(Int)
        /// The connection is taken and never answered.
        case silence
        /// Bytes as they are, then the end.
        case raw(String)
        /// A byte every few milliseconds, without end.
        case trickle
        /// A body that never ends, as fast as it goes.
        case flood
    }

    package let path: String
    private let listener: Int32
    private let answers: Mutex<[String: Answer]>
    private let asked = Mutex<[String]>([])
    private let isStopping = Atomic<Bool>(false)
    private let hasEnded = Atomic<Bool>(false)

    package struct Failure: Error {}

    /// Listens at `path`; what `answers` lacks is answered with 404.
    package init(path: String, _ answers: [String: Answer]) throws {
        self.path = path
        self.answers = Mutex(answers)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) {
            unsafe $0.copyBytes(from: Array(path.utf8))
        }
        // closed in the programs that other tests start meanwhile, or it would go on listening
        let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue
        listener = socket(AF_UNIX, Int32(kind), 0)
        unsafe unlink(path)
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0, listen(listener, 16) == 0 else { throw Failure() }
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(self).toOpaque()
        unsafe pthread_create(
            &thread, nil,
            { context in
                let server = unsafe Unmanaged<FakeDocker>.fromOpaque(context!).takeRetainedValue()
                server.serve()
                return nil
            }, context)
        pthread_detach(thread)
    }

    /// Questions so far, in order.
    package var questions: [String] { asked.withLock { $0 } }

    /// Changes what a path is answered with.
    package func answer(_ path: String, _ answer: Answer) {
        answers.withLock { $0[path] = answer }
    }

    /// Ends the thread; nobody listens afterwards.
    package func stop() {
        isStopping.store(true, ordering: .releasing)
        for _ in 0..<500 where !hasEnded.load(ordering: .acquiring) { usleep(2_000) }
    }

    private func serve() {
        var silent: [Int32] = []
        while !isStopping.load(ordering: .acquiring) {
            guard isReadable(listener) else { continue }
            let fd = accept(listener, nil, nil)
            if fd < 0 { continue }
            if reply(to: question(fd), fd) { Self.end(fd) } else { silent.append(fd) }
        }
        for fd in silent { Self.end(fd) }
        Self.end(listener)
        unsafe unlink(path)
        hasEnded.store(true, ordering: .releasing)
    }

    /// Ends a connection also where a child that was just started has a copy of it.
    private static func end(_ fd: Int32) {
        shutdown(fd, Int32(SHUT_RDWR))
        close(fd)
    }

    private func isReadable(_ fd: Int32) -> Bool {
        var entry = pollfd(fd: fd, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&entry, 1, 20) > 0
    }

    /// The path of the request line.
    private func question(_ fd: Int32) -> String {
        var text = ""
        var chunk = [UInt8](repeating: 0, count: 4096)
        while !text.contains("\r\n\r\n"), !isStopping.load(ordering: .acquiring) {
            guard isReadable(fd) else { continue }
            let count = unsafe recv(fd, &chunk, chunk.count, 0)
            if count <= 0 { break }
            text += String(decoding: chunk[..<count], as: UTF8.self)
        }
        let words = text.split(separator: " ")
        return words.count > 1 && words[0] == "GET" ? String(words[1]) : text
    }

    /// False when the connection is to stay open.
    private func reply(to question: String, _ fd: Int32) -> Bool {
        asked.withLock { $0.append(question) }
        switch answers.withLock({ $0[question] }) ?? .status(404) {
        case .json(let text):
            write(
                "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n"
                    + "Content-Length: \(text.utf8.count)\r\n\r\n\(text)", fd)
        case .status(let code):
            write("HTTP/1.0 \(code) No\r\n\r\n{\"message\":\"no\"}", fd)
        case .silence: return false
        case .raw(let text): write(text, fd)
        case .trickle:
            write("HTTP/1.0 200 OK\r\n\r\n{", fd)
            while !isStopping.load(ordering: .acquiring), write(" ", fd) { usleep(5_000) }
        case .flood:
            write("HTTP/1.0 200 OK\r\n\r\n{", fd)
            let piece = String(repeating: " ", count: 1 << 16)
            while !isStopping.load(ordering: .acquiring), write(piece, fd) {}
        }
        return true
    }

    @discardableResult
    private func write(_ text: String, _ fd: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe send(fd, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
