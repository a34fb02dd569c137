internal import Core
internal import Decode

extension EventMapper {
    /// open, openat, creat, on enter too: State takes the path from there.
    mutating func mapOpen(
        _ message: inout Message, of datagram: BorrowedBytes, into event: inout SyscallEvent
    ) -> Mapping {
        let call = message.read(OpenSyscall.self)
        let exitCode = syscalls[message.sysno].exitCode
        guard exitCode.isOne(of: 3, 59, 307) else {
            counts.wrongSyscall &+= 1
            return .nothing
        }
        let isExit = message.exit.isPresent
        event.begin(isExit ? exitCode : EventCode(exitCode.rawValue &- 1))
        event.sysno = Int32(truncatingIfNeeded: message.sysno)
        var next = 0
        if isExit {
            event.set(0, integer: result(of: message.exit))
            next = 1
        }
        if exitCode == EventCode(307) {
            event.set(next, integer: call.fd)
            next &+= 1
        }
        event.set(next, bytes: call.pathname.bytes(of: datagram))
        next &+= 1
        let mode = FileConversions.openMode(call.mode, flags: call.flags, architecture)
        if exitCode != EventCode(59) {
            let flags = FileConversions.openFlags(call.flags, architecture)
            event.set(next, integer: Int64(flags))
            next &+= 1
        }
        event.set(next, integer: Int64(exitCode == EventCode(59) ? call.mode & 0o7777 : mode))
        setPath(call.fdPath, of: datagram, into: &event)
        return .one
    }

    mutating func map(
        _ call: CloseSyscall, _ result: Int64, of datagram: BorrowedBytes,
        into event: inout SyscallEvent
    ) -> Bool {
        guard event.code == EventCode(5) else { return false }
        event.set(0, integer: result)
        event.set(1, integer: call.fd)
        setPath(call.fdPath, of: datagram, into: &event)
        return true
    }

    /// read, pread, readv, preadv. The data is never on the wire.
    mutating func map(
        _ call: ReadSyscall, _ result: Int64, of datagram: BorrowedBytes,
        into event: inout SyscallEvent
    ) -> Bool {
        setPath(call.fdPath, of: datagram, into: &event)
        let size = Int64(call.count & 0xFFFF_FFFF)
        event.set(0, integer: result)
        switch event.code.rawValue {
        case 7, 113:
            event.set(1, bytes: BorrowedBytes())
            event.set(2, integer: call.fd)
            event.set(3, integer: size)
            if event.code == EventCode(113) { event.set(4, integer: call.offset) }
        case 117, 121:
            event.set(1, integer: size)
            event.set(2, bytes: BorrowedBytes())
            event.set(3, integer: call.fd)
            if event.code == EventCode(121) { event.set(4, integer: call.offset) }
        default:
            event.presentParameters = 0
            return false
        }
        return true
    }

    /// write, pwrite, writev, pwritev. The data is never on the wire.
    mutating func map(
        _ call: WriteSyscall, _ result: Int64, of datagram: BorrowedBytes,
        into event: inout SyscallEvent
    ) -> Bool {
        setPath(call.fdPath, of: datagram, into: &event)
        guard event.code.isOne(of: 9, 115, 119, 123) else { return false }
        event.set(0, integer: result)
        event.set(1, bytes: BorrowedBytes())
        event.set(2, integer: call.fd)
        event.set(3, integer: Int64(call.count & 0xFFFF_FFFF))
        if event.code.isOne(of: 115, 123) { event.set(4, integer: call.offset) }
        return true
    }

    /// chdir and fchdir; the path of the latter comes from a register that is not its own.
    mutating func map(
        _ call: ChdirSyscall, _ result: Int64, of datagram: BorrowedBytes,
        into event: inout SyscallEvent
    ) -> Bool {
        event.set(0, integer: result)
        switch event.code.rawValue {
        case 95: event.set(1, bytes: call.pathname.bytes(of: datagram))
        case 97:
            event.set(1, integer: call.fd)
            setPath(call.fdPath, of: datagram, into: &event)
        default:
            event.presentParameters = 0
            return false
        }
        return true
    }

    mutating func map(
        _ call: ChrootSyscall, _ result: Int64, of datagram: BorrowedBytes,
        into event: inout SyscallEvent
    ) -> Bool {
        guard event.code == EventCode(267) else { return false }
        event.set(0, integer: result)
        event.set(1, bytes: call.pathname.bytes(of: datagram))
        return true
    }
}
