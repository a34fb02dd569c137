package import Core

/// One thread of a sandbox. What a process has in common (descriptors, cwd, environment) stands in
/// the row of its leader; a leader that is gone keeps its row until the last thread ends.
///
/// Text is held as symbols of the shard's `SymbolTable`. Ids are those of the sandbox's root PID
/// namespace unless they begin with `v`.
@usableFromInline package struct ThreadRow: BitwiseCopyable {
    package var threadID: Int32 = -1
    package var processID: Int32 = -1
    /// Process id of the parent; -1 unknown, 0 none.
    package var parentID: Int32 = -1
    package var virtualThreadID: Int32 = -1
    package var virtualProcessID: Int32 = -1
    package var virtualGroupID: Int32 = -1
    package var groupID: Int32 = -1
    package var sessionID: Int32 = -1
    /// Effective ids; 4294967295 unknown.
    package var uid: UInt32 = .max
    package var gid: UInt32 = .max
    package var loginUID: UInt32 = .max
    package var tty: UInt32 = 0

    package var comm = Symbol.empty
    /// `argv[0]`.
    package var exe = Symbol.empty
    package var exePath = Symbol.empty
    /// Arguments after `argv[0]`, joined by NUL bytes.
    package var arguments = Symbol.empty
    /// How many arguments `arguments` holds; tells "none" from "one empty".
    package var argumentCount: UInt32 = 0
    /// Environment entries joined by NUL bytes. On the leader.
    package var environment = Symbol.empty
    /// Absolute with a trailing slash. On the leader.
    package var cwd = Symbol.empty
    package var root = Symbol.empty
    package var cgroups = Symbol.empty

    /// The process's main thread, itself for that; none when the process is not known.
    @usableFromInline package var leader = ThreadSlot.none
    package var container = ContainerSlot.none
    @usableFromInline package var sandbox = SandboxSlot.none

    /// Start of the thread, ns since 1970; 0 unknown.
    package var cloneTimeNanos: UInt64 = 0
    /// Time of the last event of this thread, and of the one before.
    package var lastEventTimeNanos: UInt64 = 0
    package var lastExecTimeNanos: UInt64 = 0
    /// Start of the first process of the PID namespace; 0 unknown.
    package var namespaceStartNanos: UInt64 = 0
    /// Clone flags in Falco's encoding.
    @usableFromInline package var flags: UInt32 = 0
    package var isExeWritable = false
    package var isExeUpperLayer = false
    package var isExeLowerLayer = false
    package var isExeFromMemfd = false
    /// Made for an event of an unknown thread that told nothing else: names are "<NA>".
    package var isSynthetic = false
    /// Has exited; goes when the event is done, a leader with its last thread.
    package var isDead = false
    package var isExecSession = false
    package var exeInode: UInt64 = 0
    package var exeChangeTimeNanos: UInt64 = 0
    package var exeModifyTimeNanos: UInt64 = 0
    package var capInheritable: UInt64 = 0
    package var capPermitted: UInt64 = 0
    package var capEffective: UInt64 = 0
    package var fdLimit: Int64 = -1
    package var vmSize: UInt32 = 0
    package var vmResident: UInt32 = 0
    package var vmSwap: UInt32 = 0
    package var majorFaults: UInt64 = 0
    package var minorFaults: UInt64 = 0
    /// Live threads of the process. On the leader.
    package var threadCount: UInt32 = 0
    /// Open descriptors known. On the leader.
    package var descriptorCount: UInt32 = 0
    /// Changes with every value of this row that a process field shows, but for those that change
    /// with nearly every event: times, `threadCount`, `descriptorCount` and what the descriptors
    /// 0 to 2 are. Never the same for two threads that had this slot one after the other.
    /// What a field takes from other rows (leader, ancestors, session) is covered by
    /// `StateTable.processStamp(of:)`.
    @usableFromInline package var generation: UInt32 = 0

    // The rest is State's own.

    /// Parent process's leader; kept only on leaders, and only while that row lives.
    var parent = ThreadSlot.none
    /// Child processes, a list through `nextSibling`. On the leader.
    var firstChild = ThreadSlot.none
    var nextSibling = ThreadSlot.none
    var previousSibling = ThreadSlot.none
    /// The other threads of the process, a list through `nextThread` that begins on the leader.
    var nextThread = ThreadSlot.none
    var previousThread = ThreadSlot.none
    /// Main threads that share working directory and root with this one; none alone.
    var nextInFileSystem = ThreadSlot.none
    var previousInFileSystem = ThreadSlot.none
    /// Threads of the sandbox by age.
    var older = ThreadSlot.none
    var newer = ThreadSlot.none
    /// Index of the table of descriptors; `UInt32.max` on threads that use their leader's.
    var descriptorTable: UInt32 = .max
    /// What the last enter event of an open or exec said, and with which loss epoch.
    var enterName = Symbol.empty
    var enterDirectory: Int64 = 0
    var enterFlags: UInt32 = 0
    var enterLossEpoch: UInt32 = 0
    var enterCode: UInt16 = 0
    /// The name lies in `StateTable.enterTexts` and not in `enterName`.
    var isEnterTextKept = false
    /// Late events in a row; see `StateTable.lateEventLimit`.
    var lateEventCount: UInt8 = 0
    /// The path of an exec that the stream has not proven yet, and the hash of its arguments.
    var execPath = Symbol.empty
    var execArgumentsHash: UInt32 = 0
    /// `argv[0]` and the rest as an exit told them that is not proven yet.
    var execExe = Symbol.empty
    var execArguments = Symbol.empty
    var execArgumentCount: UInt32 = 0
    /// `sentry/execve` came since the raw twin of an exec last returned.
    var isExecProven = false
    /// The raw twin of an exec returned and nothing has told of that exec.
    var isExecUntold = false
    /// `sentry/execve` came; the exit message of the same exec may follow.
    var awaitsExecExit = false
    /// That exit is what rules will see of the exec.
    var isExecToShow = false
    /// Time of an exit that waits for its proof; 0 none.
    var execExitTimeNanos: UInt64 = 0
    /// An exit message was taken for an exec; `sentry/execve` of the same exec may follow.
    var isExecByExit = false
    /// Another thread's exec will take this leader's id; the old leader's exit is still to come.
    var awaitsTakeover = false
    /// The process has executed another image; this thread's exit is still to come.
    var isDying = false
    /// Seen since the eviction scan last passed.
    var isTouched = false
    /// `cwd` is what the process has; else it is made up.
    var isCwdKnown = false
    /// First process of its container.
    var isContainerInit = false
    /// Made by a message of the sentry, not by an event without context.
    var isFromSentry = false
    /// Thread id of the last child that this thread made, until its clone call returns, and the
    /// loss epoch then.
    var lastChildID: Int32 = 0
    var lastChildLossEpoch: UInt32 = 0

    package init() {}
}
