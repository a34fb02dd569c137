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
///
/// PERF: what is counted of a step is counted at one place, as each access to a connection's row
/// after a call is checked anew.
extension EventPipeline {
    /// Decodes a datagram and carries its events through State and the rules.
    mutating func receive<Mode: Matching>(
        _ datagram: BorrowedBytes, on slot: Int, by mode: Mode.Type
    ) {
        let buffer = unsafe datagram.rawBuffer
        let status = unsafe MessageDecoder.decode(
            buffer.bytes, recalling: &contexts, into: &message)
        connections[slot].ledger.received &+= 1
        connections[slot].ledger.receivedBytes &+= UInt64(truncatingIfNeeded: datagram.count)
        switch status {
        case .decoded:
            connections[slot].ledger.decoded &+= 1
            connections[slot].ledger.unknownFields &+= UInt64(message.unknownFieldCount)
            let dropped = connections[slot].drops.update(message.droppedCount)
            if dropped != 0 { noteDrops(dropped, on: slot) }
            apply(datagram, on: slot, by: mode)
        case .unknownType:
            connections[slot].ledger.unknownType &+= 1
            let dropped = connections[slot].drops.update(message.droppedCount)
            if dropped != 0 { noteDrops(dropped, on: slot) }
        case .rejected(let reason):
            connections[slot].ledger.countRejected(reason)
            rejectedCount &+= 1
            state.noteLoss(in: connections[slot].sandbox)
        }
    }

    /// Takes in what the header says of messages that never came.
    @inline(never)
    private mutating func noteDrops(_ dropped: UInt32, on slot: Int) {
        connections[slot].ledger.droppedBySender &+= UInt64(dropped)
        droppedBySenderCount &+= UInt64(dropped)
        state.noteLoss(in: connections[slot].sandbox)
    }

    /// Makes the events of the decoded message, mostly one or none.
    @inline(__always)
    private mutating func apply<Mode: Matching>(
        _ datagram: BorrowedBytes, on slot: Int, by mode: Mode.Type
    ) {
        guard
            case .event(let isLast) = mapper.map(&message, of: datagram, step: 0, into: &event)
        else {
            connections[slot].ledger.withoutEvent &+= 1
            return
        }
        evaluate(on: slot, by: mode)
        connections[slot].ledger.withEvents &+= 1
        if !isLast { applyFurther(datagram, on: slot, by: mode) }
    }

    /// Makes the events behind the first one.
    @inline(never)
    private mutating func applyFurther<Mode: Matching>(
        _ datagram: BorrowedBytes, on slot: Int, by mode: Mode.Type
    ) {
        var step = 1
        while case .event(let isLast) = mapper.map(
            &message, of: datagram, step: step, into: &event)
        {
            evaluate(on: slot, by: mode)
            if isLast { return }
            step &+= 1
        }
    }

    /// The call has only begun. As in recent Falco, rules see calls when they return: what is
    /// told at enter can still change, and a rule on the call's name would match twice.
    private var isEnter: Bool { event.sysno >= 0 && !event.code.isExit }

    /// State first, then the rules, then what the event ends.
    @inline(__always)
    private mutating func evaluate<Mode: Matching>(on slot: Int, by mode: Mode.Type) {
        event.number = eventCount &+ 1
        let binding = state.apply(&event, in: connections[slot].sandbox)
        if !state.untoldExec.isNone { showUntoldExec(on: slot, by: mode) }
        let isSeen = binding.isVisible && !isEnter
        if isSeen {
            eventCount &+= 1
            if mode.match(&matcher, event, binding, state) > 0 {
                raiseAlerts(binding, on: slot)
            }
        }
        state.finish(event, binding)
        connections[slot].ledger.applied &+= 1
        if isSeen {
            connections[slot].ledger.evaluated &+= 1
        } else {
            connections[slot].ledger.hidden &+= 1
        }
    }

    /// An exec whose proof the Sentry could not send is shown before the event that gave it away.
    @inline(never)
    private mutating func showUntoldExec<Mode: Matching>(on slot: Int, by mode: Mode.Type) {
        let binding = state.fillUntoldExec(provenBy: event, into: &untoldExec)
        swap(&event, &untoldExec)
        eventCount &+= 1
        connections[slot].ledger.applied &+= 1
        connections[slot].ledger.evaluated &+= 1
        if mode.match(&matcher, event, binding, state) > 0 { raiseAlerts(binding, on: slot) }
        swap(&event, &untoldExec)
        event.number = eventCount &+ 1
    }
}
