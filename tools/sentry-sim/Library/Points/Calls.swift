/// System calls that have a schematized point, with their amd64 numbers. Raw value: place in the
/// tables of points. Source: gVisor seccheck points.
enum Call: Int, CaseIterable {
    case open, creat, openat, close, read, pread64, readv, preadv, preadv2, connect, execve
    case execveat, socket, chdir, fchdir, setuid, setgid, setsid, setresuid, setresgid, prlimit64
    case pipe, pipe2, fcntl, dup, dup2, dup3, signalfd, signalfd4, chroot, eventfd, eventfd2, clone
    case bind, accept, accept4, timerfdCreate, timerfdSettime, timerfdGettime, fork, vfork
    case inotifyInit, inotifyInit1, inotifyAddWatch, inotifyRmWatch, socketpair, write, pwrite64
    case writev, pwritev, pwritev2, mmap, listen, ptrace

    /// (name of the point, system call number, MessageType)
    private static let table: [(name: String, sysno: UInt16, type: UInt8)] = [
        ("open", 2, 7), ("creat", 85, 7), ("openat", 257, 7), ("close", 3, 8), ("read", 0, 9),
        ("pread64", 17, 9), ("readv", 19, 9), ("preadv", 295, 9), ("preadv2", 327, 9),
        ("connect", 42, 10), ("execve", 59, 11), ("execveat", 322, 11), ("socket", 41, 12),
        ("chdir", 80, 13), ("fchdir", 81, 13), ("setuid", 105, 14), ("setgid", 106, 14),
        ("setsid", 112, 14), ("setresuid", 117, 15), ("setresgid", 119, 15),
        ("prlimit64", 302, 16), ("pipe", 22, 17), ("pipe2", 293, 17), ("fcntl", 72, 18),
        ("dup", 32, 19), ("dup2", 33, 19), ("dup3", 292, 19), ("signalfd", 282, 20),
        ("signalfd4", 289, 20), ("chroot", 161, 21), ("eventfd", 284, 22), ("eventfd2", 290, 22),
        ("clone", 56, 23), ("bind", 49, 24), ("accept", 43, 25), ("accept4", 288, 25),
        ("timerfd_create", 283, 26), ("timerfd_settime", 286, 27), ("timerfd_gettime", 287, 28),
        ("fork", 57, 29), ("vfork", 58, 29), ("inotify_init", 253, 30),
        ("inotify_init1", 294, 30), ("inotify_add_watch", 254, 31),
        ("inotify_rm_watch", 255, 32), ("socketpair", 53, 33), ("write", 1, 34),
        ("pwrite64", 18, 34), ("writev", 20, 34), ("pwritev", 296, 34), ("pwritev2", 328, 34),
        ("mmap", 9, 36), ("listen", 50, 37), ("ptrace", 101, 38),
    ]

    var name: String { Self.table[rawValue].name }
    var sysno: UInt16 { Self.table[rawValue].sysno }
    var type: UInt8 { Self.table[rawValue].type }

    /// Only a recent Sentry has the point.
    var isRecent: Bool { rawValue >= Call.mmap.rawValue }

    /// The point takes the optional field `fd_path`.
    var hasPath: Bool {
        switch self {
        case .open, .execve, .socket, .chdir, .setuid, .setgid, .setsid, .setresuid, .setresgid,
            .prlimit64, .pipe, .pipe2, .chroot, .eventfd, .eventfd2, .clone, .timerfdCreate,
            .fork, .vfork, .inotifyInit, .inotifyInit1, .socketpair, .ptrace:
            false
        default: true
        }
    }
}

/// A trace point as an index: two per call, then those of the Sentry itself.
struct Point: Hashable {
    let index: Int

    static func enter(_ call: Call) -> Point { Point(index: call.rawValue * 2) }
    static func exit(_ call: Call) -> Point { Point(index: call.rawValue * 2 + 1) }

    private static let base = Call.allCases.count * 2
    static let containerStart = Point(index: base)
    static let sentryClone = Point(index: base + 1)
    static let sentryExecve = Point(index: base + 2)
    static let exitNotifyParent = Point(index: base + 3)
    static let taskExit = Point(index: base + 4)
    static let sentryMmap = Point(index: base + 5)
    static let count = base + 6

    /// All points by the names that a session file uses.
    static let byName: [String: Point] = {
        var points: [String: Point] = [
            "container/start": containerStart, "sentry/clone": sentryClone,
            "sentry/execve": sentryExecve, "sentry/exit_notify_parent": exitNotifyParent,
            "sentry/task_exit": taskExit, "sentry/mmap": sentryMmap,
        ]
        for call in Call.allCases {
            points["syscall/\(call.name)/enter"] = enter(call)
            points["syscall/\(call.name)/exit"] = exit(call)
        }
        return points
    }()
}
