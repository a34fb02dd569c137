internal import Core
internal import Decode
package import Events
package import Ingest
package import State

/// Takes the events of recordings through decoding, mapping and state one by one, for tools that
/// want to look at each. What runs sandboxes is `EventPipeline`; the steps are the same.
package final class CaptureWalk {
    private var state = StateTable()
    private var mapper = EventMapper()
    private var message = Message()
    private var event = SyscallEvent()
    private var untoldExec = SyscallEvent()
    /// Events that rules see, counted over all files as in a run.
    package private(set) var eventCount: UInt64 = 0
    package private(set) var rejectedCount: UInt64 = 0

    package init() {}

    /// What to do with an event; false ends the walk.
    package typealias Visit = (
        borrowing SyscallEvent, EventBinding, borrowing StateTable
    ) -> Bool

    /// Walks through a capture, or through all captures of a folder, each a sandbox of its own.
    package func run(_ path: String, visit: Visit) throws(CaptureError) {
        for file in try CaptureReader.files(at: path) {
            var reader = try CaptureReader(path: file)
            guard let sandbox = state.openSandbox() else { return }
            var isGoingOn = true
            while isGoingOn, let datagram = try reader.next() {
                isGoingOn = take(datagram, sandbox, visit)
            }
            state.closeSandbox(sandbox)
            if !isGoingOn { return }
        }
    }

    private func take(_ datagram: BorrowedBytes, _ sandbox: SandboxSlot, _ visit: Visit) -> Bool {
        let buffer = unsafe datagram.rawBuffer
        guard unsafe MessageDecoder.decode(buffer.bytes, into: &message).isDecoded else {
            rejectedCount += 1
            return true
        }
        var step = 0
        while true {
            switch mapper.map(&message, of: datagram, step: step, into: &event) {
            case .nothing: return true
            case .event(let isLast):
                event.number = eventCount + 1
                let binding = state.apply(&event, in: sandbox)
                var isGoingOn = true
                if !state.untoldExec.isNone {
                    let exec = state.fillUntoldExec(provenBy: event, into: &untoldExec)
                    eventCount += 1
                    isGoingOn = visit(untoldExec, exec, state)
                    event.number = eventCount + 1
                }
                if binding.isVisible && isGoingOn {
                    eventCount += 1
                    isGoingOn = visit(event, binding, state)
                }
                state.finish(event, binding)
                if isLast || !isGoingOn { return isGoingOn }
                step += 1
            }
        }
    }
}
