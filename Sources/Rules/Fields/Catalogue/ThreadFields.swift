/// `thread.*`: what belongs to one thread.
enum ThreadFields {
    static let definitions: [FieldDefinition] = [
        FieldDefinition(
            .threadCapPermitted, "thread.cap_permitted", .charbuf, needs: .process,
            gVisor: .never("gVisor does not tell"), "permitted capabilities by name"),
        FieldDefinition(
            .threadCapInheritable, "thread.cap_inheritable", .charbuf, needs: .process,
            gVisor: .never("gVisor does not tell"), "inheritable capabilities by name"),
        FieldDefinition(
            .threadCapEffective, "thread.cap_effective", .charbuf, needs: .process,
            gVisor: .never("gVisor does not tell"), "effective capabilities by name"),
        FieldDefinition(
            .threadPfmajor, "thread.pfmajor", .uint64, needs: .process,
            gVisor: .never("gVisor does not tell"), "page faults that needed I/O"),
        FieldDefinition(
            .threadPfminor, "thread.pfminor", .uint64, needs: .process,
            gVisor: .never("gVisor does not tell"), "page faults that needed none"),
        FieldDefinition(.threadTid, "thread.tid", .int64, needs: .process, "thread id"),
        FieldDefinition(
            .threadIsmain, "thread.ismain", .bool, needs: .process,
            "whether the thread leads its process"),
        FieldDefinition(
            .threadVtid, "thread.vtid", .int64, needs: .process, gVisor: .partly("as proc.vpid"),
            "thread id as the container's own namespace has it"),
        FieldDefinition(
            .threadNametid, "thread.nametid", .charbuf, flags: [.tableOnly], needs: .process,
            gVisor: .never("for tables of interactive tools"), "for tables only"),
        FieldDefinition(
            .threadExectime, "thread.exectime", .reltime, needs: .process,
            gVisor: .never("scheduler events do not exist"),
            "CPU time since the last scheduler event"),
        FieldDefinition(
            .threadTotexectime, "thread.totexectime", .reltime, needs: .process,
            gVisor: .never("scheduler events do not exist"), "CPU time of the thread"),
        FieldDefinition(
            .threadCgroups, "thread.cgroups", .charbuf, needs: .process,
            gVisor: .partly("one entry, made of the container's id"),
            "control groups as subsystem=path"),
        FieldDefinition(
            .threadCgroup, "thread.cgroup", .charbuf, argument: .dottedKey, needs: .process,
            gVisor: .partly("one entry, made of the container's id"), "path of one control group"),
        FieldDefinition(
            .threadCpu, "thread.cpu", .double, needs: .nothing,
            gVisor: .never("periodic samples do not exist"), "share of a CPU in the last second"),
        FieldDefinition(
            .threadCpuUser, "thread.cpu.user", .double, needs: .nothing,
            gVisor: .never("periodic samples do not exist"),
            "share of a CPU in user mode in the last second"),
        FieldDefinition(
            .threadCpuSystem, "thread.cpu.system", .double, needs: .nothing,
            gVisor: .never("periodic samples do not exist"),
            "share of a CPU in system mode in the last second"),
        FieldDefinition(
            .threadVmsize, "thread.vmsize", .uint64, needs: .process,
            gVisor: .never("gVisor does not tell"), "virtual memory in kB, on the leader"),
        FieldDefinition(
            .threadVmrss, "thread.vmrss", .uint64, needs: .process,
            gVisor: .never("gVisor does not tell"), "resident memory in kB, on the leader"),
        FieldDefinition(
            .threadVmsizeB, "thread.vmsize.b", .uint64, flags: [.tableOnly], needs: .process,
            gVisor: .never("gVisor does not tell"), "for tables only"),
        FieldDefinition(
            .threadVmrssB, "thread.vmrss.b", .uint64, flags: [.tableOnly], needs: .process,
            gVisor: .never("gVisor does not tell"), "for tables only"),
    ]
}
