internal import Core
package import Events

extension StateTable {
    /// Makes an event's changes, but for removals, and says which rows it touches. The event's
    /// parameters are completed where another message of the same call told more.
    package mutating func apply(
        _ event: inout SyscallEvent, in sandbox: SandboxSlot
    ) -> EventBinding {
        var binding = EventBinding()
        binding.thread = thread(id: event.threadID, in: sandbox)
        return binding
    }

    /// Makes an event's removals (close, exit) once the rules have seen it.
    package mutating func finish(_ event: borrowing SyscallEvent, _ binding: EventBinding) {
    }
}
