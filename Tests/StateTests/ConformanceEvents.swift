import Core
import Events
import State
import Yams

/// Steps of the conformance file's state cases as events, with the defaults of its header.
extension EventMaker {
    /// The four threads that every case begins with.
    mutating func makeBaseThreads() {
        for (id, parent, name, exe, path, arguments, cwd, session) in [
            (1, 0, "init", "/sbin/init", "/sbin/init", ["context", "ls"], "/root", 0),
            (10, 1, "nginx", "/usr/sbin/nginx", "/usr/sbin/nginx", [], "/", 10),
            (20, 10, "bash", "bash", "/bin/bash", ["-i"], "/root", 10),
            (30, 20, "sh", "sh", "/bin/dash", ["-c", "echo hi"], "/tmp/work", 10),
        ] as [(Int32, Int32, String, String, String, [String], String, Int32)] {
            var thread = ImportedThread(threadID: id)
            thread.parentID = parent
            thread.startTimeNanos = timeNanos
            thread.comm = name
            thread.exe = exe
            thread.exePath = path
            thread.arguments = arguments
            thread.cwd = cwd
            thread.sessionID = session
            thread.virtualThreadID = id
            thread.uid = id == 30 ? 1234 : 0
            thread.gid = thread.uid
            thread.loginUID = id == 30 ? 1234 : .max
            thread.tty = id == 30 ? 34816 : 0
            if id == 30 { thread.environment = ["HOME=/home/u", "EMPTY="] }
            table.importThread(thread, in: sandbox)
            timeNanos += 10_000_000
        }
    }

    /// One step of a case.
    mutating func step(_ step: Node) {
        let kind = step["event"]?.string ?? ""
        let thread = step["tid"]?.int ?? 30
        let result = step["res"]?.int
        if let advance = step["adv_ms"]?.int { timeNanos += UInt64(advance) * 1_000_000 }
        func int(_ key: String, _ other: Int) -> Int { step[key]?.int ?? other }
        func string(_ key: String, _ other: String) -> String { step[key]?.string ?? other }
        begin(Self.code(kind), thread: Int32(thread))
        switch kind {
        case "open": fill(int("fd", 4), string("path", ""), int("flags", 1), int("mode", 0), 0, 0)
        case "open_enter": fill(string("path", ""), int("flags", 1), int("mode", 0))
        case "openat_enter":
            fill(int("dirfd", -100), string("path", ""), int("flags", 1), int("mode", 0))
        case "openat":
            fill(
                int("fd", 4), int("dirfd", -100), string("path", ""), int("flags", 1),
                int("mode", 0), 0, 0)
        case "creat": fill(int("fd", 4), string("path", ""), int("mode", 0), 0, 0, 0)
        case "close": fill(result ?? 0, int("fd", 4))
        case "read", "write": fill(result ?? 1, "x", int("fd", 4), 4096)
        case "dup": fill(result ?? 5, int("fd", 4))
        case "dup2", "dup3": fill(result ?? 5, int("fd", 4), int("newfd", 5))
        case "fcntl": fill(result ?? 10, int("fd", 4), int("cmd", 1))
        case "chdir", "chroot": fill(result ?? 0, string("path", ""))
        case "fchdir": fill(result ?? 0, int("fd", 4))
        case "setuid": fill(result ?? 0, int("uid", 0))
        case "setresuid": fill(result ?? 0, int("ruid", -1), int("euid", -1), int("suid", -1))
        case "setreuid": fill(result ?? 0, int("ruid", -1), int("euid", -1))
        case "setsid": fill(result ?? 30)
        case "pipe": fill(result ?? 0, int("fd1", 8), int("fd2", 9), int("ino", 77))
        case "eventfd": fill(result ?? 6)
        case "getuid": fill(1000)
        case "socket":
            fill(int("fd", 6), int("domain", 2), int("type", 1), int("proto", 0))
        case "procexit": fill(0, -1, 0, 0, int("reaper", 0))
        case "clone": fillClone(step, thread)
        case "execve": fillExec(step, thread)
        case "connect", "bind", "accept": fillSocket(kind, step)
        default: break
        }
        send()
    }

    private static func code(_ kind: String) -> UInt16 {
        [
            "open": 3, "open_enter": 2, "openat": 307, "openat_enter": 306, "creat": 59,
            "close": 5, "read": 7, "write": 9, "dup": 367, "dup2": 363, "dup3": 365,
            "fcntl": 151, "chdir": 95, "fchdir": 97, "chroot": 267, "setuid": 199,
            "setresuid": 193, "setreuid": 427, "setsid": 275, "pipe": 61, "eventfd": 63,
            "getuid": 203, "clone": 223, "execve": 293, "procexit": 186, "socket": 19,
            "connect": 23, "bind": 21, "accept": 389,
        ][kind]!
    }

    private mutating func fill(_ values: Any...) {
        for (index, value) in values.enumerated() {
            if let number = value as? Int { set(index, number) }
            if let text = value as? String { set(index, text) }
        }
    }

    private mutating func fillClone(_ step: Node, _ thread: Int) {
        func int(_ key: String, _ other: Int) -> Int { step[key]?.int ?? other }
        let name = step["comm"]?.string ?? "sh"
        set(0, int("res", 0))
        set(1, name)
        set(2, "")
        set(3, thread)
        set(4, int("pid", thread))
        set(5, int("ppid", 20))
        set(6, "")
        set(13, name)
        set(14, "")
        set(15, int("flags", 0))
        set(16, 0)
        set(17, 0)
        set(18, int("vtid", thread))
        set(19, int("vpid", int("pid", thread)))
    }

    private mutating func fillExec(_ step: Node, _ thread: Int) {
        set(0, step["res"]?.int ?? 0)
        set(1, "/usr/bin/curl")
        set(2, "")
        set(3, thread)
        set(4, step["pid"]?.int ?? thread)
        set(5, step["ppid"]?.int ?? 20)
        set(6, "")
        set(13, "curl")
        set(15, "")
        set(16, 0)
        set(26, 0)
        set(27, "/usr/bin/curl")
        set(29, 0)
    }

    private mutating func fillSocket(_ kind: String, _ step: Node) {
        func int(_ key: String, _ other: Int) -> Int { step[key]?.int ?? other }
        func ip(_ key: String, _ other: String) -> IPAddress {
            let parts = (step[key]?.string ?? other).split(separator: ".").map { UInt32($0)! }
            return IPAddress(ipv4: parts.reduce(0) { $0 << 8 | $1 })
        }
        event.tuple.family = .ipv4
        event.tuple.hasDestination = true
        let isAccept = kind == "accept"
        if kind == "bind" {
            event.tuple.destinationAddress = ip("ip", "0.0.0.0")
            event.tuple.destinationPort = UInt16(int("port", 8080))
        } else {
            event.tuple.hasSource = true
            event.tuple.sourceAddress = ip("cip", isAccept ? "192.168.1.9" : "10.0.0.5")
            event.tuple.sourcePort = UInt16(int("cport", isAccept ? 40000 : 54321))
            event.tuple.destinationAddress = ip("sip", isAccept ? "192.168.1.2" : "93.184.216.34")
            event.tuple.destinationPort = UInt16(int("sport", isAccept ? 8080 : 443))
        }
        set(0, isAccept ? int("fd", 7) : int("res", 0))
        event.setTuple(1)
        if !isAccept { set(2, int("fd", 6)) }
        if kind == "connect" { event.setTuple(3) }
    }
}
