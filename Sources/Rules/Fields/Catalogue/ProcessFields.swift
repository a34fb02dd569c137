/// `proc.*`: name, arguments, environment and ids of the process.
enum ProcessFields {
    private static let virtualIDNote =
        "learned from results of clone and setsid in a pid namespace of the container's own"

    static let definitions: [FieldDefinition] = [
        FieldDefinition(
            .procExe, "proc.exe", .charbuf, needs: .process,
            gVisor: .full(points: ["sentry/execve"]), "first argument of the process, argv[0]"),
        FieldDefinition(
            .procExepath, "proc.exepath", .charbuf, needs: .process,
            gVisor: .full(points: ["sentry/execve"]), "path of the file that runs"),
        FieldDefinition(
            .procArgs, "proc.args", .charbuf, argument: .optionalIndex, needs: .process,
            gVisor: .full(points: ["sentry/execve"]), "arguments after argv[0], or one of them"),
        FieldDefinition(
            .procCmdline, "proc.cmdline", .charbuf, needs: .process,
            gVisor: .full(points: ["sentry/execve"]), "name and arguments"),
        FieldDefinition(
            .procCmdnargs, "proc.cmdnargs", .uint64, needs: .process,
            gVisor: .full(points: ["sentry/execve"]), "how many arguments follow argv[0]"),
        FieldDefinition(
            .procCmdlenargs, "proc.cmdlenargs", .uint64, needs: .process,
            gVisor: .full(points: ["sentry/execve"]),
            "how many bytes the arguments after argv[0] have"),
        FieldDefinition(
            .procExeline, "proc.exeline", .charbuf, needs: .process,
            gVisor: .full(points: ["sentry/execve"]), "argv[0] and the arguments"),
        FieldDefinition(
            .procEnv, "proc.env", .charbuf, argument: .optionalKey, needs: .process,
            gVisor: .full(points: ["sentry/execve"]), "environment, or one variable of it"),
        FieldDefinition(
            .procCwd, "proc.cwd", .charbuf, needs: .process,
            "working directory, with a slash at its end"),
        FieldDefinition(.procPid, "proc.pid", .int64, needs: .process, "process id"),
        FieldDefinition(
            .procVpid, "proc.vpid", .int64, needs: .process,
            gVisor: .partly(virtualIDNote),
            "process id as the container's own namespace has it"),
    ]
}
