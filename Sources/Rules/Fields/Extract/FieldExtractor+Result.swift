internal import Core
internal import Events
internal import State

extension FieldExtractor {
    /// How a call ended and what it moved.
    mutating func resultValue(
        _ field: ResolvedField, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> FieldValue {
        let flags = table.flags(event.code)
        let isRead = flags.contains(.readsFromFD)
        let isWrite = flags.contains(.writesToFD)
        switch field.id {
        case .evtRes:
            guard let result = result(event) else { return .missing }
            return result >= 0 ? Self.literal("SUCCESS") : errorName(result)
        case .evtRawres: return result(event).map { .signed($0) } ?? .missing
        case .evtFailed: return result(event).map { .boolean($0 < 0) } ?? .missing
        case .evtBuffer:
            let place = facts[event.code].data
            guard place >= 0, event.has(Int(place)) else { return .missing }
            return .text(event.bytes(Int(place)))
        case .evtIsIo: return .boolean(isRead || isWrite)
        case .evtIsIoRead: return .boolean(isRead)
        case .evtIsIoWrite: return .boolean(isWrite)
        case .evtIoDir:
            if isRead { return Self.literal("read") }
            return isWrite ? Self.literal("write") : .missing
        case .evtIsWait: return .boolean(flags.contains(.waits))
        case .evtIsSyslog:
            return .boolean(isWrite ? isSystemLog(binding, state) : false)
        case .evtIsOpenRead, .evtIsOpenWrite, .evtIsOpenExec, .evtIsOpenCreate:
            return .boolean(opens(field.id, event))
        case .evtCount: return .unsigned(1)
        case .evtCountExit: return table[event.code].isExit ? .unsigned(1) : .missing
        case .evtCountError, .evtCountErrorFile, .evtCountErrorNet, .evtCountErrorMemory,
            .evtCountErrorOther:
            return errorCount(field.id, event, binding, state)
        case .evtBuflen, .evtBuflenIn, .evtBuflenOut, .evtBuflenFile, .evtBuflenFileIn,
            .evtBuflenFileOut, .evtBuflenNet, .evtBuflenNetIn, .evtBuflenNetOut:
            return movedBytes(field.id, event, binding, state)
        default: return .missing
        }
    }

    /// The return value of a call that has ended.
    func result(_ event: borrowing SyscallEvent) -> Int64? {
        let place = facts[event.code].result
        guard place >= 0, event.has(Int(place)) else { return nil }
        return event.integer(Int(place))
    }

    private func isSystemLog(_ binding: EventBinding, _ state: borrowing StateTable) -> Bool {
        guard !binding.descriptor.isNone else { return false }
        let name = state.text(of: state[binding.descriptor].name)
        return name.hasSuffix(Self.literal("/dev/log").bytes)
    }

    private func opens(_ field: FieldID, _ event: borrowing SyscallEvent) -> Bool {
        let row = facts[event.code]
        guard row.isOpen || (row.isCreat && field == .evtIsOpenExec) else { return false }
        let flags = integer(row.flags, event)
        let mode = integer(row.mode, event)
        let makes = flags & (facts.createFlag | facts.temporaryFlag) != 0
        switch field {
        case .evtIsOpenRead: return flags & 1 != 0
        case .evtIsOpenWrite: return flags & 2 != 0
        case .evtIsOpenExec: return (row.isCreat || makes) && mode & 0o111 != 0
        default:
            let result = result(event) ?? -1
            let isTemporary = flags & facts.temporaryFlag != 0 && result >= 0
            return flags & facts.createdFlag != 0 || isTemporary
        }
    }

    private func integer(_ place: Int8, _ event: borrowing SyscallEvent) -> UInt32 {
        guard place >= 0, event.has(Int(place)) else { return 0 }
        return UInt32(truncatingIfNeeded: event.integer(Int(place)))
    }

    private enum Subject { case file, net, memory, other }

    private func subject(
        _ event: borrowing SyscallEvent, _ binding: EventBinding, _ state: borrowing StateTable
    ) -> Subject {
        let category = table[event.code].category
        if category.isIO {
            guard !binding.descriptor.isNone else { return .other }
            switch state[binding.descriptor].type {
            case .file, .directory: return .file
            case .ipv4, .ipv6, .listeningIPv4, .listeningIPv6: return .net
            default: return .other
            }
        }
        switch category {
        case .file: return .file
        case .net: return .net
        case .memory: return .memory
        default: return .other
        }
    }

    private func errorCount(
        _ field: FieldID, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> FieldValue {
        let isFailed = (result(event) ?? 0) < 0
        if field == .evtCountError { return .unsigned(isFailed ? 1 : 0) }
        guard isFailed else { return .missing }
        let isMeant: Bool
        switch subject(event, binding, state) {
        case .file: isMeant = field == .evtCountErrorFile
        case .net: isMeant = field == .evtCountErrorNet
        case .memory: isMeant = field == .evtCountErrorMemory
        case .other: isMeant = field == .evtCountErrorOther
        }
        return isMeant ? .unsigned(1) : .missing
    }

    private func movedBytes(
        _ field: FieldID, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> FieldValue {
        guard table[event.code].category.isIO, !binding.descriptor.isNone,
            let result = result(event), result >= 0
        else { return .missing }
        let flags = table.flags(event.code)
        let subject = subject(event, binding, state)
        let isMeant: Bool
        switch field {
        case .evtBuflenIn: isMeant = flags.contains(.readsFromFD)
        case .evtBuflenOut: isMeant = flags.contains(.writesToFD)
        case .evtBuflenFile: isMeant = subject == .file
        case .evtBuflenFileIn: isMeant = subject == .file && flags.contains(.readsFromFD)
        case .evtBuflenFileOut: isMeant = subject == .file && flags.contains(.writesToFD)
        case .evtBuflenNet: isMeant = subject == .net
        case .evtBuflenNetIn: isMeant = subject == .net && flags.contains(.readsFromFD)
        case .evtBuflenNetOut: isMeant = subject == .net && flags.contains(.writesToFD)
        default: isMeant = true
        }
        return isMeant ? .unsigned(UInt64(bitPattern: result)) : .missing
    }
}
