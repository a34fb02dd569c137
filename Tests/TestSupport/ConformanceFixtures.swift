import Core
import Events
import Rules

/// The events of the conformance data's `fixtures`, each with the events before it.
package enum ConformanceFixtures {
    /// All names, in the order of the data.
    package static let names: [String] = table.map(\.name)

    /// The events of a fixture; conditions are evaluated on the last one. nil for an unknown name.
    package static func events(_ name: String) -> [ConformanceEvent]? {
        table.first { $0.name == name }?.events
    }

    /// Events that a sandbox never sends: only the load verdict of their cases is required.
    package static let notOnGVisor: Set<String> = [
        "mkdir", "mkdir_fail", "rename", "symlink", "chmod", "kill", "getuid", "generic",
    ]

    private typealias Entry = (name: String, events: [ConformanceEvent])
    private static let table: [Entry] = files + sockets + processes + others

    package static func open(
        fd: Int64 = 4, _ path: [UInt8], flags: Int64 = 1, mode: Int64 = 0, thread: Int32 = 30,
        device: Int64? = nil, inode: Int64? = nil
    ) -> ConformanceEvent {
        var parameters: [(name: String, value: ConformanceEvent.Value)] = [
            ("fd", .integer(fd)), ("name", .bytes(path)), ("flags", .integer(flags)),
            ("mode", .integer(mode)),
        ]
        parameters.append(("dev", .integer(device ?? 5)))
        parameters.append(("ino", .integer(inode ?? 123)))
        return ConformanceEvent("open", threadID: thread, parameters)
    }

    package static func openat(
        fd: Int64 = 4, directory: Int64 = -100, _ path: String, flags: Int64 = 1,
        mode: Int64 = 0, thread: Int32 = 30
    ) -> ConformanceEvent {
        ConformanceEvent(
            "openat", threadID: thread,
            [
                ("fd", .integer(fd)), ("dirfd", .integer(directory)), ("name", .text(path)),
                ("flags", .integer(flags)), ("mode", .integer(mode)), ("dev", .integer(5)),
                ("ino", .integer(123)),
            ])
    }

    package static func read(
        _ name: String = "read", result: Int64, _ data: [UInt8], fd: Int64, thread: Int32 = 30
    ) -> ConformanceEvent {
        ConformanceEvent(
            name, threadID: thread,
            [
                ("res", .integer(result)), ("data", .bytes(data)), ("fd", .integer(fd)),
                ("size", .integer(4096)),
            ])
    }

    private static let openRead = open(Array("/etc/passwd".utf8), device: 5, inode: 123)

    private static let files: [Entry] = [
        ("open_read", [openRead]),
        (
            "open_write",
            [
                open(
                    Array("/tmp/a b/New File.TXT".utf8), flags: 0x107, mode: 493, device: 5,
                    inode: 123)
            ]
        ),
        ("open_fail", [open(fd: -2, Array("/etc/shadow".utf8), device: 5, inode: 123)]),
        ("open_rel", [open(Array("../../etc/./x//y".utf8))]),
        ("open_dir", [open(Array("/etc".utf8), flags: 1 | 0x400)]),
        ("open_root", [open(Array("/".utf8))]),
        ("open_top", [open(Array("/file".utf8))]),
        ("open_slash", [open(Array("/tmp/dir/".utf8))]),
        ("open_utf8", [open(Array("/tmp/caf".utf8) + [0xC3, 0xA9, 1, 2] + Array("z".utf8))]),
        ("open_empty", [open([])]),
        ("openat_cwd", [openat("x/y")]),
        ("openat_baddir", [openat(directory: 77, "x/y")]),
        ("openat_fail", [openat(fd: -13, "x/y", flags: 2)]),
        ("unknown_tid", [open(Array("/etc/passwd".utf8), thread: 9999)]),
        ("read_nofd", [read(result: 3, Array("abc".utf8), fd: 55)]),
        ("read_file", [openRead, read(result: 8, Array("root:x:0".utf8), fd: 4)]),
        (
            "read_bin",
            [openRead, read(result: 6, [0xCA, 0xFE, 0xBA, 0xBE, 0x01, 0x41], fd: 4)]
        ),
        ("read_fail", [openRead, read(result: -9, [], fd: 4)]),
        ("close", [openRead, close(fd: 4)]),
    ]

    package static func close(
        fd: Int64, result: Int64 = 0, thread: Int32 = 30
    ) -> ConformanceEvent {
        ConformanceEvent(
            "close", threadID: thread, [("res", .integer(result)), ("fd", .integer(fd))])
    }

    private static let pipe = ConformanceEvent(
        "pipe",
        [
            ("res", .integer(0)), ("fd1", .integer(8)), ("fd2", .integer(9)),
            ("ino", .integer(77)),
        ])

    private static let others: [Entry] = [
        ("getuid", [ConformanceEvent("getuid", [("uid", .integer(1000))])]),
        ("setuid", [ConformanceEvent("setuid", [("res", .integer(0)), ("uid", .integer(0))])]),
        (
            "kill",
            [
                ConformanceEvent(
                    "kill",
                    [("res", .integer(0)), ("pid", .integer(20)), ("sig", .integer(9))])
            ]
        ),
        ("mkdir", [mkdir(0)]),
        ("mkdir_fail", [mkdir(-17)]),
        (
            "rename",
            [
                ConformanceEvent(
                    "rename",
                    [
                        ("res", .integer(0)), ("oldpath", .text("a.txt")),
                        ("newpath", .text("/var/b.txt")),
                    ])
            ]
        ),
        (
            "symlink",
            [
                ConformanceEvent(
                    "symlink",
                    [
                        ("res", .integer(0)), ("target", .text("/etc/shadow")),
                        ("linkpath", .text("lnk")),
                    ])
            ]
        ),
        (
            "chmod",
            [
                ConformanceEvent(
                    "chmod",
                    [
                        ("res", .integer(0)), ("filename", .text("/tmp/x")),
                        ("mode", .integer(2541)),
                    ])
            ]
        ),
        ("pipe", [pipe]),
        ("pipe_read", [pipe, read(result: 2, Array("ab".utf8), fd: 8)]),
        ("generic", [generic]),
    ]

    private static func mkdir(_ result: Int64) -> ConformanceEvent {
        ConformanceEvent(
            "mkdir",
            [("res", .integer(result)), ("path", .text("newdir")), ("mode", .integer(493))])
    }

    private static var generic: ConformanceEvent {
        let number = EventTable.shared.names.number(of: "times") ?? 0
        return ConformanceEvent(
            "syscall", [("ID", .integer(Int64(number))), ("nativeID", .integer(184))])
    }
}
