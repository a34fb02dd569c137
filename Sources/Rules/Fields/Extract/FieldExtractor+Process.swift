internal import Core
internal import Events
internal import State

extension FieldExtractor {
    /// `proc.*` and `thread.*`. An event without a thread has none of them.
    mutating func processValue(
        _ field: ResolvedField, _ event: borrowing SyscallEvent, _ slot: ThreadSlot,
        _ state: borrowing StateTable
    ) -> FieldValue {
        if slot.isNone { return .missing }
        switch field.id {
        case .procExe, .procExepath, .procName, .procCmdline, .procExeline, .procCmdnargs,
            .procCmdlenargs, .procVpid:
            return imageValue(field.id, slot, state)
        case .procArgs: return arguments(field, slot, state)
        case .procEnv: return environment(field, state.commonRow(of: slot), state)
        case .procCwd: return .text(state.text(of: state[state.commonRow(of: slot)].cwd))
        case .procPid: return .signed(Int64(state[slot].processID))
        case .procPpid:
            let parent = state[state.commonRow(of: slot)].parentID
            return parent < 0 ? .missing : .signed(Int64(parent))
        case .procPexe: return parentValue(.procExe, slot, state)
        case .procPexepath: return parentValue(.procExepath, slot, state)
        case .procPname: return parentValue(.procName, slot, state)
        case .procPcmdline: return parentValue(.procCmdline, slot, state)
        case .procPvpid: return parentValue(.procVpid, slot, state)
        case .procAexe, .procAexepath, .procAname, .procAargs, .procAcmdline, .procApid,
            .procAenv:
            return ancestorsValue(field, slot, state)
        case .procLoginshellid: return loginShell(slot, state)
        case .procTty, .procSid, .procSname, .procSidExe, .procSidExepath, .procVpgid,
            .procVpgidName, .procVpgidExe, .procVpgidExepath, .procPgid, .procPgidName,
            .procPgidExe, .procPgidExepath, .procIsSidLeader, .procIsVpgidLeader,
            .procIsPgidLeader:
            return sessionValue(field.id, slot, state)
        default: return processDetail(field, event, slot, state)
        }
    }

    /// What an exec sets, of any thread: the process's own, its parent's, an ancestor's.
    mutating func imageValue(
        _ field: FieldID, _ slot: ThreadSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        switch field {
        case .procExe: return .text(state.text(of: state[slot].exe))
        case .procExepath:
            return .text(Self.withoutDeletedMark(state.text(of: state[slot].exePath)))
        case .procName: return .text(state.text(of: state[slot].comm))
        case .procCmdline: return commandLine(state[slot].comm, slot, state, keepsBlank: false)
        case .procExeline: return commandLine(state[slot].exe, slot, state, keepsBlank: true)
        case .procCmdnargs: return .unsigned(UInt64(state[slot].argumentCount))
        case .procCmdlenargs:
            let separators = UInt64(max(1, state[slot].argumentCount) - 1)
            let count = UInt64(state.text(of: state[slot].arguments).count)
            return .unsigned(count >= separators ? count &- separators : 0)
        default:
            let id = state[slot].virtualProcessID
            return id < 0 ? .missing : .signed(Int64(id))
        }
    }

    private mutating func commandLine(
        _ first: Symbol, _ slot: ThreadSlot, _ state: borrowing StateTable, keepsBlank: Bool
    ) -> FieldValue {
        let start = scratch.count
        let hasArguments = state[slot].argumentCount > 0
        if !hasArguments && !keepsBlank { return .text(state.text(of: first)) }
        scratch.append(state.text(of: first))
        scratch.append(UInt8(ascii: " "))
        appendJoined(state.text(of: state[slot].arguments))
        return composed(from: start)
    }

    /// Appends entries that NUL bytes separate, with blanks in their place.
    mutating func appendJoined(_ entries: BorrowedBytes) {
        var start = 0
        while let end = entries.firstIndex(of: 0, from: start) {
            scratch.append(entries.slice(start, end - start))
            scratch.append(UInt8(ascii: " "))
            start = end + 1
        }
        scratch.append(entries.dropFirst(start))
    }

    /// Entry `index` of entries that NUL bytes separate; empty beyond the last.
    func entry(_ index: Int64, of entries: BorrowedBytes) -> BorrowedBytes {
        var start = 0
        var left = index
        while left > 0 {
            guard let end = entries.firstIndex(of: 0, from: start) else { return BorrowedBytes() }
            start = end + 1
            left -= 1
        }
        let end = entries.firstIndex(of: 0, from: start) ?? entries.count
        return entries.slice(start, end - start)
    }

    mutating func arguments(
        _ field: ResolvedField, _ slot: ThreadSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        let entries = state.text(of: state[slot].arguments)
        if field.form == .index {
            return field.index < 0 ? .missing : .text(entry(field.index, of: entries))
        }
        let start = scratch.count
        appendJoined(entries)
        return composed(from: start)
    }

    /// The environment of a process, or the value of one variable, blanks at its ends removed.
    mutating func environment(
        _ field: ResolvedField, _ slot: ThreadSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        let entries = state.text(of: state[slot].environment)
        if field.form == .text {
            return .text(variable(field.text.bytes, of: entries) ?? BorrowedBytes())
        }
        let start = scratch.count
        appendJoined(entries)
        return composed(from: start)
    }

    func variable(_ name: BorrowedBytes, of entries: BorrowedBytes) -> BorrowedBytes? {
        var start = 0
        while start < entries.count {
            let end = entries.firstIndex(of: 0, from: start) ?? entries.count
            let entry = entries.slice(start, end - start)
            start = end + 1
            if entry.count > name.count, entry[name.count] == UInt8(ascii: "="),
                entry.hasPrefix(name)
            {
                return Self.trimmed(entry.dropFirst(name.count + 1))
            }
        }
        return nil
    }

    private static func trimmed(_ text: BorrowedBytes) -> BorrowedBytes {
        var first = 0
        var end = text.count
        while first < end && text[first] == UInt8(ascii: " ") { first += 1 }
        while end > first && text[end - 1] == UInt8(ascii: " ") { end -= 1 }
        return text.slice(first, end - first)
    }
}
