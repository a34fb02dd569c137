package import Core

/// How a sandbox's session tells that an exec succeeded (gVisor's meaning of the exit message
/// changed with release-20250820.0).
package enum ExecProof: UInt8, BitwiseCopyable, Sendable {
    /// Not known yet: a clean exit counts until the first `sentry/execve` comes.
    case unknown
    /// The session sends `sentry/execve`; exits prove nothing.
    case sentryExecve
    /// The session does not send it: a clean exit counts.
    case exits
}

/// One sandbox: the bounds and lists of what belongs to it.
@usableFromInline package struct SandboxRow: BitwiseCopyable {
    package var isOpen = false
    package var execProof = ExecProof.unknown
    /// The runtime's id of the sandbox: that of its first container, unless told otherwise.
    package var id = Symbol.empty
    /// The container whose first process has thread id 1.
    package var rootContainer = ContainerSlot.none
    package var threadCount: UInt32 = 0
    package var descriptorCount: UInt32 = 0
    package var containerCount: UInt32 = 0
    /// Nodes of descriptor tables.
    var nodeCount: UInt32 = 0
    /// Changes when a value changes that other threads of the sandbox show as their ancestor's,
    /// leader's or session's. See `StateTable.processStamp(of:)`.
    @usableFromInline package var ancestryEpoch: UInt32 = 0
    /// Changes with every known loss of messages; facts that wait for their other half are void.
    package var lossEpoch: UInt32 = 0
    /// Ends of the list of threads by age.
    var oldestThread = ThreadSlot.none
    var newestThread = ThreadSlot.none
    var firstContainer = ContainerSlot.none
    /// A row names a parent that was not in the table: it may be looked up by id later.
    var hasLooseParents = false
    /// An exit message of an exec was seen before its `sentry/execve`.
    var isExitBeforeProof = false
    /// `sentry/execve` was seen to be followed by the call's exit, which then shows the exec. Void
    /// after a loss, which may have been that of an exit.
    var isExitAfterProof = false

    package init() {}
}
