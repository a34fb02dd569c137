internal import Core
internal import Events
internal import State

extension FieldExtractor {
    /// Age, executable file and descriptors of the process, then `thread.*`.
    mutating func processDetail(
        _ field: ResolvedField, _ event: borrowing SyscallEvent, _ slot: ThreadSlot,
        _ state: borrowing StateTable
    ) -> FieldValue {
        switch field.id {
        case .procDuration: return Self.age(event.timeNanos, state[slot].cloneTimeNanos)
        case .procPpidDuration:
            let parent = state.parent(of: slot)
            if parent.isNone { return .missing }
            return Self.age(event.timeNanos, state[parent].cloneTimeNanos)
        case .procPidTs: return Self.known(state[slot].cloneTimeNanos)
        case .procPpidTs:
            let parent = state.parent(of: slot)
            return parent.isNone ? .missing : .unsigned(state[parent].cloneTimeNanos)
        case .procIsExeWritable: return .boolean(state[slot].isExeWritable)
        case .procIsExeUpperLayer: return .boolean(state[slot].isExeUpperLayer)
        case .procIsExeLowerLayer: return .boolean(state[slot].isExeLowerLayer)
        case .procIsExeFromMemfd: return .boolean(state[slot].isExeFromMemfd)
        case .procExeIno, .procExeInoCtime, .procExeInoMtime, .procExeInoCtimeDurationProcStart,
            .procExeInoCtimeDurationPidnsStart, .procPidnsInitStartTs:
            return fileValue(field.id, slot, state)
        case .procFdopencount: return .unsigned(UInt64(state.descriptorCount(of: slot)))
        case .procFdlimit: return .signed(max(0, state[state.commonRow(of: slot)].fdLimit))
        case .procFdusage:
            let limit = max(0, state[state.commonRow(of: slot)].fdLimit)
            let count = state.descriptorCount(of: slot)
            let percent = limit == 0 ? 0 : Double(count) * 100 / Double(limit)
            return FieldValue(kind: .double, bits: percent.bitPattern)
        case .procNthreads: return .unsigned(threadCount(slot, state))
        case .procNchilds: return .unsigned(max(1, threadCount(slot, state)) - 1)
        case .procStdinType, .procStdoutType, .procStderrType, .procStdinName, .procStdoutName,
            .procStderrName:
            return standardDescriptor(field.id, slot, state)
        default: return threadValue(field, slot, state)
        }
    }

    private static func age(_ now: UInt64, _ start: UInt64) -> FieldValue {
        start == 0 ? .missing : .unsigned(now > start ? now &- start : 0)
    }

    /// Missing when 0.
    private static func known(_ value: UInt64) -> FieldValue {
        value == 0 ? .missing : .unsigned(value)
    }

    private func threadCount(_ slot: ThreadSlot, _ state: borrowing StateTable) -> UInt64 {
        state[slot].isSynthetic ? 0 : UInt64(max(1, state[state.commonRow(of: slot)].threadCount))
    }

    private func fileValue(
        _ field: FieldID, _ slot: ThreadSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        let changed = state[slot].exeChangeTimeNanos
        let namespaceStart = state[slot].namespaceStartNanos
        switch field {
        case .procExeIno: return Self.known(state[slot].exeInode)
        case .procExeInoCtime: return Self.known(changed)
        case .procExeInoMtime: return Self.known(state[slot].exeModifyTimeNanos)
        case .procExeInoCtimeDurationProcStart:
            let start = state[slot].cloneTimeNanos
            return changed == 0 || start <= changed ? .missing : .unsigned(start &- changed)
        case .procExeInoCtimeDurationPidnsStart:
            return changed <= namespaceStart || namespaceStart == 0
                ? .missing : .unsigned(changed &- namespaceStart)
        default: return Self.known(namespaceStart)
        }
    }

