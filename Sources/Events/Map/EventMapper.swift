package import Core
package import Decode

/// What mapping a message gave.
@usableFromInline package enum Mapping: Equatable, BitwiseCopyable, Sendable {
    /// The message is no event of its own.
    case nothing
    /// `event` is filled. When `isLast` is false the same message gives another one: call again
    /// with the next step.
    case event(isLast: Bool)

    @inlinable package static var one: Mapping { .event(isLast: true) }
}

/// Turns gVisor's messages into events of Falco's vocabulary.
///
/// What a message does not tell stays absent: a parameter is set only when its value is known.
/// Failed calls, which gVisor reports with a result of 0 and an error number, get negative results
/// as everywhere else in the table.
///
/// One per shard. An event's bytes lie in the datagram, in the mapper's arena or in literals: they
/// are valid until the next call. Nothing is allocated after the initialiser.
package struct EventMapper: ~Copyable {
    let table = EventTable.shared
    @usableFromInline let architecture: SyscallArchitecture
    let syscalls: SyscallNames
    let rawPlans = RawSyscallPlans.shared
    var arena = ArgumentArena()
    package internal(set) var counts = MapperCounts()
    /// Time of messages that do not say theirs: the shard's clock, set once per turn.
    package var arrivalTimeNanos: UInt64 = 0

    /// A mapper for the calls of one architecture, usually that of this machine.
    package init(architecture: SyscallArchitecture = .native) {
        self.architecture = architecture
        syscalls = EventTable.shared.syscalls(architecture)
    }

    /// Maps `message`, decoded from `datagram`, into `event`, whose former content is forgotten.
    ///
    /// `step` is 0 for the first event of a message and one more for each further one. The message
    /// is not changed: it is passed by address because a copy of it costs more than most mappings.
    /// Never traps, whatever the message holds. Linear in the datagram's length.
    package mutating func map(
        _ message: inout Message, of datagram: BorrowedBytes, step: Int,
        into event: inout SyscallEvent
    ) -> Mapping {
        if !message.exit.isPresent && Self.isTold(onlyAtReturn: message.rawType) {
            counts.withoutEvent &+= 1
            return .nothing
        }
        return mapEvent(&message, of: datagram, step: step, into: &event)
    }

    /// PERF: four of ten messages tell that a call begins and get not so far; they need not save
    /// the registers that this does.
    @inline(never)
    private mutating func mapEvent(
        _ message: inout Message, of datagram: BorrowedBytes, step: Int,
        into event: inout SyscallEvent
    ) -> Mapping {
        fillContext(of: &message, of: datagram, into: &event)
        let mapping = mapPayload(&message, of: datagram, step: step, into: &event)
        if mapping == .nothing { counts.withoutEvent &+= 1 }
        return mapping
    }

    /// A call of this type is an event when it returns and nothing when it is entered.
    private static func isTold(onlyAtReturn type: UInt16) -> Bool {
        switch type {
        case 1, 2, 3, 5, 7, 10, 11: false
        default: true
        }
    }

    /// One jump on the type, then straight code.
    private mutating func mapPayload(
        _ message: inout Message, of datagram: BorrowedBytes, step: Int,
        into event: inout SyscallEvent
    ) -> Mapping {
        switch message.rawType {
        case 1:
            let start = message.read(ContainerStart.self)
            return map(start, of: datagram, step: step, into: &event)
        case 2: return map(message.read(CloneInfo.self), into: &event)
        case 3: return map(message.read(ExecveInfo.self), of: datagram, into: &event)
        case 5: return map(message.read(TaskExit.self), into: &event)
        case 7: return mapOpen(&message, of: datagram, into: &event)
        case 10: return mapConnect(&message, of: datagram, into: &event)
        case 11: return mapExecve(&message, of: datagram, into: &event)
        default: break
        }
        // What follows has returned.
        let call = syscalls[message.sysno]
        event.begin(call.exitCode)
        event.sysno = Int32(truncatingIfNeeded: message.sysno)
        let result = result(of: message.exit)
        if mapExit(&message, result, of: datagram, into: &event) { return .one }
        if message.rawType == MessageType.rawSyscall.rawValue { return .nothing }
        return mapNamed(call, result, into: &event)
    }

    /// Calls whose schematized message has no row in the table become generic events, as long as
    /// the number is one of a call without own event.
    private mutating func mapNamed(
        _ call: SyscallRow, _ result: Int64, into event: inout SyscallEvent
    ) -> Mapping {
        guard call.exitCode == EventCode(1), call.nameID != .max else {
            counts.wrongSyscall &+= 1
            return .nothing
        }
        event.set(0, integer: Int64(call.nameID))
        event.set(1, integer: Int64(event.sysno))
        return .one
    }

    /// Reads, writes, closes, descriptors and the rest: one event per return.
    private mutating func mapExit(
        _ message: inout Message, _ result: Int64, of datagram: BorrowedBytes,
        into event: inout SyscallEvent
    ) -> Bool {
        switch message.rawType {
        case 6: mapRaw(message.read(RawSyscall.self), message.sysno, result, into: &event)
        case 8: map(message.read(CloseSyscall.self), result, of: datagram, into: &event)
        case 9: map(message.read(ReadSyscall.self), result, of: datagram, into: &event)
        case 34: map(message.read(WriteSyscall.self), result, of: datagram, into: &event)
        case 12: map(message.read(SocketSyscall.self), result, into: &event)
        case 13: map(message.read(ChdirSyscall.self), result, of: datagram, into: &event)
        case 14: map(message.read(SetidSyscall.self), result, into: &event)
        case 15: map(message.read(SetresidSyscall.self), result, into: &event)
        case 16: map(message.read(PrlimitSyscall.self), result, into: &event)
        case 17: map(message.read(PipeSyscall.self), result, into: &event)
        case 18: map(message.read(FcntlSyscall.self), result, of: datagram, into: &event)
        case 19: map(message.read(DupSyscall.self), result, of: datagram, into: &event)
        case 20: map(message.read(SignalfdSyscall.self), result, of: datagram, into: &event)
        case 21: map(message.read(ChrootSyscall.self), result, of: datagram, into: &event)
        case 22: map(message.read(EventfdSyscall.self), result, into: &event)
        case 23: mapCaller(flags: message.read(CloneSyscall.self).flags, result, into: &event)
        case 24: map(message.read(BindSyscall.self), result, of: datagram, into: &event)
        case 25: map(message.read(AcceptSyscall.self), result, of: datagram, into: &event)
        case 26: map(message.read(TimerfdCreateSyscall.self), result, into: &event)
        case 30: map(message.read(InotifyInitSyscall.self), result, into: &event)
        case 33: map(message.read(SocketPairSyscall.self), result, into: &event)
        case 36: map(message.read(MmapSyscall.self), result, of: datagram, into: &event)
        case 37: map(message.read(ListenSyscall.self), result, of: datagram, into: &event)
        case 38: map(message.read(PtraceSyscall.self), result, into: &event)
        case 29: mapCaller(flags: 0, result, into: &event)
        case 27:
            setPath(message.read(TimerfdSettimeSyscall.self).fdPath, of: datagram, into: &event)
        case 28:
            setPath(message.read(TimerfdGettimeSyscall.self).fdPath, of: datagram, into: &event)
        case 31:
            setPath(message.read(InotifyAddWatchSyscall.self).fdPath, of: datagram, into: &event)
        case 32:
            setPath(message.read(InotifyRmWatchSyscall.self).fdPath, of: datagram, into: &event)
        default: false
        }
    }
}

