package import Core

/// One thread of a sandbox. What a process has in common (descriptors, cwd, environment) stands in
/// the row of its leader; a leader that is gone keeps its row until the last thread ends.
///
/// Text is held as symbols of the shard's `SymbolTable`. Ids are those of the sandbox's root PID
/// namespace unless they begin with `v`.
package struct ThreadRow: BitwiseCopyable {
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

    package var leader = ThreadSlot.none
    package var container = ContainerSlot.none
    package var sandbox = SandboxSlot.none

    /// Start of the thread, ns since 1970; 0 unknown.
    package var cloneTimeNanos: UInt64 = 0
    /// Time of the last event of this thread, and of the one before.
    package var lastEventTimeNanos: UInt64 = 0
    package var lastExecTimeNanos: UInt64 = 0
    /// Clone flags in Falco's encoding.
    package var flags: UInt32 = 0
    package var isExeWritable = false
    package var isExeUpperLayer = false
    package var isExeLowerLayer = false
    package var isExeFromMemfd = false
    /// Made for an event of an unknown thread; its text fields are "<NA>".
    package var isSynthetic = false
    /// Has exited; goes when the event is done.
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
    /// Changes whenever a value that a process field shows may have changed, ancestors' included.
    package var generation: UInt32 = 0

    @inlinable package init() {}
}
