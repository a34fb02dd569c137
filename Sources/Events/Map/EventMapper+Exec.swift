internal import Core
internal import Decode

/// New programs, told in three ways: the call's enter, its exit, and `sentry/execve`. Which of them
/// rules see is for State to decide, since it differs between releases and sessions.
extension EventMapper {
    /// execve and execveat as called, on enter and exit. Since release 20250820 an exit with result
    /// 0 says only that the arguments could be read.
    mutating func mapExecve(
        _ message: inout Message, of datagram: BorrowedBytes, into event: inout SyscallEvent
    ) -> Mapping {
        arena.reset()
        let call = message.read(ExecveSyscall.self)
        let exitCode = syscalls[message.sysno].exitCode
        guard exitCode == EventCode(293) || exitCode == EventCode(331) else {
            counts.wrongSyscall &+= 1
            return .nothing
        }
        let path = call.pathname.bytes(of: datagram)
        let isAt = exitCode == EventCode(331)
        let isExit = message.exit.isPresent
        event.begin(isExit ? exitCode : EventCode(exitCode.rawValue &- 1))
        event.sysno = Int32(truncatingIfNeeded: message.sysno)
        if isAt { setPath(call.fdPath, of: datagram, into: &event) }
        guard isExit else {
            event.set(isAt ? 1 : 0, bytes: path)
            if isAt {
                event.set(0, integer: call.fd)
                let flags = ProcessConversions.executionFlags(call.flags)
                event.set(2, integer: Int64(flags))
            }
            return .one
        }
        event.set(ExecParameter.result, integer: result(of: message.exit))
        // With an empty path the descriptor's file runs.
        let program = path.isEmpty ? event.task.fdPath : path
        setArguments(call.argv, orProgram: program, of: datagram, into: &event)
        if !call.envv.isEmpty {
            event.set(ExecParameter.env, bytes: arena.join(call.envv.strings(of: datagram)))
        }
        event.set(ExecParameter.comm, bytes: Self.comm(ofPath: program))
        event.set(ExecParameter.trustedExepath, bytes: program)
        if !isAt { event.set(ExecParameter.filename, bytes: path) }
        event.set(ExecParameter.tty, integer: 0)
        setExecTask(into: &event)
        countCut()
        return .one
    }

    /// `sentry/execve`: the one proof that a program runs, and the file it is.
    mutating func map(
        _ info: ExecveInfo, of datagram: BorrowedBytes, into event: inout SyscallEvent
    ) -> Mapping {
        arena.reset()
        event.begin(EventCode(293))
        let binaryPath = info.binaryPath.bytes(of: datagram)
        let passedPath = info.execfn.bytes(of: datagram)
        let program = passedPath.isEmpty ? binaryPath : passedPath
        event.set(ExecParameter.result, integer: 0)
        setArguments(info.argv, orProgram: program, of: datagram, into: &event)
        event.set(ExecParameter.env, bytes: arena.join(info.env.strings(of: datagram)))
        event.set(ExecParameter.comm, bytes: Self.comm(ofPath: program))
        let isNamed = Self.isNamed(passedPath) && !info.binaryInMemfd
        event.set(ExecParameter.trustedExepath, bytes: isNamed ? passedPath : binaryPath)
        event.set(ExecParameter.filename, bytes: program)
        event.set(ExecParameter.tty, integer: 0)
        setExecTask(into: &event)
        fillDetails(info, of: datagram, binaryPath, passedPath, into: &event)
        countCut()
        return .one
    }

    /// The path passed names a file by itself: it is absolute and does not lead over a descriptor.
    private static func isNamed(_ path: BorrowedBytes) -> Bool {
        path.count > 0 && path[0] == UInt8(ascii: "/")
            && !path.hasPrefix(BorrowedBytes(literal: "/proc/"))
            && !path.hasPrefix(BorrowedBytes(literal: "/dev/fd/"))
    }

    /// argv[0] and the rest; without any the program's path stands for argv[0].
    private mutating func setArguments(
        _ argv: RepeatedRange, orProgram program: BorrowedBytes, of datagram: BorrowedBytes,
        into event: inout SyscallEvent
    ) {
        var arguments = argv.strings(of: datagram)
        let zero = arguments.next() ?? program
        event.exec.argumentZero = zero
        event.set(ExecParameter.exe, bytes: zero)
        event.set(ExecParameter.args, bytes: arena.join(arguments))
    }

    /// Counts an event whose lists were cut.
    mutating func countCut() {
        if arena.isCut { counts.cutArguments &+= 1 }
    }

    private func fillDetails(
        _ info: ExecveInfo, of datagram: BorrowedBytes, _ binaryPath: BorrowedBytes,
        _ passedPath: BorrowedBytes, into event: inout SyscallEvent
    ) {
        event.exec.isPresent = true
        event.exec.binaryPath = binaryPath
        event.exec.passedPath = passedPath
        event.exec.inode = info.binaryIno
        event.exec.changeTimeNanos = Self.nanoseconds(info.binaryCtime)
        event.exec.mode = info.binaryMode
        event.exec.isUpperLayer = info.binaryOverlayfsUpper
        event.exec.isLowerLayer = info.binaryOverlayfsLower
        event.exec.isFromMemfd = info.binaryInMemfd
        event.exec.sha256 = info.binarySha256.bytes(of: datagram)
        event.exec.sha1 = info.binarySha1.bytes(of: datagram)
        if info.binaryIno != 0 { event.set(23, integer: Int64(bitPattern: info.binaryIno)) }
        if event.exec.changeTimeNanos != 0 {
            event.set(24, integer: Int64(bitPattern: event.exec.changeTimeNanos))
        }
    }

    /// Nanoseconds since 1970 of a time on the wire; 0 for times that cannot be.
    static func nanoseconds(_ time: Timespec) -> UInt64 {
        guard time.isPresent, time.sec >= 0, time.nsec >= 0, time.nsec < 1_000_000_000 else {
            return 0
        }
        let (seconds, overflow) = UInt64(time.sec).multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? 0 : seconds &+ UInt64(time.nsec)
    }
}
