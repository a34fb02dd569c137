internal import Core
internal import State

extension FieldExtractor {
    /// `user.*` and `group.*`. Names come from the container's own files when they were given, else
    /// only id 0 has one: the machine's users are not the container's.
    func userValue(
        _ field: ResolvedField, _ slot: ThreadSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        if slot.isNone { return .missing }
        let uid = state[slot].uid
        let gid = state[slot].gid
        let login = state[slot].loginUID
        switch field.id {
        case .userUid: return .unsigned(UInt64(uid))
        case .groupGid: return .unsigned(UInt64(gid))
        case .userLoginuid: return .signed(login == .max ? -1 : Int64(login))
        case .userName: return userName(uid, slot, state)
        case .userLoginname:
            return login == .max ? Self.literal("<NA>") : userName(login, slot, state)
        case .userHomedir:
            if let user = state.user(uid, in: state[slot].container) {
                return .text(state.text(of: user.home))
            }
            return Self.literal(uid == 0 ? "/root" : "<NA>")
        case .userShell:
            if let user = state.user(uid, in: state[slot].container) {
                return .text(state.text(of: user.shell))
            }
            return Self.literal("<NA>")
        default: return groupName(gid, slot, state)
        }
    }

    func userName(
        _ id: UInt32, _ slot: ThreadSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        if let user = state.user(id, in: state[slot].container) {
            return .text(state.text(of: user.name))
        }
        return Self.literal(id == 0 ? "root" : "<NA>")
    }

    func groupName(
        _ id: UInt32, _ slot: ThreadSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        if let group = state.group(id, in: state[slot].container) {
            return .text(state.text(of: group.name))
        }
        return Self.literal(id == 0 ? "root" : "<NA>")
    }
}
