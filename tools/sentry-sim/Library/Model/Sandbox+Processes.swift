/// Containers, processes and threads, with the messages that their lives make.
extension Sandbox {
    static let environment = [
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root",
        "LANG=C.UTF-8",
    ]

    /// Starts a container; its init is the only process that no exec announces.
    @discardableResult
    func startContainer(
        id: String, _ arguments: [String], cwd: String = "/", hasTerminal: Bool = false,
        environment: [String] = Sandbox.environment
    ) -> Process {
        let texts = world.texts
        let container = Container(
            id: texts.id(id), environment: environment,
            contextCount: world.selection.contexts.count)
        add(container)
        let process = Process(
            pid: takePID(), startNanos: nowNanos, container: container, parentPID: 0,
            comm: texts.id(Self.comm(of: arguments[0])), cwd: texts.id(cwd))
        container.leader = process
        process.environment = texts.list(environment)
        process.mapBase = Int64(random.below(8)) << 32
        openStandardDescriptors(of: process)
        processes[process.pid] = process
        var draft = Draft()
        draft.type = 1
        draft.text0 = container.id
        draft.text1 = texts.id(cwd)
        draft.list0 = texts.list(arguments)
        draft.list1 = process.environment
        if hasTerminal { draft.flags = DraftFlag.terminal }
        emit(process.leader, .containerStart, draft)
        return process
    }

    /// A process that `runsc exec` starts: no message announces it.
    func execSession(in container: Container, _ arguments: [String]) -> Process {
        let texts = world.texts
        let process = Process(
            pid: takePID(), startNanos: nowNanos, container: container, parentPID: 0,
            comm: texts.id(Self.comm(of: arguments[0])), cwd: world.names.root)
        process.isExecSession = true
        process.environment = texts.list(container.environment)
        openStandardDescriptors(of: process)
        processes[process.pid] = process
        return process
    }

    private func openStandardDescriptors(of process: Process) {
        process.put(Descriptor(path: world.names.stdin), at: 0)
        process.put(Descriptor(path: world.names.stdout), at: 1)
        process.put(Descriptor(path: world.names.stderr), at: 2)
    }

    /// The kernel's short name of a program.
    static func comm(of path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return String(decoding: Array(name.utf8.prefix(15)), as: UTF8.self)
    }

    /// A child process by clone, fork or vfork.
    func fork(_ task: Task, _ call: Call = .clone) -> Process {
        let parent = task.process
        var flags: Int64 = call == .vfork ? 0x4100 : 0
        var draft = Draft()
        if call == .clone {
            flags = 0x120_0000
            draft.n0 = flags | 17
        }
        enter(task, call, draft)
        let child = Process(
            pid: takePID(), startNanos: nowNanos, container: parent.container,
            parentPID: parent.pid, comm: parent.comm, cwd: parent.cwd)
        child.realUID = parent.realUID
        child.effectiveUID = parent.effectiveUID
        child.gid = parent.gid
        child.isExecSession = parent.isExecSession
        child.descriptors = parent.descriptors
        child.environment = parent.environment
        child.mapBase = parent.mapBase
        processes[child.pid] = child
        emitClone(task, child.pid, child.pid, child.startNanos, flags)
        draft.result = Int64(child.pid)
        exit(task, call, draft)
        return child
    }

    /// A further thread of the process.
    func startThread(_ task: Task) -> Task {
        let flags: Int64 = 0x3D_0F00
        var draft = Draft()
        draft.n0 = flags
        draft.n1 = 0x7FB2_8E00_0EF0
        draft.n3 = 0x7FB2_8E00_16C0
        enter(task, .clone, draft)
        let thread = Task(tid: takePID(), startNanos: nowNanos, process: task.process)
        task.process.threads.append(thread)
        emitClone(task, thread.tid, task.process.pid, thread.startNanos, flags)
        draft.result = Int64(thread.tid)
        draft.n2 = draft.result
        exit(task, .clone, draft)
        return thread
    }

    private func emitClone(
        _ task: Task, _ tid: Int32, _ pid: Int32, _ startNanos: Int64, _ flags: Int64
    ) {
        var draft = Draft()
        draft.type = 2
        draft.n0 = Int64(tid)
        draft.n1 = Int64(pid)
        draft.n2 = startNanos
        draft.n3 = flags
        emit(task, .sentryClone, draft)
    }

    /// The end of a thread that is not the last of its process.
    func endThread(_ thread: Task) {
        var draft = Draft()
        draft.type = 5
        emit(thread, .taskExit, draft)
        thread.process.threads.removeAll { $0 === thread }
    }

    /// The end of a process: `code` as given to exit_group.
    func end(_ process: Process, code: Int64 = 0) {
        rawCall(process.leader, 231, Draft())
        var draft = Draft()
        draft.type = 5
        draft.n0 = code << 8
        for thread in process.threads.reversed() { emit(thread, .taskExit, draft) }
        if process !== containers.first?.leader {
            draft.type = 4
            emit(process.leader, .exitNotifyParent, draft)
        }
        processes[process.pid] = nil
    }

    /// A file that is executed: how it is named, what it is.
    struct Program {
        var path: String
        var arguments: [String]
        /// Where symbolic links lead, when elsewhere.
        var binaryPath: String?
        var isUpperLayer = false
        var isMemfd = false
        var libraries: [String] = ["libc.so.6"]
    }

    /// A successful exec.
    func exec(_ task: Task, _ program: Program, as call: Call = .execve) {
        let texts = world.texts
        let process = task.process
        var draft = Draft()
        if call == .execveat { draft.n0 = -100 }
        draft.text1 = texts.id(program.path)
        draft.list0 = texts.list(program.arguments)
        draft.list1 = process.environment
        enter(task, call, draft)
        let isLate = world.personality.reportsExecBeforeLoading
        if isLate { exit(task, call, draft) }
        emitExec(task, program)
        if !isLate { exit(task, call, draft) }
        process.comm = texts.id(Self.comm(of: program.path))
        process.mapBase = Int64(random.below(8)) << 32
        for number in process.descriptors.indices
        where process.descriptors[number]?.isCloseOnExec == true {
            process.descriptors[number] = nil
        }
        process.forgetContexts()
    }

    /// An exec that fails with `errno`, which a recent Sentry does not tell.
    func failExec(_ task: Task, _ path: String, _ arguments: [String], errno: Int32) {
        var draft = Draft()
        draft.text1 = world.texts.id(path)
        draft.list0 = world.texts.list(arguments)
        draft.list1 = task.process.environment
        enter(task, .execve, draft)
        if !world.personality.reportsExecBeforeLoading { draft.errno = errno }
        exit(task, .execve, draft)
    }

    /// Runs a program in a child of `task`'s process: fork, exec, load, `body`, end.
    @discardableResult
    func run(
        _ task: Task, _ program: Program, fork call: Call = .clone, code: Int64 = 0,
        before: (Task) -> Void = { _ in }, _ body: (Task) -> Void = { _ in }
    ) -> Process {
        let child = fork(task, call)
        before(child.leader)
        exec(child.leader, program)
        load(child.leader, program.libraries)
        body(child.leader)
        end(child, code: code)
        return child
    }

    /// A small number that stays with a path.
    static func inode(of path: String) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in path.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int64(hash % 4_000) + 200
    }

    /// Where a Debian file system's folders lead.
    static func resolved(_ path: String) -> String {
        for folder in ["/bin/", "/sbin/", "/lib/", "/lib64/"] where path.hasPrefix(folder) {
            return "/usr" + path
        }
        return path
    }
}
