internal import Core

extension StateTable {
    /// The user of a container with this id, or nil when the container's file was not given or
    /// does not have it.
    package func user(_ id: UInt32, in container: ContainerSlot) -> UserRow? {
        guard !container.isNone, let index = userIndex.find(Self.userKey(id, container, false))
        else { return nil }
        return users[index]
    }

    /// The group of a container with this id, as for `user`.
    package func group(_ id: UInt32, in container: ContainerSlot) -> UserRow? {
        guard !container.isNone, let index = userIndex.find(Self.userKey(id, container, true))
        else { return nil }
        return users[index]
    }

    /// Never 0: the container's number begins at 1.
    static func userKey(_ id: UInt32, _ container: ContainerSlot, _ isGroup: Bool) -> UInt64 {
        UInt64(container.rawValue &+ 1) &<< 33 | (isGroup ? 1 &<< 32 : 0) | UInt64(id)
    }
}
