internal import Core
internal import Decode

/// Calls that make or change descriptors without a file.
extension EventMapper {
    mutating func map(
        _ call: PipeSyscall, _ result: Int64, into event: inout SyscallEvent
    ) -> Bool {
        guard event.code == EventCode(61) || event.code == EventCode(393) else { return false }
        event.set(0, integer: result)
        if result >= 0 {
            event.set(1, integer: Int64(call.reader))
            event.set(2, integer: Int64(call.writer))
        }
        if event.code == EventCode(393) {
            event.set(4, integer: descriptorFlags(call.flags))
        }
        return true
    }

    mutating func map(
        _ call: FcntlSyscall, _ result: Int64, of datagram: BorrowedBytes,
        into event: inout SyscallEvent
    ) -> Bool {
        guard event.code == EventCode(151) else { return false }
        let command = UInt64(UInt32(bitPattern: call.cmd))
        event.set(0, integer: result)
        event.set(1, integer: Int64(call.fd))
        event.set(2, integer: Int64(FileConversions.fcntlCommand(command)))
        event.set(3, integer: call.args)
        setPath(call.fdPath, of: datagram, into: &event)
        return true
    }

    /// dup, dup2, dup3.
    mutating func map(
        _ call: DupSyscall, _ result: Int64, of datagram: BorrowedBytes,
        into event: inout SyscallEvent
    ) -> Bool {
        guard event.code.isOne(of: 363, 365, 367) else { return false }
        event.set(0, integer: result)
        event.set(1, integer: Int64(call.oldFd))
        if event.code != EventCode(367) { event.set(2, integer: Int64(call.newFd)) }
        if event.code == EventCode(365) {
            event.set(3, integer: descriptorFlags(call.flags) & (1 &<< 12))
        }
        setPath(call.fdPath, of: datagram, into: &event)
        return true
    }

    mutating func map(
        _ call: SignalfdSyscall, _ result: Int64, of datagram: BorrowedBytes,
        into event: inout SyscallEvent
    ) -> Bool {
        let mask = Int64(call.sigset & 0xFFFF_FFFF)
        event.set(0, integer: result)
        switch event.code.rawValue {
        case 127:
            event.set(1, integer: Int64(call.fd))
            event.set(2, integer: mask)
            event.set(3, integer: 0)
        case 399:
            event.set(1, integer: descriptorFlags(UInt32(bitPattern: call.flags)))
            event.set(2, integer: Int64(call.fd))
            event.set(3, integer: mask)
        default:
            event.presentParameters = 0
            return false
        }
        setPath(call.fdPath, of: datagram, into: &event)
        return true
    }

    mutating func map(
        _ call: EventfdSyscall, _ result: Int64, into event: inout SyscallEvent
    ) -> Bool {
        let initial = Int64(UInt32(bitPattern: call.val))
        event.set(0, integer: result)
        switch event.code.rawValue {
        case 63:
            event.set(1, integer: initial)
            event.set(2, integer: 0)
        case 397:
            event.set(1, integer: descriptorFlags(call.flags))
            event.set(2, integer: initial)
        default:
            event.presentParameters = 0
            return false
        }
        return true
    }

    mutating func map(
        _ call: TimerfdCreateSyscall, _ result: Int64, into event: inout SyscallEvent
    ) -> Bool {
        guard event.code == EventCode(137) else { return false }
        event.set(0, integer: result)
        event.set(1, integer: Int64(call.clockId & 0xFF))
        // Falco's row holds eight bits, without the one that matters for exec.
        event.set(2, integer: Int64(call.flags & 0xFF))
        event.task.isCloseOnExec = call.flags & 0x8_0000 != 0
        return true
    }

    mutating func map(
        _ call: InotifyInitSyscall, _ result: Int64, into event: inout SyscallEvent
    ) -> Bool {
        event.set(0, integer: result)
        switch event.code.rawValue {
        case 139: event.set(1, integer: 0)
        case 395: event.set(1, integer: descriptorFlags(UInt32(bitPattern: call.flags)))
        default:
            event.presentParameters = 0
            return false
        }
        return true
    }

    mutating func map(
        _ call: MmapSyscall, _ result: Int64, of datagram: BorrowedBytes,
        into event: inout SyscallEvent
    ) -> Bool {
        guard event.code == EventCode(161) else { return false }
        event.set(0, integer: result)
        event.set(4, integer: Int64(bitPattern: call.addr))
        event.set(5, integer: Int64(bitPattern: call.length))
        event.set(6, integer: Int64(ProcessConversions.protection(UInt64(call.prot))))
        event.set(7, integer: Int64(ProcessConversions.mapFlags(UInt64(call.flags))))
        event.set(8, integer: call.fd)
        event.set(9, integer: call.offset)
        setPath(call.fdPath, of: datagram, into: &event)
        return true
    }

    func descriptorFlags(_ flags: UInt32) -> Int64 {
        Int64(FileConversions.descriptorFlags(flags, architecture))
    }
}
