import BenchSupport
import CLinux
import Core
import Glibc

/// A running gvfast that watches a socket of its own in a folder of its own.
final class GvfastProcess {
    /// The program built beside this one.
    static var beside: String {
        ownPath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/gvfast"
    }

    /// Where this program is.
    static var ownPath: String {
        var path = [CChar](repeating: 0, count: 4096)
        let count = unsafe readlink("/proc/self/exe", &path, path.count - 1)
        return String(
            decoding: path.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Options that enable the rules that are disabled by default.
    static let enablingAllRules = ["-o", "rules[].enable.rule=*"]

    let pid: pid_t
    /// What it prints on standard output.
    let output: OwnedDescriptor
    private let folder: String
    private let socketPath: String
    private var connected: [Int32] = []
    private var hasEnded = false

    init(_ program: String, rules: [String], options: [String]) throws {
        var template = Array("/tmp/gvbench-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw BenchError("cannot make a folder") }
        folder = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        socketPath = folder + "/s"
        let config = folder + "/session.json"
        try Self.write(config, Self.sessionFile(socketPath))
        var ends: [Int32] = [-1, -1]
        if unsafe pipe(&ends) != 0 { throw SystemError(call: "pipe", code: errno) }
        for fd in ends { _ = fcntl(fd, F_SETFD, FD_CLOEXEC) }
        output = OwnedDescriptor(ends[0])
        let words =
            [program, "--gvisor-config", config, "--gvisor-root", folder]
            + rules.flatMap { ["-r", $0] } + options
        pid = try Self.spawn(program, words, output: ends[1], errors: folder + "/log")
        closeDescriptor(ends[1])
    }

    deinit { end() }

    /// Ends the process and removes its folder.
    func end() {
        if hasEnded { return }
        hasEnded = true
        for fd in connected { closeDescriptor(fd) }
        kill(pid, SIGTERM)
        var status: Int32 = 0
        unsafe waitpid(pid, &status, 0)
        for name in ["/s", "/session.json", "/log", "/rules.yaml"] {
            unsafe unlink(folder + name)
        }
        unsafe rmdir(folder)
    }

    /// Connects, as soon as that is possible, and does the handshake; the connection stays open
    /// until the end.
    @discardableResult
    func handshake() throws -> Int32 {
        let deadline = Clock.monotonicNanos() + 20_000_000_000
        let hello: [UInt8] = [8, 1]
        while Clock.monotonicNanos() < deadline {
            let fd = gvfast_seqpacket_socket(0)
            if fd < 0 { throw SystemError(call: "socket", code: -fd) }
            if unsafe gvfast_connect_path(fd, socketPath) < 0 {
                closeDescriptor(fd)
                usleep(500)
                continue
            }
            connected.append(fd)
            _ = unsafe hello.withUnsafeBytes { bytes in
                unsafe gvfast_send(fd, bytes.baseAddress.unsafelyUnwrapped, bytes.count, 1)
            }
            _ = gvfast_poll_in(fd, 10_000)
            var answer: [UInt8] = [0, 0]
            let count = unsafe answer.withUnsafeMutableBytes { bytes in
                unsafe gvfast_receive(fd, bytes.baseAddress.unsafelyUnwrapped, bytes.count)
            }
            if count != 2 { throw BenchError("no answer to the handshake") }
            return fd
        }
        throw BenchError("gvfast does not listen")
    }

    /// Resident bytes, 0 when the process is gone.
    var residentBytes: Int { statusBytes("VmRSS:") }

    private func statusBytes(_ key: String) -> Int {
        guard let file = unsafe fopen("/proc/\(pid)/status", "r") else { return 0 }
        defer { unsafe fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while unsafe fgets(&line, 256, file) != nil {
            let text = String(
                decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if text.hasPrefix(key) {
                return (text.split(whereSeparator: \.isWhitespace).dropFirst().first)
                    .flatMap { Int($0) }.map { $0 * 1024 } ?? 0
            }
        }
        return 0
    }

    /// CPU nanoseconds of the process so far, user and system.
    var cpuNanos: UInt64 {
        guard let file = unsafe fopen("/proc/\(pid)/stat", "r") else { return 0 }
        defer { unsafe fclose(file) }
        var line = [CChar](repeating: 0, count: 1024)
        _ = unsafe fgets(&line, 1024, file)
        let text = String(
            decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // Fields 14 and 15 of the line, counted from behind the name in brackets.
        let words = (text.split(separator: ")").last ?? "").split(separator: " ")
        guard words.count > 13, let user = UInt64(words[11]), let system = UInt64(words[12]) else {
            return 0
        }
        return (user + system) * 1_000_000_000 / UInt64(sysconf(Int32(_SC_CLK_TCK)))
    }

    static func write(_ path: String, _ text: String) throws {
        guard let file = unsafe fopen(path, "w") else { throw BenchError("cannot write \(path)") }
        defer { unsafe fclose(file) }
        unsafe fputs(text, file)
    }

    private static func sessionFile(_ endpoint: String) -> String {
        """
        {"trace_session": {"name": "Default", "ignore_missing": true,
          "points": [{"name": "container/start"}],
          "sinks": [{"name": "remote", "config": {"endpoint": "\(endpoint)"}}]}}
        """
    }

    private static func spawn(
        _ program: String, _ words: [String], output: Int32, errors: String
    ) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        unsafe posix_spawn_file_actions_addopen(
            &actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var pointers: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) }
        unsafe pointers.append(nil)
        var child = pid_t()
        let code = unsafe posix_spawn(&child, program, &actions, nil, pointers, environ)
        for index in 0..<words.count { unsafe free(pointers[index]) }
        unsafe posix_spawn_file_actions_destroy(&actions)
        if code != 0 { throw BenchError("cannot start \(program): error \(code)") }
        return child
    }
}
