/// Fields about the parent and the ancestors of a process.
enum AncestorFields {
    static let definitions: [FieldDefinition] = [
        FieldDefinition(
            .procPexe, "proc.pexe", .charbuf, needs: .process,
            gVisor: .full(points: ["sentry/execve"]), "argv[0] of the parent"),
        FieldDefinition(
            .procAexe, "proc.aexe", .charbuf, argument: .optionalIndex,
            flags: [.noTransformer, .noRightHandSide], needs: .process,
            gVisor: .full(points: ["sentry/execve"]), "argv[0] of an ancestor"),
        FieldDefinition(
            .procPexepath, "proc.pexepath", .charbuf, needs: .process,
            gVisor: .full(points: ["sentry/execve"]), "path of the file that the parent runs"),
        FieldDefinition(
            .procAexepath, "proc.aexepath", .charbuf, argument: .optionalIndex,
            flags: [.noTransformer, .noRightHandSide], needs: .process,
            gVisor: .full(points: ["sentry/execve"]), "path of the file that an ancestor runs"),
        FieldDefinition(.procPname, "proc.pname", .charbuf, needs: .process, "name of the parent"),
        FieldDefinition(
            .procAname, "proc.aname", .charbuf, argument: .optionalIndex,
            flags: [.noTransformer, .noRightHandSide], needs: .process,
            gVisor: .full(points: ["sentry/clone"]), "name of an ancestor"),
        FieldDefinition(
            .procAargs, "proc.aargs", .charbuf, argument: .optionalIndex, needs: .process,
            gVisor: .full(points: ["sentry/execve"]), "arguments of an ancestor"),
        FieldDefinition(
            .procPcmdline, "proc.pcmdline", .charbuf, needs: .process,
            gVisor: .full(points: ["sentry/execve"]), "name and arguments of the parent"),
        FieldDefinition(
            .procAcmdline, "proc.acmdline", .charbuf, argument: .optionalIndex,
            flags: [.noTransformer, .noRightHandSide], needs: .process,
            gVisor: .full(points: ["sentry/execve"]), "name and arguments of an ancestor"),
        FieldDefinition(
            .procAenv, "proc.aenv", .charbuf, argument: .optionalIndexOrKey,
            flags: [.noTransformer, .noRightHandSide], needs: .process,
            gVisor: .full(points: ["sentry/execve"]),
            "environment of an ancestor, or the nearest ancestor's variable"),
        FieldDefinition(
            .procPpid, "proc.ppid", .int64, needs: .process, "process id of the parent"),
        FieldDefinition(
            .procApid, "proc.apid", .int64, argument: .optionalIndex,
            flags: [.noTransformer, .noRightHandSide], needs: .process,
            gVisor: .full(points: ["sentry/clone"]), "process id of an ancestor"),
        FieldDefinition(
            .procPvpid, "proc.pvpid", .int64, needs: .process, gVisor: .partly("as proc.vpid"),
            "process id of the parent in its own namespace"),
        FieldDefinition(
            .procPpidDuration, "proc.ppid.duration", .reltime, needs: .event,
            "age of the parent in nanoseconds"),
        FieldDefinition(
            .procPpidTs, "proc.ppid.ts", .reltime, needs: .process,
            "start of the parent in nanoseconds since 1970"),
    ]
}
