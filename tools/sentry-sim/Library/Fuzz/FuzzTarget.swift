internal import CLinux
internal import Glibc
internal import Synchronization

/// The server under test as seen from outside: is it alive, does it answer, how large is it, what
/// does it say. It may be a process that runs already, or one that we start (and start again).
package final class FuzzTarget {
    package let endpoint: String
    /// A shell command that starts the server; its standard output is where alerts are looked for.
    private let command: String?
    private let alertsPath: String?
    private(set) var pid: Int32?
    private var isOurs = false
    /// The server that we started last, as long as it runs; 0 is none, -1 one that is being
    /// started.
    private static let startedPID = Atomic<Int32>(0)
    private static let endingSignal = Atomic<Int32>(0)

    /// - Parameters:
    ///   - pid: A server that runs already; its life and memory are watched.
    ///   - alertsPath: Where it writes its alerts, one JSON object a line.
    package init(
        endpoint: String, command: String?, pid: Int32?, alertsPath: String?
    ) throws(SimError) {
        self.endpoint = endpoint
        self.command = command
        self.pid = pid
        self.alertsPath = command == nil ? alertsPath : (alertsPath ?? endpoint + ".alerts")
        SimRunner.raiseDescriptorLimit()
        if command != nil { try start() }
    }

    /// For a signal handler: ends the server that we started, and this program.
    package static func endBySignal(_ signal: Int32) {
        let pid = startedPID.load(ordering: .relaxed)
        if pid < 0 {
            // it is being started: `start` ends it
            endingSignal.store(signal, ordering: .relaxed)
            return
        }
        if pid > 0 { kill(pid, SIGTERM) }
        _exit(128 + signal)
    }

    deinit { stop() }

    var canRestart: Bool { command != nil }
    var log: AlertLog? { alertsPath.map { AlertLog(path: $0) } }

    /// Starts the server, or starts it again, and waits until it answers.
    func start() throws(SimError) {
        guard let command, let alertsPath else { return }
        stop()
        try SinkServer.clear(endpoint)
        Self.startedPID.store(-1, ordering: .relaxed)
        let started = try Self.spawn(command, output: alertsPath)
        pid = started
        isOurs = true
        Self.startedPID.store(started, ordering: .relaxed)
        let signal = Self.endingSignal.load(ordering: .relaxed)
        if signal != 0 { Self.endBySignal(signal) }
        for _ in 0..<600 {
            if answers(withinMillis: 500) { return }
            guard isAlive else { throw SimError("the target ended at its start: \(command)") }
            usleep(100_000)
        }
        throw SimError("the target does not answer on \(endpoint): \(command)")
    }

    /// Ends a server that we started.
    package func stop() {
        guard isOurs, let pid else { return }
        kill(pid, SIGTERM)
        for _ in 0..<100 {
            if reap() { break }
            usleep(50_000)
        }
        if isOurs {
            kill(pid, SIGKILL)
            var status: Int32 = 0
            unsafe waitpid(pid, &status, 0)
            isOurs = false
        }
        Self.startedPID.store(0, ordering: .relaxed)
        self.pid = nil
    }

    /// True when the child has ended.
    private func reap() -> Bool {
        guard let pid else { return true }
        var status: Int32 = 0
        guard unsafe waitpid(pid, &status, WNOHANG) == pid else { return false }
        isOurs = false
        return true
    }

    private static func spawn(_ command: String, output: String) throws(SimError) -> Int32 {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(
            &actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        // The server must hear the signal that ends it, whatever the calling thread has blocked.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var noSignals = sigset_t()
        unsafe sigemptyset(&noSignals)
        unsafe posix_spawnattr_setsigmask(&attributes, &noSignals)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var pid: pid_t = 0
        let result = unsafe "/bin/sh".withCString { shell in
            unsafe "-c".withCString { option in
                unsafe ("exec " + command).withCString { text in
                    var arguments: [UnsafeMutablePointer<CChar>?] = unsafe [
                        UnsafeMutablePointer(mutating: shell),
                        UnsafeMutablePointer(mutating: option),
                        UnsafeMutablePointer(mutating: text), nil,
                    ]
                    return unsafe posix_spawn(
                        &pid, shell, &actions, &attributes, &arguments, environ)
                }
            }
        }
        guard result == 0 else {
            throw SimError("cannot start the target: \(unsafe String(cString: strerror(result)))")
        }
        return pid
    }

    /// The process is there; unknown processes count as alive.
    var isAlive: Bool {
        guard let pid else { return true }
        if isOurs { return !reap() }
        // somebody else's process is there, too
        return kill(pid, 0) == 0 || errno == EPERM
    }

    /// Resident memory in KiB; nil when the process is not known.
    var residentKiB: Int? {
        guard let pid else { return nil }
        let status: String
        do throws(SimError) { status = try TextFile.read("/proc/\(pid)/status") } catch {
            return nil
        }
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) }
    }

    /// A new connection's handshake is answered.
    func answers(withinMillis timeout: Int32) -> Bool {
        do throws(SimError) {
            _ = try PeerConnection.ready(endpoint, timeoutMillis: timeout)
            return true
        } catch { return false }
    }
}

/// The alerts of the target: lines of JSON in a file that grows.
final class AlertLog {
    private let path: String
    private var offset = 0
    private var rest: [UInt8] = []

    init(path: String) { self.path = path }

    /// The lines that came since the last call, whole ones only.
    func newLines() -> [String] {
        guard let file = unsafe fopen(path, "rb") else { return [] }
        defer { unsafe fclose(file) }
        unsafe fseek(file, offset, SEEK_SET)
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var lines: [String] = []
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, file)
            if count == 0 { return lines }
            offset += count
            rest.append(contentsOf: chunk[0..<count])
            while let end = rest.firstIndex(of: 10) {
                lines.append(String(decoding: rest[0..<end], as: UTF8.self))
                rest.removeSubrange(0...end)
            }
        }
    }
}
