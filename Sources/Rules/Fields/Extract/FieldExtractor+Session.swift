internal import Core
internal import State

extension FieldExtractor {
    /// Sessions, process groups and the terminal.
    func sessionValue(
        _ field: FieldID, _ slot: ThreadSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        switch field {
        case .procTty: return .unsigned(UInt64(state[slot].tty))
        case .procSid: return .signed(Int64(state[slot].sessionID))
        case .procVpgid: return .signed(Int64(state[slot].virtualGroupID))
        case .procPgid: return .signed(Int64(state[slot].groupID))
        case .procIsSidLeader:
            return .boolean(state[slot].sessionID == state[slot].virtualProcessID)
        case .procIsVpgidLeader:
            return .boolean(state[slot].virtualGroupID == state[slot].virtualProcessID)
        case .procIsPgidLeader:
            return .boolean(state[slot].groupID == state[slot].processID)
        default: return leaderText(field, slot, state)
        }
    }

    /// Name or file of the leader of the session or group; empty when there is none.
    private func leaderText(
        _ field: FieldID, _ slot: ThreadSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        let leader: ThreadSlot
        switch field {
        case .procSname, .procSidExe, .procSidExepath: leader = state.sessionLeader(of: slot)
        case .procVpgidName, .procVpgidExe, .procVpgidExepath:
            leader = state.groupLeader(of: slot, isVirtual: true)
        default: leader = state.groupLeader(of: slot, isVirtual: false)
        }
        if leader.isNone { return .text(BorrowedBytes()) }
        switch field {
        case .procSname, .procVpgidName, .procPgidName:
            return .text(state.text(of: state[leader].comm))
        case .procSidExe, .procVpgidExe, .procPgidExe:
            return .text(state.text(of: state[leader].exe))
        default:
            return .text(Self.withoutDeletedMark(state.text(of: state[leader].exePath)))
        }
    }
}
