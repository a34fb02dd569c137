internal import Core
internal import Events
internal import State

extension FieldExtractor {
    func errorName(_ result: Int64) -> FieldValue {
        let name = errorNames.error(result == .min ? 0 : 0 &- result)
        return .text(name)
    }

    /// All parameters as `evt.args` shows them.
    mutating func allArguments(
        _ event: borrowing SyscallEvent, _ binding: EventBinding, _ state: borrowing StateTable
    ) -> FieldValue {
        let start = scratch.count
        let view = event.view
        unsafe withUnsafePointer(to: state) { table in
            let lookup = unsafe StateLookup(of: table, thread: binding.thread)
            parameterText.appendAll(of: view, lookup, to: &scratch)
        }
        return composed(from: start)
    }

    /// One parameter in its resolved form, or its raw one.
    mutating func argument(
        _ field: ResolvedField, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> FieldValue {
        guard let place = place(of: field, event) else { return .missing }
        let start = scratch.count
        let view = event.view
        let isThere = unsafe withUnsafePointer(to: state) { table in
            let lookup = unsafe StateLookup(of: table, thread: binding.thread)
            return parameterText.appendValue(of: view, place, lookup, to: &scratch)
        }
        return isThere ? composed(from: start) : .missing
    }
}

/// What the text of parameters needs from the state, seen from one thread.
///
/// Safety: made and used within the closure that was given the table's address, which is valid
/// there and nowhere else: the borrow may have been put into a place of its own for it.
@safe
struct StateLookup: ParameterLookup {
    private let state: UnsafePointer<StateTable>
    private let thread: ThreadSlot

    @unsafe init(of table: UnsafePointer<StateTable>, thread: ThreadSlot) {
        unsafe state = table
        self.thread = thread
    }

    func appendDescriptor(_ number: Int64, to scratch: inout ByteScratch) -> Bool {
        let slot = unsafe state.pointee.descriptor(number, of: thread)
        if slot.isNone { return false }
        let row = unsafe state.pointee[slot]
        scratch.append(UInt8(ascii: "<"))
        scratch.append(FieldExtractor.typeLetter(row.type))
        if FieldExtractor.isIP(row.type) && row.role != .none {
            switch row.protocolNumber {
            case 6: scratch.append(UInt8(ascii: "t"))
            case 17: scratch.append(UInt8(ascii: "u"))
            case 1: scratch.append(UInt8(ascii: "i"))
            case 255: scratch.append(UInt8(ascii: "r"))
            default: break
            }
        }
        scratch.append(UInt8(ascii: ">"))
        scratch.append(unsafe state.pointee.text(of: row.name))
        return true
    }

    func comm(ofThread id: Int64) -> BorrowedBytes? {
        guard !thread.isNone, let id = Int32(exactly: id) else { return nil }
        let slot = unsafe state.pointee.thread(id: id, in: state.pointee[thread].sandbox)
        if slot.isNone { return nil }
        return unsafe state.pointee.text(of: state.pointee[slot].comm)
    }

    var workingDirectory: BorrowedBytes {
        if thread.isNone { return BorrowedBytes() }
        let row = unsafe state.pointee.commonRow(of: thread)
        return unsafe state.pointee.text(of: state.pointee[row].cwd)
    }

    func directoryPath(_ number: Int64) -> BorrowedBytes? {
        let slot = unsafe state.pointee.descriptor(number, of: thread)
        return slot.isNone ? nil : unsafe state.pointee.text(of: state.pointee[slot].name)
    }

    func userName(_ uid: UInt32) -> BorrowedBytes? {
        name(uid, isGroup: false)
    }

    func groupName(_ gid: UInt32) -> BorrowedBytes? {
        name(gid, isGroup: true)
    }

    private func name(_ id: UInt32, isGroup: Bool) -> BorrowedBytes? {
        if !thread.isNone {
            let container = unsafe state.pointee[thread].container
            let row =
                unsafe isGroup
                ? state.pointee.group(id, in: container) : state.pointee.user(id, in: container)
            if let row { return unsafe state.pointee.text(of: row.name) }
        }
        return id == 0 ? FieldExtractor.literal("root").bytes : nil
    }

    func appendLocalTime(_ nanos: UInt64, to scratch: inout ByteScratch) {
        var text = TimeText()
        let bytes = ByteBuffer.array {
            text.appendDateTime(nanos, withFraction: true, to: &$0)
        }
        scratch.append(ImmortalBytes(bytes).bytes)
    }
}
