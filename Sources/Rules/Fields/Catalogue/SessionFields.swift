/// Sessions, process groups and terminals.
enum SessionFields {
    static let definitions: [FieldDefinition] = [
        FieldDefinition(
            .procLoginshellid, "proc.loginshellid", .int64, needs: .process,
            gVisor: .full(points: ["sentry/clone"]),
            "process id of the oldest shell among the process and its ancestors"),
        FieldDefinition(
            .procTty, "proc.tty", .uint32, needs: .process,
            gVisor: .partly("whether a terminal is attached is known, its number is not"),
            "number of the controlling terminal, 0 without one"),
        FieldDefinition(
            .procSid, "proc.sid", .int64, needs: .process,
            gVisor: .partly(
                "known for processes of the start-up scan and after setsid",
                points: ["syscall/setsid"]),
            "session id"),
        FieldDefinition(
            .procSname, "proc.sname", .charbuf, needs: .event,
            gVisor: .partly("as proc.sid", points: ["syscall/setsid"]),
            "name of the session's leader"),
        FieldDefinition(
            .procSidExe, "proc.sid.exe", .charbuf, needs: .event,
            gVisor: .partly("as proc.sid", points: ["syscall/setsid"]),
            "argv[0] of the session's leader"),
        FieldDefinition(
            .procSidExepath, "proc.sid.exepath", .charbuf, needs: .event,
            gVisor: .partly("as proc.sid", points: ["syscall/setsid"]),
            "path of the file that the session's leader runs"),
        FieldDefinition(
            .procVpgid, "proc.vpgid", .int64, needs: .process,
            gVisor: .partly("process groups are not reported"),
            "process group id in the container's namespace"),
        FieldDefinition(
            .procVpgidName, "proc.vpgid.name", .charbuf, needs: .event,
            gVisor: .partly("process groups are not reported"), "name of the group's leader"),
        FieldDefinition(
            .procVpgidExe, "proc.vpgid.exe", .charbuf, needs: .event,
            gVisor: .partly("process groups are not reported"), "argv[0] of the group's leader"),
        FieldDefinition(
            .procVpgidExepath, "proc.vpgid.exepath", .charbuf, needs: .event,
            gVisor: .partly("process groups are not reported"),
            "path of the file that the group's leader runs"),
        FieldDefinition(
            .procPgid, "proc.pgid", .int64, needs: .process,
            gVisor: .partly("process groups are not reported"), "process group id"),
        FieldDefinition(
            .procPgidName, "proc.pgid.name", .charbuf, needs: .event,
            gVisor: .partly("process groups are not reported"), "name of the group's leader"),
        FieldDefinition(
            .procPgidExe, "proc.pgid.exe", .charbuf, needs: .event,
            gVisor: .partly("process groups are not reported"), "argv[0] of the group's leader"),
        FieldDefinition(
            .procPgidExepath, "proc.pgid.exepath", .charbuf, needs: .event,
            gVisor: .partly("process groups are not reported"),
            "path of the file that the group's leader runs"),
        FieldDefinition(
            .procIsSidLeader, "proc.is_sid_leader", .bool, needs: .process,
            gVisor: .partly("as proc.sid", points: ["syscall/setsid"]),
            "whether the process leads its session"),
        FieldDefinition(
            .procIsVpgidLeader, "proc.is_vpgid_leader", .bool, needs: .process,
            gVisor: .partly("process groups are not reported"),
            "whether the process leads its group, by namespace ids"),
        FieldDefinition(
            .procIsPgidLeader, "proc.is_pgid_leader", .bool, needs: .process,
            gVisor: .partly("process groups are not reported"),
            "whether the process leads its group"),
    ]
}
