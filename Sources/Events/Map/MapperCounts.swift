/// What an `EventMapper` met that is worth knowing; all since it was made.
@usableFromInline package struct MapperCounts: BitwiseCopyable, Sendable {
    /// Messages that are no event: enters, process ends, unknown types.
    package var withoutEvent: UInt64 = 0
    /// Events whose arguments or environment were cut at the arena's bounds.
    package var cutArguments: UInt64 = 0
    /// Socket addresses too short for their family, or too long.
    package var wrongAddresses: UInt64 = 0
    /// Calls whose number does not belong to their message's type.
    package var wrongSyscall: UInt64 = 0
    /// Error numbers outside of what the kernel has.
    package var wrongErrorNumbers: UInt64 = 0
    /// Calls that a signal interrupted.
    package var interruptedCalls: UInt64 = 0

    @inlinable package init() {}
}
