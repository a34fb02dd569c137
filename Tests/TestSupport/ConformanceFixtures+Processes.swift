extension ConformanceFixtures {
    private static let dockerGroup =
        "cpuset=/docker/" + String(repeating: "0123456789ab", count: 5) + "0123"

    package static func execve(
        result: Int64 = 0, thread: Int32 = 30, process: Int64? = nil, parent: Int64 = 20,
        exe: String = "/usr/bin/curl", comm: String = "curl",
        path: String = "/usr/bin/curl", cgroups: [String] = []
    ) -> ConformanceEvent {
        ConformanceEvent(
            "execve", threadID: thread,
            [
                ("res", .integer(result)), ("exe", .text(exe)), ("args", .list([])),
                ("tid", .integer(Int64(thread))),
                ("pid", .integer(process ?? Int64(thread))), ("ptid", .integer(parent)),
                ("cwd", .text("")), ("fdlimit", .integer(0)), ("pgft_maj", .integer(0)),
                ("pgft_min", .integer(0)), ("vm_size", .integer(0)), ("vm_rss", .integer(0)),
                ("vm_swap", .integer(0)), ("comm", .text(comm)), ("cgroups", .list(cgroups)),
                ("env", .list([])), ("tty", .integer(0)), ("vpgid", .integer(0)),
                ("loginuid", .integer(0)), ("flags", .integer(0)),
                ("cap_inheritable", .integer(0)), ("cap_permitted", .integer(0)),
                ("cap_effective", .integer(0)), ("exe_ino", .integer(0)),
                ("exe_ino_ctime", .integer(0)), ("exe_ino_mtime", .integer(0)),
                ("uid", .integer(0)), ("trusted_exepath", .text(path)), ("pgid", .integer(0)),
                ("gid", .integer(0)), ("filename", .text(exe)),
            ])
    }

    /// The clone of a child, as the child or (result above 0) its parent reports it.
    package static func clone(
        reportedBy thread: Int32 = 40, result: Int64 = 0, process: Int64, parent: Int64,
        flags: Int64 = 0, virtualThread: Int64? = nil, virtualProcess: Int64? = nil,
        comm: String = "sh", exe: String? = nil
    ) -> ConformanceEvent {
        ConformanceEvent(
            "clone", threadID: thread,
            [
                ("res", .integer(result)), ("exe", .text(exe ?? comm)), ("args", .list([])),
                ("tid", .integer(Int64(thread))), ("pid", .integer(process)),
                ("ptid", .integer(parent)), ("cwd", .text("")), ("fdlimit", .integer(0)),
                ("pgft_maj", .integer(0)), ("pgft_min", .integer(0)), ("vm_size", .integer(0)),
                ("vm_rss", .integer(0)), ("vm_swap", .integer(0)), ("comm", .text(comm)),
                ("cgroups", .list([])), ("flags", .integer(flags)), ("uid", .integer(0)),
                ("gid", .integer(0)), ("vtid", .integer(virtualThread ?? Int64(thread))),
                ("vpid", .integer(virtualProcess ?? process)), ("pidns_init_start_ts", .integer(0)),
            ])
    }

    package static func procexit(thread: Int32 = 30, reaper: Int64 = 20) -> ConformanceEvent {
        ConformanceEvent(
            "procexit", isExit: false, threadID: thread,
            [
                ("status", .integer(0)), ("ret", .integer(-1)), ("sig", .integer(0)),
                ("core", .integer(0)), ("reaper_tid", .integer(reaper)),
            ])
    }

    static let processes: [(name: String, events: [ConformanceEvent])] = [
        ("execve", [execve(cgroups: [dockerGroup])]),
        (
            "execve_fail",
            [
                execve(
                    result: -2, exe: "/usr/bin/curl", comm: "sh", path: "/bin/dash")
            ]
        ),
        ("procexit", [procexit()]),
        ("clone", [clone(process: 40, parent: 30, comm: "bash")]),
    ]
}
