internal import Core
internal import Events
internal import State

extension FieldExtractor {
    /// `container.*` and `k8s.*`. What the runtime has not told yet is missing; without a container
    /// the values are those that Falco gives the host.
    mutating func containerValue(
        _ field: ResolvedField, _ event: borrowing SyscallEvent, _ thread: ThreadSlot,
        _ state: borrowing StateTable
    ) -> FieldValue {
        if thread.isNone { return .missing }
        let slot = state[thread].container
        if slot.isNone { return Self.hostValue(field.id) }
        switch field.id {
        case .containerId: return .text(shortID(state.text(of: state[slot].fullID)))
        case .containerFullId: return .text(state.text(of: state[slot].fullID))
        case .containerStartTs:
            let start = state[slot].startTimeNanos
            return start == 0 ? .missing : .unsigned(start)
        case .containerDuration:
            let start = state[slot].startTimeNanos
            if start == 0 { return .missing }
            return .unsigned(event.timeNanos > start ? event.timeNanos &- start : 0)
        case .containerType: return known(state[slot].type, state)
        case .containerName: return known(state[slot].name, state)
        case .containerImage: return known(state[slot].image, state)
        case .containerImageId: return known(state[slot].imageID, state)
        case .containerImageRepository: return known(state[slot].imageRepository, state)
        case .containerImageTag: return known(state[slot].imageTag, state)
        case .containerImageDigest: return known(state[slot].imageDigest, state)
        case .containerIp, .k8sPodIp: return known(state[slot].ipAddress, state)
        case .containerCniJson, .k8sPodCniJson: return known(state[slot].cniJSON, state)
        case .containerPrivileged: return known(state[slot].isPrivileged)
        case .containerHostPid: return known(state[slot].hasHostPID)
        case .containerHostNetwork: return known(state[slot].hasHostNetwork)
        case .containerHostIpc: return known(state[slot].hasHostIPC)
        case .containerMounts, .containerMount, .containerMountSource, .containerMountDest,
            .containerMountMode, .containerMountRdwr, .containerMountPropagation:
            return mountValue(field, slot, state)
        case .containerLabel: return label(field.text.bytes, slot, state)
        case .containerLabels: return labels(slot, state)
        default: return podValue(field, slot, state)
        }
    }

    /// Text that the runtime has told, else missing.
    private func known(_ symbol: Symbol, _ state: borrowing StateTable) -> FieldValue {
        symbol.isEmpty ? .missing : .text(state.text(of: symbol))
    }

    private static func hostValue(_ field: FieldID) -> FieldValue {
        switch field {
        case .containerId, .containerFullId, .containerName, .containerType: literal("host")
        case .containerImage, .containerImageId, .containerImageRepository, .containerImageTag,
            .containerImageDigest, .containerMounts, .containerIp, .containerCniJson,
            .containerLabels:
            .text(BorrowedBytes())
        case .containerPrivileged, .containerHostPid, .containerHostNetwork, .containerHostIpc:
            .boolean(false)
        default: .missing
        }
    }

    private func known(_ value: Knowledge) -> FieldValue {
        switch value {
        case .unknown: .missing
        case .no: .boolean(false)
        case .yes: .boolean(true)
        }
    }

    private mutating func podValue(
        _ field: ResolvedField, _ slot: ContainerSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        switch field.id {
        case .k8sPodName: return known(state[slot].podName, state)
        case .k8sNsName: return known(state[slot].podNamespace, state)
        case .k8sPodId, .k8sPodUid: return known(state[slot].podUID, state)
        case .k8sPodFullSandboxId: return known(state[slot].podSandboxID, state)
        case .k8sPodSandboxId:
            let id = state[slot].podSandboxID
            return id.isEmpty ? .missing : .text(shortID(state.text(of: id)))
        default: return .missing
        }
    }

    /// The first 12 characters of an id of 64 hexadecimal digits; other ids as they are.
    func shortID(_ id: BorrowedBytes) -> BorrowedBytes {
        guard id.count == 64 else { return id }
        for index in 0..<id.count {
            switch id[index] {
            case 0x30...0x39, 0x61...0x66: continue
            default: return id
            }
        }
        return id.slice(0, 12)
    }

    private func label(
        _ key: BorrowedBytes, _ slot: ContainerSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        let entries = state.text(of: state[slot].labels)
        return variable(key, of: entries).map { .text($0) } ?? .missing
    }

    /// `key:value` of all labels but the runtime's and Kubernetes' own; a label without value is
    /// its key alone.
    private mutating func labels(
        _ slot: ContainerSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        guard state[slot].hasMetadata else { return .missing }
        let entries = state.text(of: state[slot].labels)
        let start = scratch.count
        var offset = 0
        while offset < entries.count {
            let end = entries.firstIndex(of: 0, from: offset) ?? entries.count
            let entry = entries.slice(offset, end - offset)
            offset = end + 1
            if entry.hasPrefix(Self.literal("annotation.").bytes)
                || entry.hasPrefix(Self.literal("io.kubernetes.").bytes)
            {
                continue
            }
            if scratch.count > start { scratch.append(", ") }
            let middle = entry.firstIndex(of: UInt8(ascii: "=")) ?? entry.count
            scratch.append(entry.slice(0, middle))
            let value = entry.dropFirst(middle + 1)
            if !value.isEmpty { scratch.append(UInt8(ascii: ":")) }
            scratch.append(value)
        }
        return composed(from: start)
    }
}
