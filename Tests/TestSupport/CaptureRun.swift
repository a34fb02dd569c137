import Core
import Decode
package import Events
package import State

/// A recorded connection run through decoding, mapping and state, as a shard does it.
package final class CaptureRun {
    package var state = StateTable()
    package let sandbox: SandboxSlot
    private var mapper = EventMapper(architecture: .x8664)
    /// Events that rules may see so far.
    package private(set) var eventCount: UInt64 = 0
    package private(set) var rejectedCount = 0

    package init() {
        guard let sandbox = state.openSandbox() else { fatalError("no room for a sandbox") }
        self.sandbox = sandbox
    }

    /// Runs all datagrams; `visit` sees each visible event between its changes and its removals.
    package func run(
        _ datagrams: [[UInt8]],
        visit: (borrowing SyscallEvent, EventBinding, borrowing StateTable) -> Void
    ) {
        var message = Message()
        var event = SyscallEvent()
        for datagram in datagrams {
            unsafe datagram.withUnsafeBytes { buffer in
                guard unsafe MessageDecoder.decode(buffer.bytes, into: &message) == .decoded else {
                    rejectedCount += 1
                    return
                }
                apply(&message, unsafe BorrowedBytes(buffer), &event, visit)
            }
        }
    }

    private func apply(
        _ message: inout Message, _ datagram: BorrowedBytes, _ event: inout SyscallEvent,
        _ visit: (borrowing SyscallEvent, EventBinding, borrowing StateTable) -> Void
    ) {
        var step = 0
        while case .event(let isLast) = mapper.map(&message, of: datagram, step: step, into: &event)
        {
            event.number = eventCount + 1
            let binding = state.apply(&event, in: sandbox)
            // As in the engine: rules see calls when they return.
            let isEnter = event.sysno >= 0 && !event.code.isExit
            if binding.isVisible && !isEnter {
                eventCount += 1
                visit(event, binding, state)
            }
            state.finish(event, binding)
            if isLast { return }
            step += 1
        }
    }
}
