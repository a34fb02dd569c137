package import Core
package import Decode

/// What mapping a message gave.
package enum Mapping: Equatable, BitwiseCopyable, Sendable {
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
    /// `step` is 0 for the first event of a message and one more for each further one. Never traps,
    /// whatever the message holds. Linear in the datagram's length.
    package mutating func map(
        _ message: borrowing Message, of datagram: BorrowedBytes, step: Int,
        into event: inout SyscallEvent
    ) -> Mapping {
        arena.reset()
        fillContext(of: message, of: datagram, into: &event)
        let mapping = mapPayload(message, of: datagram, step: step, into: &event)
        if mapping == .nothing { counts.withoutEvent &+= 1 }
        if arena.isCut { counts.cutArguments &+= 1 }
        return mapping
    }

    /// One jump on the type, then straight code.
    private mutating func mapPayload(
        _ message: borrowing Message, of datagram: BorrowedBytes, step: Int,
        into event: inout SyscallEvent
    ) -> Mapping {
        switch message.payload {
        case .unknown, .exitNotifyParent, .mmapInfo: return .nothing
        case .containerStart(let start):
            return map(start, message, of: datagram, step: step, into: &event)
        case .clone(let info): return map(info, message, into: &event)
        case .exec(let info): return map(info, message, of: datagram, into: &event)
        case .taskExit(let exit): return map(exit, into: &event)
        case .execve(let call): return map(call, message, of: datagram, into: &event)
        case .open(let call): return map(call, message, of: datagram, into: &event)
        case .connect(let call): return map(call, message, of: datagram, into: &event)
        default: break
        }
        // All other calls are events when they return.
        guard message.exit.isPresent else { return .nothing }
        let call = syscalls[message.sysno]
        event.begin(call.exitCode)
        event.sysno = Int32(truncatingIfNeeded: message.sysno)
        let result = result(of: message.exit)
        let isMapped = mapExit(message, result, of: datagram, into: &event)
        if isMapped { return .one }
        if case .rawSyscall = message.payload { return .nothing }
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
        _ message: borrowing Message, _ result: Int64, of datagram: BorrowedBytes,
        into event: inout SyscallEvent
    ) -> Bool {
        switch message.payload {
        case .rawSyscall(let call): mapRaw(call, message.sysno, result, into: &event)
        case .close(let call): map(call, result, of: datagram, into: &event)
        case .read(let call): map(call, result, of: datagram, into: &event)
        case .write(let call): map(call, result, of: datagram, into: &event)
        case .socket(let call): map(call, result, into: &event)
        case .chdir(let call): map(call, result, of: datagram, into: &event)
        case .setid(let call): map(call, result, into: &event)
        case .setresid(let call): map(call, result, into: &event)
        case .prlimit(let call): map(call, result, into: &event)
        case .pipe(let call): map(call, result, into: &event)
        case .fcntl(let call): map(call, result, of: datagram, into: &event)
        case .dup(let call): map(call, result, of: datagram, into: &event)
        case .signalfd(let call): map(call, result, of: datagram, into: &event)
        case .chroot(let call): map(call, result, of: datagram, into: &event)
        case .eventfd(let call): map(call, result, into: &event)
        case .cloneSyscall(let call): mapCaller(flags: call.flags, result, message, into: &event)
        case .fork: mapCaller(flags: 0, result, message, into: &event)
        case .bind(let call): map(call, result, of: datagram, into: &event)
        case .accept(let call): map(call, result, of: datagram, into: &event)
        case .timerfdCreate(let call): map(call, result, into: &event)
        case .inotifyInit(let call): map(call, result, into: &event)
        case .socketPair(let call): map(call, result, into: &event)
        case .mmap(let call): map(call, result, of: datagram, into: &event)
        case .listen(let call): map(call, result, of: datagram, into: &event)
        case .ptrace(let call): map(call, result, into: &event)
        case .timerfdSettime(let call):
            setPath(call.fdPath, of: datagram, into: &event)
        case .timerfdGettime(let call):
            setPath(call.fdPath, of: datagram, into: &event)
        case .inotifyAddWatch(let call):
            setPath(call.fdPath, of: datagram, into: &event)
        case .inotifyRmWatch(let call):
            setPath(call.fdPath, of: datagram, into: &event)
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
            if !path.hasPrefix(BorrowedBytes(literal: "[err: ")) { event.task.fdPath = path }
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
