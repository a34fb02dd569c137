internal import Core
internal import Decode

extension EventMapper {
    /// Fills what every event has from field 1 of the message.
    func fillContext(
        of message: borrowing Message, of datagram: BorrowedBytes, into event: inout SyscallEvent
    ) {
        event.task = TaskContext()
        event.task.isPresent = true
        event.timeNanos = arrivalTimeNanos
        event.threadID = 0
        let context = message.context
        guard context.isPresent else { return }
        if context.timeNanos > 0 { event.timeNanos = UInt64(context.timeNanos) }
        event.threadID = context.threadID
        event.task.processID = max(0, context.threadGroupID)
        event.task.parentProcessID = max(0, context.parentThreadGroupID)
        event.task.startTimeNanos = UInt64(max(0, context.threadStartTimeNanos))
        event.task.processStartTimeNanos = UInt64(max(0, context.threadGroupStartTimeNanos))
        event.task.isExecSession = context.isExecSession
        event.task.containerID = context.containerID.bytes(of: datagram)
        event.task.cwd = context.cwd.bytes(of: datagram)
        event.task.processName = context.processName.bytes(of: datagram)
        let credentials = context.credentials
        guard credentials.isPresent else { return }
        event.task.hasCredentials = true
        event.task.realUID = credentials.realUID
        event.task.effectiveUID = credentials.effectiveUID
        event.task.savedUID = credentials.savedUID
        event.task.realGID = credentials.realGID
        event.task.effectiveGID = credentials.effectiveGID
        event.task.savedGID = credentials.savedGID
    }
}
