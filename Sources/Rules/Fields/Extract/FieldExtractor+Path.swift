internal import Core
internal import Events
internal import State

extension FieldExtractor {
    /// `fs.path.*`: the paths of calls on files that worked.
    mutating func pathValue(
        _ field: ResolvedField, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> FieldValue {
        let row = facts[event.code]
        guard table[event.code].isExit, let result = result(event), !binding.thread.isNone else {
            return .missing
        }
        let isOpen = row.pathKind == .opened
        guard isOpen ? result != -1 : result == 0 else { return .missing }
        switch field.id {
        case .fsPathName, .fsPathNameraw:
            let isRaw = field.id == .fsPathNameraw
            if isOpen {
                return row.isOpen ? openedPath(row, isRaw, event, binding, state) : .missing
            }
            guard row.pathKind == .name else { return .missing }
            if row.name < 0 { return descriptorName(isRaw, binding, state) }
            return path(row.name, row.directory, isRaw, event, binding, state)
        case .fsPathSource, .fsPathSourceraw, .fsPathTarget, .fsPathTargetraw:
            return otherPath(field.id, row, event, binding, state)
        default: return .missing
        }
    }

    /// Opens by handle carry no path in the sense of these fields.
    private mutating func openedPath(
        _ row: EventFacts.Row, _ isRaw: Bool, _ event: borrowing SyscallEvent,
        _ binding: EventBinding, _ state: borrowing StateTable
    ) -> FieldValue {
        event.code.rawValue == 337
            ? .missing : path(row.name, row.directory, isRaw, event, binding, state)
    }

    private func descriptorName(
        _ isRaw: Bool, _ binding: EventBinding, _ state: borrowing StateTable
    ) -> FieldValue {
        if binding.descriptor.isNone { return .missing }
        let row = state[binding.descriptor]
        return .text(state.text(of: isRaw ? row.rawName : row.name))
    }

    /// Rename and link call the old path source or target, as Falco does.
    private mutating func otherPath(
        _ field: FieldID, _ row: EventFacts.Row, _ event: borrowing SyscallEvent,
        _ binding: EventBinding, _ state: borrowing StateTable
    ) -> FieldValue {
        let isRaw = field == .fsPathSourceraw || field == .fsPathTargetraw
        let isSource = field == .fsPathSource || field == .fsPathSourceraw
        switch row.pathKind {
        case .rename:
            return isSource
                ? path(row.name, row.directory, isRaw, event, binding, state)
                : path(row.otherName, row.otherDirectory, isRaw, event, binding, state)
        case .link:
            return isSource
                ? path(row.otherName, row.otherDirectory, isRaw, event, binding, state)
                : path(row.name, row.directory, isRaw, event, binding, state)
        case .symlink:
            return isSource
                ? path(row.otherName, row.otherDirectory, isRaw, event, binding, state)
                : path(row.name, -1, true, event, binding, state)
        case .mount:
            return isSource
                ? path(row.name, -1, true, event, binding, state)
                : path(row.otherName, -1, isRaw, event, binding, state)
        case .none, .name, .opened: return .missing
        }
    }

    private mutating func path(
        _ place: Int8, _ directory: Int8, _ isRaw: Bool, _ event: borrowing SyscallEvent,
        _ binding: EventBinding, _ state: borrowing StateTable
    ) -> FieldValue {
        guard place >= 0, event.has(Int(place)) else { return .missing }
        if isRaw { return .text(event.bytes(Int(place))) }
        return .text(resolvedPath(place, directory, event, binding, state))
    }

    /// The path of a parameter made absolute: joined to the working directory, or to the directory
    /// that a descriptor stands for.
    mutating func resolvedPath(
        _ place: Int8, _ directory: Int8, _ event: borrowing SyscallEvent,
        _ binding: EventBinding, _ state: borrowing StateTable
    ) -> BorrowedBytes {
        guard place >= 0, event.has(Int(place)) else { return BorrowedBytes() }
        let text = event.bytes(Int(place))
        let start = scratch.count
        if text.isEmpty { return BorrowedBytes() }
        if let base = base(directory, event, binding, state) {
            Events.PathText.append(text, from: base, to: &scratch)
        } else {
            if text[0] != UInt8(ascii: "/") { scratch.append("<UNKNOWN>") }
            Events.PathText.append(text, from: BorrowedBytes(), to: &scratch)
        }
        return scratch.view(from: start)
    }

    /// The directory that relative paths start from; nil when its descriptor is not known.
    func base(
        _ directory: Int8, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> BorrowedBytes? {
        guard !binding.thread.isNone else { return nil }
        let atWorkingDirectory: Int64 = -100
        guard directory >= 0, event.has(Int(directory)),
            event.integer(Int(directory)) != atWorkingDirectory
        else { return state.text(of: state[state.commonRow(of: binding.thread)].cwd) }
        let number = event.integer(Int(directory))
        let slot = state.descriptor(number, of: binding.thread)
        return slot.isNone ? nil : state.text(of: state[slot].name)
    }

    /// `evt.abspath`: only of calls that work relative to a directory, as Falco has it.
    mutating func absolutePath(
        _ field: ResolvedField, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> FieldValue {
        let row = facts[event.code]
        let isOther = field.form == .index && field.index == 1
        let place = isOther ? row.otherName : row.name
        let directory = isOther ? row.otherDirectory : row.directory
        let isByHandle = event.code.rawValue == 337
        guard table[event.code].isExit, place >= 0, directory >= 0 || isByHandle,
            event.has(Int(place)), !event.bytes(Int(place)).isEmpty
        else { return .missing }
        let text = event.bytes(Int(place))
        let isRelative = text[0] != UInt8(ascii: "/")
        if isRelative, base(directory, event, binding, state) == nil {
            let start = scratch.count
            scratch.append("<UNKNOWN>")
            scratch.append(UInt8(ascii: "/"))
            scratch.append(text)
            return composed(from: start)
        }
        return .text(resolvedPath(place, directory, event, binding, state))
    }
}
