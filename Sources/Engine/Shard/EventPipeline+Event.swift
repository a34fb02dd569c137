internal import Core
internal import Decode
internal import Events
internal import Rules
internal import State

/// How events are shown to the rules. Chosen once per turn, so that what is not wanted costs
/// nothing per event.
protocol Matching {
    static func match(
        _ matcher: inout Matcher, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> Int
}

/// The usual way.
enum PlainMatching: Matching {
    @inline(__always)
    static func match(
        _ matcher: inout Matcher, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> Int { matcher.match(event, binding, state) }
}

/// Counts what each rule costs.
enum ProfiledMatching: Matching {
    static func match(
        _ matcher: inout Matcher, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> Int { matcher.matchProfiled(event, binding, state) }
}

/// The hot path: one datagram to its end.
extension EventPipeline {
    /// Decodes a datagram and carries its events through State and the rules.
    mutating func receive<Mode: Matching>(
        _ datagram: BorrowedBytes, on slot: Int, by mode: Mode.Type
    ) {
        connections[slot].ledger.received &+= 1
        connections[slot].ledger.receivedBytes &+= UInt64(truncatingIfNeeded: datagram.count)
        let buffer = unsafe datagram.rawBuffer
        switch unsafe MessageDecoder.decode(
            buffer.bytes, recalling: &contexts, into: &message)
        {
        case .decoded:
            connections[slot].ledger.decoded &+= 1
            connections[slot].ledger.unknownFields &+= UInt64(message.unknownFieldCount)
            noteDrops(on: slot)
            apply(datagram, on: slot, by: mode)
        case .unknownType:
            connections[slot].ledger.unknownType &+= 1
            noteDrops(on: slot)
        case .rejected(let reason):
            connections[slot].ledger.countRejected(reason)
            rejectedCount &+= 1
            state.noteLoss(in: connections[slot].sandbox)
        }
    }

    /// Takes in what the header says of messages that never came.
    private mutating func noteDrops(on slot: Int) {
        let dropped = connections[slot].drops.update(message.droppedCount)
        if dropped == 0 { return }
        connections[slot].ledger.droppedBySender &+= UInt64(dropped)
        droppedBySenderCount &+= UInt64(dropped)
        state.noteLoss(in: connections[slot].sandbox)
    }

    /// Makes the events of the decoded message, mostly one.
    private mutating func apply<Mode: Matching>(
        _ datagram: BorrowedBytes, on slot: Int, by mode: Mode.Type
    ) {
        var step = 0
        while true {
            switch mapper.map(&message, of: datagram, step: step, into: &event) {
            case .nothing:
                if step == 0 { connections[slot].ledger.withoutEvent &+= 1 }
                return
            case .event(let isLast):
                if step == 0 { connections[slot].ledger.withEvents &+= 1 }
                evaluate(on: slot, by: mode)
                if isLast { return }
                step &+= 1
            }
        }
    }

    /// The call has only begun. As in recent Falco, rules see calls when they return: what is
    /// told at enter can still change, and a rule on the call's name would match twice.
    private var isEnter: Bool { event.sysno >= 0 && !event.code.isExit }

    /// State first, then the rules, then what the event ends.
    private mutating func evaluate<Mode: Matching>(on slot: Int, by mode: Mode.Type) {
        event.number = eventCount &+ 1
        let binding = state.apply(&event, in: connections[slot].sandbox)
        connections[slot].ledger.applied &+= 1
        if binding.isVisible && !isEnter {
            eventCount &+= 1
            connections[slot].ledger.evaluated &+= 1
            if mode.match(&matcher, event, binding, state) > 0 {
                raiseAlerts(binding, on: slot)
            }
        } else {
            connections[slot].ledger.hidden &+= 1
        }
        state.finish(event, binding)
    }
}