extension EventMapper {
    /// The result of a call as the table has it: negative on failure.
    ///
    /// The kernel's own restart numbers mean that a signal interrupted the call: either the caller
    /// sees EINTR, or the call is made again and reported again.
    mutating func result(of exit: MessageExit) -> Int64 {
        switch exit.errorno {
        case 0: return exit.result
        case 512, 513, 514, 516:
            counts.interruptedCalls &+= 1
            return -4
        case 1...4095: return -exit.errorno
        default:
            counts.wrongErrorNumbers &+= 1
            return -22
        }
    }

    /// `fd_path` of a call's descriptor. A path begins with a slash and pseudo names with a word,
    /// so a text that begins with "[err: " is gVisor's way to say that there is none.
    @discardableResult
    func setPath(
        _ range: ByteRange, of datagram: BorrowedBytes, into event: inout SyscallEvent
    ) -> Bool {
        if range.isPresent {
            let path = range.bytes(of: datagram)
            if !path.isEmpty, path[0] == UInt8(ascii: "["),
                path.hasPrefix(BorrowedBytes(literal: "[err: "))
            {
                return false
            }
            event.task.fdPath = path
        }
        return false
    }

    /// Reads the address of a call into the event's tuple; counts what cannot be read.
    mutating func endpoint(
        _ range: ByteRange, of datagram: BorrowedBytes
    ) -> SocketConversions.Endpoint? {
        guard range.isPresent else { return nil }
        guard let endpoint = SocketConversions.endpoint(range.bytes(of: datagram)) else {
            counts.wrongAddresses &+= 1
            return nil
        }
        return endpoint
    }
}
