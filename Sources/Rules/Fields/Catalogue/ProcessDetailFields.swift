/// The executable file, the age and the resources of a process.
enum ProcessDetailFields {
    static let definitions: [FieldDefinition] = [
        FieldDefinition(
            .procName, "proc.name", .charbuf, needs: .process,
            "name of the process, as the kernel's comm"),
        FieldDefinition(
            .procDuration, "proc.duration", .reltime, needs: .event,
            "age of the thread in nanoseconds"),
        FieldDefinition(
            .procPidTs, "proc.pid.ts", .reltime, needs: .process,
            "start of the thread in nanoseconds since 1970"),
        FieldDefinition(
            .procIsExeWritable, "proc.is_exe_writable", .bool, needs: .process,
            gVisor: .never("gVisor does not tell"),
            "whether the process may write the file that it runs"),
        FieldDefinition(
            .procIsExeUpperLayer, "proc.is_exe_upper_layer", .bool, needs: .process,
            gVisor: .full(
                points: ["sentry/execve:binary_overlayfs_upper"], since: "release-20260714.0"),
            "whether the file that runs was added or changed after the image was made"),
        FieldDefinition(
            .procIsExeLowerLayer, "proc.is_exe_lower_layer", .bool, needs: .process,
            gVisor: .full(
                points: ["sentry/execve:binary_overlayfs_lower"], since: "release-20260721.0"),
            "whether the file that runs belongs to the image"),
        FieldDefinition(
            .procIsExeFromMemfd, "proc.is_exe_from_memfd", .bool, needs: .process,
            gVisor: .full(points: ["sentry/execve:binary_in_memfd"], since: "release-20260727.0"),
            "whether the process runs from a memory file"),
        FieldDefinition(
            .procExeIno, "proc.exe_ino", .int64, needs: .process,
            gVisor: .full(points: ["sentry/execve:binary_ino"], since: "release-20260714.0"),
            "inode number of the file that runs"),
        FieldDefinition(
            .procExeInoCtime, "proc.exe_ino.ctime", .abstime, needs: .process,
            gVisor: .full(points: ["sentry/execve:binary_ctime"], since: "release-20260721.0"),
            "last status change of the file that runs, nanoseconds since 1970"),
        FieldDefinition(
            .procExeInoMtime, "proc.exe_ino.mtime", .abstime, needs: .process,
            gVisor: .never("gVisor does not tell"),
            "last content change of the file that runs, nanoseconds since 1970"),
        FieldDefinition(
            .procExeInoCtimeDurationProcStart, "proc.exe_ino.ctime_duration_proc_start", .abstime,
            needs: .process,
            gVisor: .full(points: ["sentry/execve:binary_ctime"], since: "release-20260721.0"),
            "from that status change to the start of the thread, nanoseconds"),
        FieldDefinition(
            .procExeInoCtimeDurationPidnsStart, "proc.exe_ino.ctime_duration_pidns_start",
            .abstime, needs: .process,
            gVisor: .full(points: ["sentry/execve:binary_ctime"], since: "release-20260721.0"),
            "from the start of the namespace's init to that status change, nanoseconds"),
        FieldDefinition(
            .procPidnsInitStartTs, "proc.pidns_init_start_ts", .uint64, needs: .process,
            gVisor: .partly("the container's start counts"),
            "start of the namespace's init, nanoseconds since 1970"),
        FieldDefinition(
            .procFdopencount, "proc.fdopencount", .uint64, needs: .event,
            "how many descriptors of the process are known"),
        FieldDefinition(
            .procFdlimit, "proc.fdlimit", .int64, needs: .process,
            gVisor: .partly("after prlimit64", points: ["syscall/prlimit64"]),
            "limit on open descriptors"),
        FieldDefinition(
            .procFdusage, "proc.fdusage", .double, needs: .event,
            gVisor: .partly("as proc.fdlimit", points: ["syscall/prlimit64"]),
            "known descriptors in percent of the limit"),
        FieldDefinition(
            .procVmsize, "proc.vmsize", .uint64, needs: .process,
            gVisor: .never("gVisor does not tell"), "virtual memory in kB"),
        FieldDefinition(
            .procVmrss, "proc.vmrss", .uint64, needs: .process,
            gVisor: .never("gVisor does not tell"), "resident memory in kB"),
        FieldDefinition(
            .procVmswap, "proc.vmswap", .uint64, needs: .process,
            gVisor: .never("gVisor does not tell"), "swapped memory in kB"),
        FieldDefinition(
            .procNthreads, "proc.nthreads", .uint64, needs: .event,
            "how many threads the process has"),
        FieldDefinition(
            .procNchilds, "proc.nchilds", .uint64, needs: .event,
            "how many threads the process has beside its leader"),
        FieldDefinition(
            .procStdinType, "proc.stdin.type", .charbuf, needs: .event, "what descriptor 0 is"),
        FieldDefinition(
            .procStdoutType, "proc.stdout.type", .charbuf, needs: .event, "what descriptor 1 is"),
        FieldDefinition(
            .procStderrType, "proc.stderr.type", .charbuf, needs: .event, "what descriptor 2 is"),
        FieldDefinition(
            .procStdinName, "proc.stdin.name", .charbuf, needs: .event, "name of descriptor 0"),
        FieldDefinition(
            .procStdoutName, "proc.stdout.name", .charbuf, needs: .event, "name of descriptor 1"),
        FieldDefinition(
            .procStderrName, "proc.stderr.name", .charbuf, needs: .event, "name of descriptor 2"),
    ]
}
