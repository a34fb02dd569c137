internal import Core
internal import Decode

extension EventMapper {
    /// The registers of any call. Calls without own event become generic ones; numbers that are no
    /// call become nothing.
    mutating func mapRaw(
        _ call: RawSyscall, _ number: UInt64, _ result: Int64, into event: inout SyscallEvent
    ) -> Bool {
        let row = syscalls[number]
        if row.exitCode.isOne(of: 293, 331) {
            // No second event, but all that State gets of an exec with unreadable arguments.
            event.set(ExecParameter.result, integer: result)
            event.exec.isRawTwin = true
            return true
        }
        if row.nameID == .max || rawPlans.isSchematized(number, architecture) { return false }
        if row.exitCode == EventCode(1) {
            event.set(0, integer: Int64(row.nameID))
            event.set(1, integer: Int64(event.sysno))
            return true
        }
        event.set(0, integer: result)
        let registers: InlineArray<6, UInt64> = [
            call.arg1, call.arg2, call.arg3, call.arg4, call.arg5, call.arg6,
        ]
        for index in 0..<rawPlans.count(row.exitCode) {
            let parameter = rawPlans.parameter(row.exitCode, index)
            let value = parameter.conversion.value(
                Int(parameter.register), registers, architecture)
            event.set(Int(parameter.place), integer: value)
        }
        return true
    }
}
