import BenchSupport
import CLinux
import Core
import Glibc

/// A `gvbench sender` in a process of its own, with pipes to its standard input and from its
/// standard output.
struct SenderProcess: ~Copyable {
    /// What a sender said at its end.
    struct Outcome: Sendable {
        var sent: UInt64 = 0
        var dropped: UInt64 = 0
        var nanos: UInt64 = 0
    }

    private let pid: pid_t
    private let output: OwnedDescriptor
    /// Closing it lets the sender begin.
    private var input: OwnedDescriptor?

    /// Starts this very program again with `arguments`.
    init(arguments: [String]) throws(SystemError) {
        let toChild = try Self.makePipe()
        let fromChild = try Self.makePipe()
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawn_file_actions_adddup2(&actions, toChild.read, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, fromChild.write, 1)
        let path = "/proc/self/exe"
        let words = ["gvbench", "sender"] + arguments
        var pointers: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) }
        unsafe pointers.append(nil)
        var child = pid_t()
        let code = unsafe posix_spawn(&child, path, &actions, nil, pointers, environ)
        for index in 0..<words.count { unsafe free(pointers[index]) }
        unsafe posix_spawn_file_actions_destroy(&actions)
        closeDescriptor(toChild.read)
        closeDescriptor(fromChild.write)
        if code != 0 {
            closeDescriptor(toChild.write)
            closeDescriptor(fromChild.read)
            throw SystemError(call: "posix_spawn", code: code)
        }
        pid = child
        input = OwnedDescriptor(toChild.write)
        output = OwnedDescriptor(fromChild.read)
    }

    /// Lets the sender begin.
    mutating func begin() { input = nil }

    /// Waits for the end and reads what the sender said.
    consuming func finish() throws -> Outcome {
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 256)
        while true {
            let count = unsafe read(output.fd, &chunk, chunk.count)
            if count <= 0 { break }
            text += chunk.prefix(count)
        }
        var status: Int32 = 0
        unsafe waitpid(pid, &status, 0)
        let numbers = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            .compactMap { UInt64($0) }
        guard status == 0, numbers.count == 3 else {
            throw BenchError("a sender failed with status \(status)")
        }
        return Outcome(sent: numbers[0], dropped: numbers[1], nanos: numbers[2])
    }

    private static func makePipe() throws(SystemError) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        if unsafe pipe(&ends) != 0 { throw SystemError(call: "pipe", code: errno) }
        for fd in ends { _ = fcntl(fd, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}
