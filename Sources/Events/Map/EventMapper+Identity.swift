internal import Core
internal import Decode

/// Credentials, limits, tracing.
extension EventMapper {
    /// setuid, setgid, setsid.
    mutating func map(
        _ call: SetidSyscall, _ result: Int64, into event: inout SyscallEvent
    ) -> Bool {
        guard event.code.isOne(of: 199, 201, 275) else { return false }
        event.set(0, integer: result)
        if event.code != EventCode(275) { event.set(1, integer: Int64(call.id)) }
        return true
    }

    /// setresuid, setresgid; 4294967295 leaves an id as it is.
    mutating func map(
        _ call: SetresidSyscall, _ result: Int64, into event: inout SyscallEvent
    ) -> Bool {
        guard event.code == EventCode(193) || event.code == EventCode(195) else { return false }
        event.set(0, integer: result)
        event.set(1, integer: Int64(call.rid))
        event.set(2, integer: Int64(call.eid))
        event.set(3, integer: Int64(call.sid))
        return true
    }

    mutating func map(
        _ call: PrlimitSyscall, _ result: Int64, into event: inout SyscallEvent
    ) -> Bool {
        guard event.code == EventCode(145) else { return false }
        event.set(0, integer: result)
        if call.newLimit.isPresent {
            event.set(1, integer: Int64(bitPattern: call.newLimit.cur))
            event.set(2, integer: Int64(bitPattern: call.newLimit.max))
        }
        if call.oldLimit.isPresent && result >= 0 {
            event.set(3, integer: Int64(bitPattern: call.oldLimit.cur))
            event.set(4, integer: Int64(bitPattern: call.oldLimit.max))
        }
        event.set(5, integer: Int64(call.pid))
        let resource = UInt64(bitPattern: call.resource)
        event.set(6, integer: Int64(ProcessConversions.resource(resource)))
        return true
    }

    mutating func map(
        _ call: PtraceSyscall, _ result: Int64, into event: inout SyscallEvent
    ) -> Bool {
        guard event.code == EventCode(169) else { return false }
        let request = UInt64(bitPattern: call.request)
        event.set(0, integer: result)
        event.set(3, integer: Int64(ProcessConversions.ptraceRequest(request)))
        event.set(4, integer: Int64(call.pid))
        return true
    }
}
