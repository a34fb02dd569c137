internal import CLinux
internal import Core
internal import Glibc

/// A running `/bin/sh -c COMMAND`, a process group of its own, with a pipe to its standard input.
/// Ends by `wait`.
final class ShellCommand {
    /// The writing end of the pipe.
    private(set) var input: Int32
    private var processID: pid_t

    enum Ending {
        case ended
        /// It took too long.
        case killed
        /// The wait was cancelled; killed as well.
        case cancelled
    }

    init(_ command: String) throws(SystemError) {
        var ends: InlineArray<2, Int32> = [-1, -1]
        let status = unsafe withUnsafeMutableBytes(of: &ends) { raw in
            guard let base = unsafe raw.baseAddress?.assumingMemoryBound(to: Int32.self) else {
                return -EFAULT
            }
            return unsafe gvfast_pipe(base)
        }
        if status < 0 { throw SystemError(call: "pipe2", code: -status) }
        let spawned = Self.spawn(command, standardInput: ends[0])
        closeDescriptor(ends[0])
        if spawned < 0 {
            closeDescriptor(ends[1])
            throw SystemError(call: "posix_spawn", code: -spawned)
        }
        processID = spawned
        input = ends[1]
    }

    deinit { closeInput() }

    func closeInput() {
        if input >= 0 { closeDescriptor(input) }
        input = -1
    }

    /// Waits for the command to end; kills it when that takes too long or the wait is cancelled.
    func wait(cancel: Int32, patienceMillis: UInt64) -> Ending {
        let deadline = Clock.coarseNanos() + patienceMillis * 1_000_000
        var pause: Int32 = 1
        while true {
            var status: Int32 = 0
            let ended = unsafe waitpid(processID, &status, WNOHANG)
            let code = errno
            if ended == processID || (ended < 0 && code == ECHILD) { return .ended }
            let isCancelled =
                Readiness.waitReadable(-1, cancel: cancel, timeoutMillis: pause) == .cancelled
            pause = min(pause * 2, 100)
            if isCancelled || Clock.coarseNanos() > deadline {
                // the whole group: the shell may wait for a command of its own
                _ = kill(-processID, SIGKILL)
                _ = unsafe waitpid(processID, &status, 0)
                return isCancelled ? .cancelled : .killed
            }
        }
    }

    /// The child's process id, or a negated errno. The child gets default signals: our threads
    /// block what they do not want.
    private static func spawn(_ command: String, standardInput: Int32) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        guard unsafe posix_spawn_file_actions_init(&actions) == 0 else { return -ENOMEM }
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        guard unsafe posix_spawnattr_init(&attributes) == 0 else { return -ENOMEM }
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
        let copied = unsafe posix_spawn_file_actions_adddup2(&actions, standardInput, 0)
        if copied != 0 { return -copied }
        var child: pid_t = 0
        let code = unsafe command.withCString { text in
            unsafe withArguments(["/bin/sh", "-c"], last: text) { arguments in
                unsafe posix_spawn(&child, "/bin/sh", &actions, &attributes, arguments, environ)
            }
        }
        return code == 0 ? child : -code
    }

    /// A NULL-terminated vector of C strings for the time of `body`.
    private static func withArguments(
        _ first: [String], last: UnsafePointer<CChar>,
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
    ) -> Int32 {
        var copies: [UnsafeMutablePointer<CChar>?] = unsafe first.map { unsafe strdup($0) }
        unsafe copies.append(strdup(last))
        defer { unsafe copies.forEach { unsafe free($0) } }
        unsafe copies.append(nil)
        return unsafe copies.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return EFAULT }
            return unsafe body(base)
        }
    }
}
