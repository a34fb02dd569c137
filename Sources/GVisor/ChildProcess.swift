internal import Glibc

/// Runs one program to its end with a time limit, both outputs read as they come: a child that
/// writes more than a pipe holds (64 KiB) does not wait for us, and one that hangs is killed with
/// all that it started. For threads that may block, never for a shard.
package enum ChildProcess {
    /// What came of it.
    package struct Outcome: Sendable {
        package enum Ending: Equatable, Sendable {
            case exited(Int32)
            case signalled(Int32)
            case timedOut
        }

        package let pid: Int32
        package let ending: Ending
        package let output: [UInt8]
        package let errorOutput: [UInt8]

        package var isSuccess: Bool { ending == .exited(0) }

        /// The last line that it wrote to standard error, for messages.
        package var errorLine: String {
            let text = String(decoding: errorOutput.suffix(4096), as: UTF8.self)
            return text.split(separator: "\n").last.map(String.init) ?? ""
        }
    }

    /// The program could not be started.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Each output above this is cut; the rest is read and dropped.
    package static let outputByteCountLimit = 256 << 20

    /// Runs `arguments[0]`, looked up in PATH, with nothing on its standard input. When
    /// `isCancelled` becomes true the child is killed as if its time were over.
    package static func run(
        _ arguments: [String], timeoutMillis: Int, isCancelled: () -> Bool = { false }
    ) throws(Failure) -> Outcome {
        precondition(!arguments.isEmpty && timeoutMillis > 0)
        var output = try Pipe()
        var errorOutput: Pipe
        do { errorOutput = try Pipe() } catch {
            output.closeBoth()
            throw error
        }
        defer {
            output.closeBoth()
            errorOutput.closeBoth()
        }
        let pid = try spawn(arguments, output.writer, errorOutput.writer)
        output.closeWriter()
        errorOutput.closeWriter()
        let deadline = nowMillis() + timeoutMillis
        var status: Int32 = 0
        var isReaped = false
        while nowMillis() < deadline && !isCancelled() {
            let isOpen = drain(&output, &errorOutput, waitMillis: isReaped ? 0 : 20)
            if isReaped { break }
            isReaped = unsafe waitpid(pid, &status, WNOHANG) == pid
            if !isOpen && !isReaped { usleep(2_000) }
        }
        if !isReaped {
            kill(-pid, SIGKILL)
            kill(pid, SIGKILL)
            while unsafe waitpid(pid, &status, 0) < 0 && errno == EINTR {}
            return Outcome(
                pid: pid, ending: .timedOut, output: output.bytes, errorOutput: errorOutput.bytes)
        }
        let signal = status & 0x7F
        return Outcome(
            pid: pid, ending: signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal),
            output: output.bytes, errorOutput: errorOutput.bytes)
    }

    private static func nowMillis() -> Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }

    /// Reads what there is; false once both outputs have ended.
    private static func drain(
        _ output: inout Pipe, _ errorOutput: inout Pipe, waitMillis: Int32
    ) -> Bool {
        var entries = [
            pollfd(fd: output.reader, events: Int16(POLLIN), revents: 0),
            pollfd(fd: errorOutput.reader, events: Int16(POLLIN), revents: 0),
        ]
        if output.reader < 0 && errorOutput.reader < 0 { return false }
        _ = unsafe poll(&entries, 2, waitMillis)
        output.readAll()
        errorOutput.readAll()
        return output.reader >= 0 || errorOutput.reader >= 0
    }
}

extension ChildProcess {
    /// One output of the child.
    fileprivate struct Pipe {
        private(set) var reader: Int32
        private(set) var writer: Int32
        private(set) var bytes: [UInt8] = []

        init() throws(Failure) {
            var ends: [Int32] = [-1, -1]
            guard unsafe pipe(&ends) == 0 else {
                throw Failure(description: "pipe: \(unsafe String(cString: strerror(errno)))")
            }
            reader = ends[0]
            writer = ends[1]
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            _ = fcntl(reader, F_SETFL, O_NONBLOCK)
        }

        mutating func closeWriter() {
            if writer >= 0 { close(writer) }
            writer = -1
        }

        mutating func closeBoth() {
            closeWriter()
            if reader >= 0 { close(reader) }
            reader = -1
        }

        /// Reads until there is nothing now, closing the reader at the end of the output.
        mutating func readAll() {
            var chunk = [UInt8](repeating: 0, count: 64 << 10)
            while reader >= 0 {
                let count = unsafe read(reader, &chunk, chunk.count)
                if count > 0 {
                    let room = outputByteCountLimit - bytes.count
                    bytes.append(contentsOf: chunk[..<min(count, room)])
                    continue
                }
                if count < 0 && errno == EINTR { continue }
                if count < 0 && errno == EAGAIN { return }
                close(reader)
                reader = -1
            }
        }
    }

    /// Starts the child in a process group of its own, with default signal handling: gvfast itself
    /// blocks the signals that it waits for.
    fileprivate static func spawn(
        _ arguments: [String], _ output: Int32, _ errorOutput: Int32
    ) throws(Failure) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, errorOutput, 2)

        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe sigaddset(&signals, SIGPIPE)
        unsafe sigaddset(&signals, SIGINT)
        unsafe sigaddset(&signals, SIGTERM)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

        var pointers = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { for index in unsafe pointers.indices { unsafe free(pointers[index]) } }
        var pid: pid_t = 0
        let code = unsafe posix_spawnp(
            &pid, arguments[0], &actions, &attributes, &pointers, environ)
        guard code == 0 else {
            throw Failure(
                description: "\(arguments[0]): \(unsafe String(cString: strerror(code)))")
        }
        return pid
    }
}
