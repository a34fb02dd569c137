package import Core
package import Events
package import State

/// Gives fields their values on an event. One per shard.
///
/// Text is borrowed from the event, from the state's symbols or from the extractor's scratch, and
/// valid until the next `begin`. Nothing is allocated after the initialiser.
package struct FieldExtractor: ~Copyable {
    /// Room for composed text of one event. What is not used costs no memory; what does not fit is
    /// cut. A command line has at most 32 KiB and an event composes a few dozen of them at most.
    private static let scratchCapacity = 4 << 20

    /// Composed text of the event at hand.
    package var scratch = ByteScratch(capacity: scratchCapacity)
    let table = EventTable.shared
    let facts: EventFacts
    let parameterText = ParameterText()
    let errorNames = ErrorNames.shared
    let hostname: ImmortalBytes
    /// Time of the first event, of the one before, and of the one at hand.
    var firstTimeNanos: UInt64 = 0
    var previousTimeNanos: UInt64 = 0
    var currentTimeNanos: UInt64 = 0
    var evaluationCount: UInt64 = 0
    /// What the host names of the rules stand for.
    package internal(set) var hosts = HostAddresses()
    /// Values in the place of the event's, for rule tests; nil on a shard.
    package var given: GivenFields?

    /// - Parameter hostname: what `evt.hostname` shows.
    package init(hostname: String) {
        facts = EventFacts.shared
        self.hostname = ImmortalBytes(hostname)
    }

    /// Makes room for the text of a new event and notes its time.
    package mutating func begin(_ event: borrowing SyscallEvent) {
        scratch.clear()
        previousTimeNanos = currentTimeNanos
        currentTimeNanos = event.timeNanos
        if firstTimeNanos == 0 {
            firstTimeNanos = event.timeNanos
            previousTimeNanos = event.timeNanos
        }
    }

    /// The value of `field`, or `.missing`. Fields with several values give what outputs print.
    package mutating func value(
        of field: ResolvedField, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> FieldValue {
        if given != nil { return givenValue(of: field) }
        let number = field.id.rawValue
        if number < FieldID.procExe.rawValue {
            return eventValue(field, event, binding, state)
        }
        if number < FieldID.userUid.rawValue {
            return processValue(field, event, binding.thread, state)
        }
        if number < FieldID.fdNum.rawValue { return userValue(field, binding.thread, state) }
        if number < FieldID.fsPathName.rawValue {
            return descriptorValue(field, event, binding, state)
        }
        if number < FieldID.utilCnt.rawValue { return pathValue(field, event, binding, state) }
        if number < FieldID.containerId.rawValue {
            return descriptorListValue(field, event, binding, state)
        }
        return containerValue(field, event, binding.thread, state)
    }

    @inline(never)
    private func givenValue(of field: ResolvedField) -> FieldValue {
        given.map { $0.value(of: field) } ?? .missing
    }

    /// Whether comparisons go over several values, which `value(of:at:)` gives one by one.
    package static func isMultiple(_ field: ResolvedField) -> Bool {
        switch field.id {
        case .procAname, .procAexe, .procAexepath, .procAcmdline, .procApid, .procAenv:
            field.form == .none
        case .fdIp, .fdPort, .fdProto, .fdNet: true
        default: false
        }
    }

    /// The value number `ordinal` of a field with several values; nil behind the last one.
    package mutating func value(
        of field: ResolvedField, at ordinal: Int, _ event: borrowing SyscallEvent,
        _ binding: EventBinding, _ state: borrowing StateTable
    ) -> FieldValue? {
        if let given { return given.value(of: field, at: ordinal) }
        switch field.id {
        case .fdIp, .fdPort, .fdProto, .fdNet:
            return ordinal > 1 ? nil : socketEnd(field, ordinal, binding, state)
        default:
            let ancestor = state.ancestor(of: binding.thread, ordinal + 1)
            return ancestor.isNone ? nil : ancestorValue(field, ancestor, state)
        }
    }

    /// A text literal as a value.
    static func literal(_ text: StaticString) -> FieldValue {
        unsafe .text(
            BorrowedBytes(unsafeStart: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Everything appended to the scratch since `start`, as a value.
    func composed(from start: Int) -> FieldValue { .text(scratch.view(from: start)) }

    /// Without the mark that the kernel puts behind the path of a removed file.
    static func withoutDeletedMark(_ path: BorrowedBytes) -> BorrowedBytes {
        let mark = literal(" (deleted)").bytes
        return path.hasSuffix(mark) ? path.slice(0, path.count - mark.count) : path
    }
}
