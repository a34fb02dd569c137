package import Core

/// What a gVisor message says about the task behind an event, as far as the session asked for it.
/// Events that do not come from gVisor (made by tests, say) leave it empty, and State then goes by
/// the event's parameters alone.
///
/// It describes the thread that the event belongs to (`SyscallEvent.threadID`). For the child's
/// clone event of `sentry/clone` that is the child: process id and start time of the created
/// thread, `parentProcessID` the caller's process id for a new process, and the caller's container,
/// credentials, cwd and name, all of which the child starts with.
@usableFromInline package struct TaskContext: BitwiseCopyable {
    /// The event was made from a gVisor message, whatever that message's context holds.
    @usableFromInline package var isPresent = false
    /// `Message.contextSerial` while this is that context and nothing else: equal numbers, equal
    /// content, whatever the bytes lie in. 0 says nothing.
    package var serial: UInt64 = 0
    /// Root-namespace process id; 0 unknown.
    package var processID: Int32 = 0
    /// Root-namespace id of the parent process; 0 unknown.
    package var parentProcessID: Int32 = 0
    /// Start of the thread, ns since 1970; 0 unknown. With the thread id, the identity of a task.
    package var startTimeNanos: UInt64 = 0
    /// Start of the process's leader, ns since 1970; 0 unknown.
    package var processStartTimeNanos: UInt64 = 0
    /// On a child's clone event: the thread that made it, its process, and their starts; 0 unknown.
    package var callerThreadID: Int32 = 0
    package var callerProcessID: Int32 = 0
    package var callerParentProcessID: Int32 = 0
    package var callerStartTimeNanos: UInt64 = 0
    package var callerProcessStartTimeNanos: UInt64 = 0
    package var containerID = BorrowedBytes()
    package var hasCredentials = false
    package var realUID: UInt32 = 0
    package var effectiveUID: UInt32 = 0
    package var savedUID: UInt32 = 0
    package var realGID: UInt32 = 0
    package var effectiveGID: UInt32 = 0
    package var savedGID: UInt32 = 0
    /// Empty when unknown; may end in " (deleted)".
    package var cwd = BorrowedBytes()
    /// Empty when unknown. The name at the time of the message.
    package var processName = BorrowedBytes()
    package var isExecSession = false
    /// The event tells the start of a container; its process has no parent.
    package var isContainerStart = false
    /// The container that starts was asked to have a terminal.
    package var hasTerminal = false
    /// The descriptor of an accept call, which the event's own row has no place for; -1 none.
    package var listeningDescriptor: Int32 = -1
    /// The call made its descriptor close at exec, which the event's own row has no place for.
    package var isCloseOnExec = false
    /// `fd_path` of the descriptor argument, empty when absent.
    package var fdPath = BorrowedBytes()

    @inlinable package init() {}
}
