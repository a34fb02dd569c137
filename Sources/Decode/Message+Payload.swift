extension Message {
    /// Bytes that a payload can have.
    static var payloadByteCount: Int { 128 }

    /// Keeps the payload of a message of `rawType`.
    ///
    /// PERF: field by field where the next stage reads it. An enumeration was put together beside
    /// the message and copied over by wider moves, which waited for the narrow ones before: 15 ns
    /// of a message's 60 in decoding, and as many in mapping.
    @inline(__always)
    mutating func store<Payload: BitwiseCopyable>(_ payload: Payload) {
        precondition(MemoryLayout<Payload>.size <= Self.payloadByteCount)
        // In bounds: compared above. Aligned: no field is wider than eight bytes.
        unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            unsafe bytes.baseAddress.unsafelyUnwrapped.storeBytes(of: payload, as: Payload.self)
        }
        hasPayload = true
    }

    /// The payload as the struct of `rawType`, which is the only one to ask for. Zeros before the
    /// first message and after one that failed.
    @inlinable @inline(__always)
    package mutating func read<Payload: BitwiseCopyable>(_ type: Payload.Type) -> Payload {
        precondition(MemoryLayout<Payload>.size <= 128)
        // In bounds: compared above.
        return unsafe withUnsafeBytes(of: &storage) { bytes in
            unsafe bytes.baseAddress.unsafelyUnwrapped.loadUnaligned(as: Payload.self)
        }
    }

    mutating func forgetPayload() {
        storage = InlineArray(repeating: 0)
        hasPayload = false
    }

    /// The payload with its type, for all that is not in a hurry.
    package var payload: MessagePayload {
        guard hasPayload, let type = MessageType(rawValue: rawType) else { return .unknown }
        var copy = self
        return switch type {
        case .containerStart: .containerStart(copy.read(ContainerStart.self))
        case .clone: .clone(copy.read(CloneInfo.self))
        case .exec: .exec(copy.read(ExecveInfo.self))
        case .exitNotifyParent: .exitNotifyParent(copy.read(ExitNotifyParentInfo.self))
        case .taskExit: .taskExit(copy.read(TaskExit.self))
        case .rawSyscall: .rawSyscall(copy.read(RawSyscall.self))
        case .open: .open(copy.read(OpenSyscall.self))
        case .close: .close(copy.read(CloseSyscall.self))
        case .read: .read(copy.read(ReadSyscall.self))
        case .connect: .connect(copy.read(ConnectSyscall.self))
        case .execve: .execve(copy.read(ExecveSyscall.self))
        case .socket: .socket(copy.read(SocketSyscall.self))
        case .chdir: .chdir(copy.read(ChdirSyscall.self))
        case .setid: .setid(copy.read(SetidSyscall.self))
        case .setresid: .setresid(copy.read(SetresidSyscall.self))
        case .prlimit: .prlimit(copy.read(PrlimitSyscall.self))
        case .pipe: .pipe(copy.read(PipeSyscall.self))
        case .fcntl: .fcntl(copy.read(FcntlSyscall.self))
        case .dup: .dup(copy.read(DupSyscall.self))
        case .signalfd: .signalfd(copy.read(SignalfdSyscall.self))
        case .chroot: .chroot(copy.read(ChrootSyscall.self))
        case .eventfd: .eventfd(copy.read(EventfdSyscall.self))
        case .cloneSyscall: .cloneSyscall(copy.read(CloneSyscall.self))
        case .bind: .bind(copy.read(BindSyscall.self))
        case .accept: .accept(copy.read(AcceptSyscall.self))
        case .timerfdCreate: .timerfdCreate(copy.read(TimerfdCreateSyscall.self))
        case .timerfdSettime: .timerfdSettime(copy.read(TimerfdSettimeSyscall.self))
        case .timerfdGettime: .timerfdGettime(copy.read(TimerfdGettimeSyscall.self))
        case .fork: .fork(copy.read(ForkSyscall.self))
        case .inotifyInit: .inotifyInit(copy.read(InotifyInitSyscall.self))
        case .inotifyAddWatch: .inotifyAddWatch(copy.read(InotifyAddWatchSyscall.self))
        case .inotifyRmWatch: .inotifyRmWatch(copy.read(InotifyRmWatchSyscall.self))
        case .socketPair: .socketPair(copy.read(SocketPairSyscall.self))
        case .write: .write(copy.read(WriteSyscall.self))
        case .mmapInfo: .mmapInfo(copy.read(MmapInfo.self))
        case .mmap: .mmap(copy.read(MmapSyscall.self))
        case .listen: .listen(copy.read(ListenSyscall.self))
        case .ptrace: .ptrace(copy.read(PtraceSyscall.self))
        }
    }
}
