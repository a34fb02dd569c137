internal import Core
internal import Decode

/// Tasks that come and go.
extension EventMapper {
    /// A task made another: the clone as its child sees it. The message's context is the maker's.
    mutating func map(
        _ info: CloneInfo, into event: inout SyscallEvent
    ) -> Mapping {
        let maker = event.task
        let makerThread = event.threadID
        let isThread = info.flags & 0x1_0000 != 0
        let sharesParent = info.flags & (0x8000 | 0x1_0000) != 0
        event.begin(EventCode(223))
        // From here on it is the child's.
        event.task.serial = 0
        event.threadID = info.createdThreadId
        event.task.callerThreadID = max(0, makerThread)
        event.task.callerProcessID = maker.processID
        event.task.callerParentProcessID = maker.parentProcessID
        event.task.callerStartTimeNanos = maker.startTimeNanos
        event.task.callerProcessStartTimeNanos = maker.processStartTimeNanos
        event.task.processID = max(0, info.createdThreadGroupId)
        event.task.startTimeNanos = UInt64(max(0, info.createdThreadStartTimeNs))
        event.task.processStartTimeNanos =
            isThread ? maker.processStartTimeNanos : event.task.startTimeNanos
        if !sharesParent {
            event.task.parentProcessID = maker.processID > 0 ? maker.processID : max(0, makerThread)
        }
        event.set(CloneParameter.result, integer: 0)
        event.set(CloneParameter.flags, integer: Int64(ProcessConversions.cloneFlags(info.flags)))
        setTaskIDs(into: &event)
        setCommonTask(into: &event)
        return .one
    }

    /// clone, fork and vfork as their caller sees them. The result is an id of the caller's own
    /// pid namespace.
    mutating func mapCaller(
        flags: UInt64, _ result: Int64, into event: inout SyscallEvent
    ) -> Bool {
        guard event.code.isOne(of: 223, 225, 227) else { return false }
        event.set(CloneParameter.result, integer: result)
        event.set(CloneParameter.flags, integer: Int64(ProcessConversions.cloneFlags(flags)))
        setTaskIDs(into: &event)
        setCommonTask(into: &event)
        return true
    }

    /// One thread ends. The status is a wait status: code in the second byte, signal in the first.
    mutating func map(_ exit: TaskExit, into event: inout SyscallEvent) -> Mapping {
        event.begin(EventCode(186))
        let status = UInt32(bitPattern: exit.exitStatus)
        event.set(0, integer: Int64(exit.exitStatus))
        event.set(1, integer: Int64(status &>> 8 & 0xFF))
        event.set(2, integer: Int64(status & 0x7F))
        event.set(3, integer: Int64(status &>> 7 & 1))
        return .one
    }

    /// A container starts: its first process appears, then runs its program.
    mutating func map(
        _ start: ContainerStart, of datagram: BorrowedBytes, step: Int,
        into event: inout SyscallEvent
    ) -> Mapping {
        arena.reset()
        event.task.serial = 0
        event.task.isContainerStart = true
        event.task.hasTerminal = start.terminal
        if event.task.containerID.isEmpty { event.task.containerID = start.id.bytes(of: datagram) }
        var arguments = start.args.strings(of: datagram)
        let zero = arguments.next() ?? event.task.processName
        let comm = Self.comm(ofPath: zero)
        let joined = arena.join(arguments)
        if step == 0 {
            event.begin(EventCode(223))
            event.set(CloneParameter.result, integer: 0)
            event.set(CloneParameter.flags, integer: 0)
            event.set(CloneParameter.ptid, integer: 0)
            setTaskIDs(into: &event)
            setCommonTask(into: &event)
            event.set(CloneParameter.exe, bytes: zero)
            event.set(CloneParameter.args, bytes: joined)
            event.set(CloneParameter.comm, bytes: comm)
            return .event(isLast: false)
        }
        event.begin(EventCode(293))
        event.set(ExecParameter.result, integer: 0)
        event.set(ExecParameter.exe, bytes: zero)
        event.set(ExecParameter.args, bytes: joined)
        event.set(ExecParameter.comm, bytes: comm)
        if !start.env.isEmpty {
            event.set(ExecParameter.env, bytes: arena.join(start.env.strings(of: datagram)))
        }
        // A terminal's device is the first pseudo terminal of the sandbox: major 136, minor 0.
        event.set(ExecParameter.tty, integer: start.terminal ? 136 &<< 8 : 0)
        event.set(ExecParameter.trustedExepath, bytes: zero)
        event.set(ExecParameter.filename, bytes: zero)
        setExecTask(into: &event)
        let cwd = start.cwd.bytes(of: datagram)
        if event.task.cwd.isEmpty && !cwd.isEmpty { event.set(ExecParameter.cwd, bytes: cwd) }
        countCut()
        return .one
    }

    /// The name that the kernel gives to a process that runs `path`: what follows the last slash,
    /// at most 15 bytes.
    static func comm(ofPath path: BorrowedBytes) -> BorrowedBytes {
        let start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        return path.slice(start, 15)
    }

    /// Ids of the event's own task in the clone family's row.
    private func setTaskIDs(into event: inout SyscallEvent) {
        event.set(CloneParameter.tid, integer: Int64(event.threadID))
        event.set(CloneParameter.vtid, integer: Int64(event.threadID))
        if event.task.processID > 0 {
            event.set(CloneParameter.pid, integer: Int64(event.task.processID))
            event.set(CloneParameter.vpid, integer: Int64(event.task.processID))
        }
        if event.task.parentProcessID > 0 {
            event.set(CloneParameter.ptid, integer: Int64(event.task.parentProcessID))
        }
    }

    /// What the context tells about a task of the clone family.
    private func setCommonTask(into event: inout SyscallEvent) {
        let task = event.task
        if !task.processName.isEmpty {
            event.set(CloneParameter.exe, bytes: task.processName)
            event.set(CloneParameter.comm, bytes: task.processName)
        }
        if !task.cwd.isEmpty { event.set(CloneParameter.cwd, bytes: task.cwd) }
        if task.hasCredentials {
            event.set(CloneParameter.uid, integer: Int64(task.effectiveUID))
            event.set(CloneParameter.gid, integer: Int64(task.effectiveGID))
        }
    }

    /// What the context tells about a task that runs a new program.
    func setExecTask(into event: inout SyscallEvent) {
        let task = event.task
        event.set(ExecParameter.tid, integer: Int64(event.threadID))
        if task.processID > 0 { event.set(ExecParameter.pid, integer: Int64(task.processID)) }
        if task.parentProcessID > 0 {
            event.set(ExecParameter.ptid, integer: Int64(task.parentProcessID))
        }
        if !task.cwd.isEmpty { event.set(ExecParameter.cwd, bytes: task.cwd) }
        // Whether the file is writable is not known, and the layers it may lie on are in the
        // event's `exec`: as with Falco's own engine for gVisor the flags are 0.
        event.set(ExecParameter.flags, integer: 0)
        if task.hasCredentials {
            event.set(ExecParameter.uid, integer: Int64(task.effectiveUID))
            event.set(ExecParameter.gid, integer: Int64(task.effectiveGID))
        }
    }
}
