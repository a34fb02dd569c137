internal import Core
internal import Decode

extension EventMapper {
    /// Fills what every event has from field 1 of the message.
    ///
    /// PERF: each property is read and written in place; a copy of the context and an empty
    /// `TaskContext` to begin with cost 15 ns of 40. An absent context is all zeros, so it needs
    /// no branch of its own. A context that is known to be the last event's is left as it is, but
    /// for what lies in the datagram. Changing nothing of the mapper it is `mutating` so that the
    /// mapper is passed by address, not by a copy of its 150 bytes.
    mutating func fillContext(
        of message: inout Message, of datagram: BorrowedBytes, into event: inout SyscallEvent
    ) {
        let time = message.context.timeNanos
        event.timeNanos = time > 0 ? UInt64(bitPattern: time) : arrivalTimeNanos
        event.threadID = message.context.threadID
        event.task.isContainerStart = false
        event.task.hasTerminal = false
        event.task.fdPath = BorrowedBytes()
        // Only a clone's event has a caller; that of another sandbox must not be taken for it.
        event.task.callerThreadID = 0
        event.task.containerID = message.context.containerID.bytes(of: datagram)
        event.task.cwd = message.context.cwd.bytes(of: datagram)
        event.task.processName = message.context.processName.bytes(of: datagram)
        let serial = message.contextSerial
        if serial != 0 && serial == event.task.serial { return }
        event.task.serial = serial
        event.task.isPresent = true
        event.task.processID = max(0, message.context.threadGroupID)
        event.task.parentProcessID = max(0, message.context.parentThreadGroupID)
        event.task.startTimeNanos = Self.unsigned(message.context.threadStartTimeNanos)
        event.task.processStartTimeNanos = Self.unsigned(
            message.context.threadGroupStartTimeNanos)
        event.task.isExecSession = message.context.isExecSession
        event.task.hasCredentials = message.context.credentials.isPresent
        event.task.realUID = message.context.credentials.realUID
        event.task.effectiveUID = message.context.credentials.effectiveUID
        event.task.savedUID = message.context.credentials.savedUID
        event.task.realGID = message.context.credentials.realGID
        event.task.effectiveGID = message.context.credentials.effectiveGID
        event.task.savedGID = message.context.credentials.savedGID
    }

    /// Times before 1970 are none.
    @inline(__always)
    private static func unsigned(_ time: Int64) -> UInt64 { UInt64(bitPattern: max(0, time)) }
}