    private func standardDescriptor(
        _ field: FieldID, _ slot: ThreadSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        let number: Int64
        switch field {
        case .procStdinType, .procStdinName: number = 0
        case .procStdoutType, .procStdoutName: number = 1
        default: number = 2
        }
        let descriptor = state.descriptor(number, of: slot)
        if descriptor.isNone { return .missing }
        switch field {
        case .procStdinType, .procStdoutType, .procStderrType:
            return Self.typeWord(state[descriptor].type)
        default: return .text(state.text(of: state[descriptor].name))
        }
    }

    private mutating func threadValue(
        _ field: ResolvedField, _ slot: ThreadSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        let isMain = state[slot].threadID == state[slot].processID
        switch field.id {
        case .threadTid: return .signed(Int64(state[slot].threadID))
        case .threadVtid:
            let id = state[slot].virtualThreadID
            return id < 0 ? .missing : .signed(Int64(id))
        case .threadIsmain: return .boolean(isMain && state[slot].threadID >= 0)
        case .threadCapPermitted: return capabilities(state[slot].capPermitted)
        case .threadCapInheritable: return capabilities(state[slot].capInheritable)
        case .threadCapEffective: return capabilities(state[slot].capEffective)
        case .procVmsize: return .unsigned(UInt64(state[slot].vmSize))
        case .procVmrss: return .unsigned(UInt64(state[slot].vmResident))
        case .procVmswap: return .unsigned(UInt64(state[slot].vmSwap))
        case .threadVmsize, .threadVmsizeB:
            return .unsigned(isMain ? UInt64(state[slot].vmSize) : 0)
        case .threadVmrss, .threadVmrssB:
            return .unsigned(isMain ? UInt64(state[slot].vmResident) : 0)
        case .threadPfmajor: return .unsigned(state[slot].majorFaults)
        case .threadPfminor: return .unsigned(state[slot].minorFaults)
        case .threadExectime, .threadTotexectime: return .unsigned(0)
        case .threadCgroups, .threadCgroup: return controlGroups(field, slot, state)
        default: return .missing
        }
    }

    private mutating func controlGroups(
        _ field: ResolvedField, _ slot: ThreadSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        let entries = state.text(of: state[slot].cgroups)
        if entries.isEmpty { return .missing }
        if field.form == .text {
            return variable(field.text.bytes, of: entries).map { .text($0) } ?? .missing
        }
        let start = scratch.count
        appendJoined(entries)
        return composed(from: start)
    }

    private mutating func capabilities(_ set: UInt64) -> FieldValue {
        let start = scratch.count
        for (number, name) in CapabilityNames.all.enumerated() where set >> UInt64(number) & 1 == 1
        {
            if scratch.count > start { scratch.append(UInt8(ascii: " ")) }
            scratch.append(name)
        }
        return composed(from: start)
    }
}

/// Names of capabilities by number, from the kernel's `linux/capability.h`.
enum CapabilityNames {
    static let all: [StaticString] = [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID",
        "CAP_KILL", "CAP_SETGID", "CAP_SETUID", "CAP_SETPCAP", "CAP_LINUX_IMMUTABLE",
        "CAP_NET_BIND_SERVICE", "CAP_NET_BROADCAST", "CAP_NET_ADMIN", "CAP_NET_RAW",
        "CAP_IPC_LOCK", "CAP_IPC_OWNER", "CAP_SYS_MODULE", "CAP_SYS_RAWIO", "CAP_SYS_CHROOT",
        "CAP_SYS_PTRACE", "CAP_SYS_PACCT", "CAP_SYS_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_NICE",
        "CAP_SYS_RESOURCE", "CAP_SYS_TIME", "CAP_SYS_TTY_CONFIG", "CAP_MKNOD", "CAP_LEASE",
        "CAP_AUDIT_WRITE", "CAP_AUDIT_CONTROL", "CAP_SETFCAP", "CAP_MAC_OVERRIDE",
        "CAP_MAC_ADMIN", "CAP_SYSLOG", "CAP_WAKE_ALARM", "CAP_BLOCK_SUSPEND", "CAP_AUDIT_READ",
        "CAP_PERFMON", "CAP_BPF", "CAP_CHECKPOINT_RESTORE",
    ]
}
