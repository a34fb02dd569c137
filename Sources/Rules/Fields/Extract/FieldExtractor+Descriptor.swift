internal import Core
internal import Events
internal import State

extension FieldExtractor {
    /// `fd.*`: only on events that use, make or close a descriptor.
    mutating func descriptorValue(
        _ field: ResolvedField, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> FieldValue {
        guard binding.hasDescriptorNumber, !binding.thread.isNone else { return .missing }
        if field.id == .fdNum { return .signed(binding.descriptorNumber) }
        if field.id == .fdUid { return descriptorUID(binding, state) }
        if field.id == .fdContainername || field.id == .fdContainerdirectory {
            return containerPath(field.id, event, binding, state)
        }
        if binding.descriptor.isNone { return unknownDescriptor(field.id, event, binding, state) }
        return knownDescriptor(field.id, binding, state)
    }

    private mutating func knownDescriptor(
        _ field: FieldID, _ binding: EventBinding, _ state: borrowing StateTable
    ) -> FieldValue {
        let slot = binding.descriptor
        switch field {
        case .fdType: return Self.typeWord(state[slot].type)
        case .fdTypechar: return letter(Self.typeLetter(state[slot].type))
        case .fdName: return .text(state.text(of: state[slot].name))
        case .fdDirectory:
            let name = state.text(of: state[slot].name)
            if state[slot].type == .directory { return .text(name) }
            return state[slot].type == .file ? .text(Self.directory(of: name)) : .missing
        case .fdFilename:
            guard state[slot].type == .file else { return .missing }
            return .text(Self.fileName(of: state.text(of: state[slot].name)))
        case .fdNameraw: return .text(state.text(of: state[slot].rawName))
        case .fdTypes: return descriptorTypes(slot, state)
        case .fdNameChanged: return .boolean(state[slot].isNameChanged)
        case .fdConnected:
            return .boolean(state[slot].isConnected || state[slot].isConnectPending)
        case .fdIsUpperLayer, .fdIsLowerLayer: return .boolean(false)
        case .fdDev: return .signed(Int64(state[slot].device))
        case .fdDevMajor: return .signed(Int64(state[slot].device &>> 8 & 0xFFF))
        case .fdDevMinor:
            let device = state[slot].device
            return .signed(Int64(device & 0xFF | (device &>> 12 & 0xFFF00)))
        case .fdIno: return .signed(Int64(bitPattern: state[slot].inode))
        default: return socketValue(field, slot, state)
        }
    }

    /// What the event's own parameters tell about a descriptor that is not in the table.
    private mutating func unknownDescriptor(
        _ field: FieldID, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> FieldValue {
        switch field {
        case .fdName: return .text(rebuiltName(event, binding, state))
        case .fdNameraw: return .text(rawPath(event))
        case .fdDirectory: return .text(Self.directory(of: rebuiltName(event, binding, state)))
        case .fdTypechar: return letter(facts[event.code].typeLetter)
        case .fdTypes: return FieldValue(kind: .list)
        default: return .missing
        }
    }

    private mutating func rebuiltName(
        _ event: borrowing SyscallEvent, _ binding: EventBinding, _ state: borrowing StateTable
    ) -> BorrowedBytes {
        let row = facts[event.code]
        if row.pathKind == .opened {
            return resolvedPath(row.name, row.directory, event, binding, state)
        }
        guard event.tuple.family != .none, Self.namesByTuple(event.code.rawValue) else {
            return BorrowedBytes()
        }
        let start = scratch.count
        _ = AddressText.appendTuple(event.tuple, to: &scratch)
        return scratch.view(from: start)
    }

    /// connect, accept and accept4 on their way out, in all their versions.
    private static func namesByTuple(_ code: UInt16) -> Bool {
        switch code {
        case 23, 27, 57, 247, 249, 389: true
        default: false
        }
    }

    private func rawPath(_ event: borrowing SyscallEvent) -> BorrowedBytes {
        let row = facts[event.code]
        guard row.pathKind == .opened, row.name >= 0, event.has(Int(row.name)) else {
            return BorrowedBytes()
        }
        return event.bytes(Int(row.name))
    }

    private mutating func descriptorUID(
        _ binding: EventBinding, _ state: borrowing StateTable
    ) -> FieldValue {
        let start = scratch.count
        appendSigned(Int64(state[binding.thread].threadID))
        appendSigned(binding.descriptorNumber)
        return composed(from: start)
    }

    mutating func appendSigned(_ value: Int64) {
        if value < 0 { scratch.append(UInt8(ascii: "-")) }
        scratch.append(decimal: value.magnitude)
    }

    private mutating func containerPath(
        _ field: FieldID, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> FieldValue {
        let inner = ResolvedField(field == .fdContainername ? .fdName : .fdDirectory)
        let value = descriptorValue(inner, event, binding, state)
        guard !value.isMissing else { return .missing }
        let start = scratch.count
        let container = state[binding.thread].container
        if !container.isNone { scratch.append(shortID(state.text(of: state[container].fullID))) }
        scratch.append(UInt8(ascii: ":"))
        scratch.append(value.bytes)
        return composed(from: start)
    }

    private mutating func descriptorTypes(
        _ slot: DescriptorSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        let start = scratch.count
        scratch.append(Self.typeWord(state[slot].type).bytes)
        scratch.append(UInt8(0))
        return FieldValue(kind: .list, bytes: scratch.view(from: start))
    }

    private mutating func letter(_ byte: UInt8) -> FieldValue {
        let start = scratch.count
        scratch.append(byte)
        return composed(from: start)
    }

    /// Everything before the last slash; the root for a path right below it or without a slash.
    static func directory(of path: BorrowedBytes) -> BorrowedBytes {
        guard let slash = path.lastIndex(of: UInt8(ascii: "/")), slash > 0 else {
            return literal("/").bytes
        }
        return path.slice(0, slash)
    }

    /// Everything behind the last slash; the root when that is nothing.
    static func fileName(of path: BorrowedBytes) -> BorrowedBytes {
        guard let slash = path.lastIndex(of: UInt8(ascii: "/")), slash + 1 < path.count else {
            return literal("/").bytes
        }
        return path.dropFirst(slash + 1)
    }
}
