internal import Core
internal import Events
internal import State

extension FieldExtractor {
    /// `fd.*` of sockets that are in the table. Addresses are there once the socket has a role or
    /// is bound. Without a list of the machine's interfaces the server's end counts as local.
    mutating func socketValue(
        _ field: FieldID, _ slot: DescriptorSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        let isIP = Self.isIP(state[slot].type)
        let hasClient = isIP && state[slot].hasSource
        let hasServer = isIP && state[slot].hasDestination
        // A bound socket has an end, but none that is local or remote.
        let hasSides = hasClient && hasServer
        switch field {
        case .fdCip, .fdCnet: return hasClient ? .address(state[slot].sourceAddress) : .missing
        case .fdRip, .fdRnet:
            return hasSides ? .address(state[slot].sourceAddress) : .missing
        case .fdSip, .fdSnet:
            return hasServer ? .address(state[slot].destinationAddress) : .missing
        case .fdLip, .fdLnet:
            return hasSides ? .address(state[slot].destinationAddress) : .missing
        case .fdCport: return hasClient ? .unsigned(UInt64(state[slot].sourcePort)) : .missing
        case .fdRport:
            return hasSides ? .unsigned(UInt64(state[slot].sourcePort)) : .missing
        case .fdSport:
            return hasServer ? .unsigned(UInt64(state[slot].destinationPort)) : .missing
        case .fdLport:
            return hasSides ? .unsigned(UInt64(state[slot].destinationPort)) : .missing
        case .fdCproto: return hasClient ? portText(state[slot].sourcePort) : .missing
        case .fdRproto:
            return hasSides ? portText(state[slot].sourcePort) : .missing
        case .fdSproto: return hasServer ? portText(state[slot].destinationPort) : .missing
        case .fdLproto:
            return hasSides ? portText(state[slot].destinationPort) : .missing
        case .fdL4proto: return transport(slot, state)
        case .fdSockfamily:
            if isIP { return Self.literal("ip") }
            return state[slot].type == .unix ? Self.literal("unix") : .missing
        case .fdIsServer:
            return .boolean(
                state[slot].type == .listeningIPv4 || state[slot].type == .listeningIPv6)
        default: return .missing
        }
    }

    static func isIP(_ type: DescriptorType) -> Bool {
        switch type {
        case .ipv4, .ipv6, .listeningIPv4, .listeningIPv6: true
        default: false
        }
    }

    /// One end for the fields that look at both: the client's first. Missing where it is unknown.
    func socketEnd(
        _ field: ResolvedField, _ ordinal: Int, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> FieldValue {
        let slot = binding.descriptor
        guard !slot.isNone, binding.hasDescriptorNumber, Self.isIP(state[slot].type) else {
            return .missing
        }
        guard ordinal == 0 ? state[slot].hasSource : state[slot].hasDestination else {
            return .missing
        }
        if field.id == .fdPort || field.id == .fdProto {
            let port = ordinal == 0 ? state[slot].sourcePort : state[slot].destinationPort
            return .unsigned(UInt64(port))
        }
        return .address(ordinal == 0 ? state[slot].sourceAddress : state[slot].destinationAddress)
    }

    private mutating func portText(_ port: UInt16) -> FieldValue {
        let start = scratch.count
        scratch.append(decimal: UInt64(port))
        return composed(from: start)
    }

    private func transport(_ slot: DescriptorSlot, _ state: borrowing StateTable) -> FieldValue {
        let isShown = Self.isIP(state[slot].type) && state[slot].role != .none
        guard isShown else { return Self.literal("<NA>") }
        switch state[slot].protocolNumber {
        case 6: return Self.literal("tcp")
        case 17: return Self.literal("udp")
        case 1: return Self.literal("icmp")
        case 255: return Self.literal("raw")
        default: return Self.literal("<NA>")
        }
    }
}
