package import Core

// Containers of sandboxes: found by the id on the wire, described from outside.
extension StateTable {
    /// The container with this id, or none.
    package func findContainer(_ id: BorrowedBytes, in sandbox: SandboxSlot) -> ContainerSlot {
        var key = containerKey(id, sandbox)
        var attempts = 0
        while attempts < 8, let index = containerIndex.find(key) {
            if symbols.bytes(of: containers[index].fullID).equals(id) {
                return ContainerSlot(rawValue: index)
            }
            key = nextContainerKey(key)
            attempts += 1
        }
        return .none
    }

    /// The container with this id, made when it is new; none for the empty id and over the limit.
    mutating func container(_ id: BorrowedBytes, in sandbox: SandboxSlot) -> ContainerSlot {
        if id.isEmpty { return .none }
        let found = findContainer(id, in: sandbox)
        if !found.isNone { return found }
        guard Int(sandboxes[sandbox.rawValue].containerCount) < limits.containersPerSandbox,
            let fullID = hold(id, in: sandbox)
        else {
            count(.containersRefused, in: sandbox)
            return .none
        }
        var row = ContainerRow()
        row.fullID = fullID
        row.sandbox = sandbox
        row.next = sandboxes[sandbox.rawValue].firstContainer
        row.generation = nextGeneration()
        var key = containerKey(id, sandbox)
        while containerIndex.find(key) != nil { key = nextContainerKey(key) }
        guard let index = containers.insert(row) else {
            symbols.release(fullID)
            count(.containersRefused, in: sandbox)
            return .none
        }
        guard containerIndex.set(key, index) else {
            containers.remove(index)
            symbols.release(fullID)
            count(.containersRefused, in: sandbox)
            return .none
        }
        containers[index].key = key
        sandboxes[sandbox.rawValue].firstContainer = ContainerSlot(rawValue: index)
        sandboxes[sandbox.rawValue].containerCount &+= 1
        newContainers &+= 1
        return ContainerSlot(rawValue: index)
    }

    private func containerKey(_ id: BorrowedBytes, _ sandbox: SandboxSlot) -> UInt64 {
        UInt64(sandbox.rawValue &+ 1) &<< 32 | (containerHash.hash(id) & 0xFFFF_FFFF)
    }

    private func nextContainerKey(_ key: UInt64) -> UInt64 {
        key & ~0xFFFF_FFFF | ((key &+ 0x9E37_79B9) & 0xFFFF_FFFF)
    }

    /// A thread of the sandbox belongs to this container, if the id says one.
    mutating func observeContainer(_ id: BorrowedBytes, of slot: ThreadSlot) {
        if id.isEmpty { return }
        let row = threads[slot.rawValue]
        if !row.container.isNone
            && symbols.bytes(of: containers[row.container.rawValue].fullID).equals(id)
        {
            return
        }
        let container = container(id, in: row.sandbox)
        if container.isNone || container == row.container { return }
        if !row.container.isNone { count(.containersCorrected, in: row.sandbox) }
        threads[slot.rawValue].container = container
        setRootIDs(of: slot)
        changed(slot)
    }

    /// Removes all containers of a sandbox whose threads are gone.
    mutating func removeContainers(of sandbox: SandboxSlot) {
        var slot = sandboxes[sandbox.rawValue].firstContainer
        while !slot.isNone {
            let row = containers[slot.rawValue]
            containerIndex.remove(row.key)
            removeUsers(of: slot)
            releaseText(of: row)
            containers[slot.rawValue] = ContainerRow()
            containers.remove(slot.rawValue)
            slot = row.next
        }
        sandboxes[sandbox.rawValue].firstContainer = .none
    }

    private mutating func releaseText(of row: ContainerRow) {
        symbols.release(row.fullID)
        releaseMetadata(of: row)
    }

    private mutating func releaseMetadata(of row: ContainerRow) {
        symbols.release(row.name)
        symbols.release(row.image)
        symbols.release(row.imageRepository)
        symbols.release(row.imageTag)
        symbols.release(row.imageDigest)
        symbols.release(row.imageID)
        symbols.release(row.podName)
        symbols.release(row.podNamespace)
        symbols.release(row.podUID)
        symbols.release(row.podSandboxID)
        symbols.release(row.labels)
        symbols.release(row.type)
        symbols.release(row.mounts)
        symbols.release(row.ipAddress)
        symbols.release(row.cniJSON)
    }

    // MARK: - From outside (cold)

    /// The next container that nobody described yet and that was not given out before, or none.
    /// Linear in the containers there are when a new one exists, else constant.
    package mutating func takeContainerToDescribe() -> ContainerSlot {
        if newContainers == 0 { return .none }
        var index = 0
        while index < containers.highWaterCount {
            let row = containers[UInt32(index)]
            if !row.sandbox.isNone && !row.isReported {
                containers[UInt32(index)].isReported = true
                newContainers &-= 1
                return ContainerSlot(rawValue: UInt32(index))
            }
            index += 1
        }
        newContainers = 0
        return .none
    }

    /// Describes every container with this full id; false when there is none (yet).
    @discardableResult
    package mutating func setContainerMetadata(
        _ metadata: ContainerMetadata, ofID fullID: String
    ) -> Bool {
        var isFound = false
        for index in 0..<UInt32(containers.highWaterCount) where hasID(index, fullID) {
            describe(index, metadata)
            isFound = true
        }
        return isFound
    }

    /// Sets the users and groups of every container with this full id; false when there is none.
    @discardableResult
    package mutating func setContainerUsers(
        _ users: [ContainerUser], groups: [ContainerUser], ofID fullID: String
    ) -> Bool {
        var isFound = false
        for index in 0..<UInt32(containers.highWaterCount) where hasID(index, fullID) {
            setUsers(users, groups, of: ContainerSlot(rawValue: index))
            isFound = true
        }
        return isFound
    }

    private func hasID(_ index: UInt32, _ fullID: String) -> Bool {
        !containers[index].sandbox.isNone
            && symbols.bytes(of: containers[index].fullID).string == fullID
    }

    private mutating func describe(_ index: UInt32, _ metadata: ContainerMetadata) {
        let sandbox = containers[index].sandbox
        releaseMetadata(of: containers[index])
        var row = containers[index]
        row.name = holdText(metadata.name, in: sandbox)
        row.image = holdText(metadata.image, in: sandbox)
        row.imageRepository = holdText(metadata.imageRepository, in: sandbox)
        row.imageTag = holdText(metadata.imageTag, in: sandbox)
        row.imageDigest = holdText(metadata.imageDigest, in: sandbox)
        row.imageID = holdText(metadata.imageID, in: sandbox)
        row.podName = holdText(metadata.podName, in: sandbox)
        row.podNamespace = holdText(metadata.podNamespace, in: sandbox)
        row.podUID = holdText(metadata.podUID, in: sandbox)
        row.podSandboxID = holdText(metadata.podSandboxID, in: sandbox)
        row.type = holdText(metadata.type, in: sandbox)
        row.labels = holdText(metadata.labels.joined(separator: "\0"), in: sandbox)
        row.mounts = holdText((metadata.mounts ?? []).joined(separator: "\0"), in: sandbox)
        row.areMountsKnown = metadata.mounts != nil
        row.ipAddress = holdText(metadata.ipAddress, in: sandbox)
        row.cniJSON = holdText(metadata.cniJSON, in: sandbox)
        row.isPrivileged = Knowledge(metadata.isPrivileged)
        row.hasHostPID = Knowledge(metadata.hasHostPID)
        row.hasHostNetwork = Knowledge(metadata.hasHostNetwork)
        row.hasHostIPC = Knowledge(metadata.hasHostIPC)
        row.hasMetadata = true
        row.generation = nextGeneration()
        containers[index] = row
    }

    /// Text from outside is not the sandbox's doing: it is charged to it but never left out for
    /// quota unless long. Cold.
    private mutating func holdText(_ text: String, in sandbox: SandboxSlot) -> Symbol {
        var text = text
        return text.withUTF8 { buffer in
            let limit = limits.argumentBytes
            let bytes = unsafe BorrowedBytes(UnsafeRawBufferPointer(buffer)).slice(0, limit)
            return hold(bytes, in: sandbox) ?? .empty
        }
    }

    private mutating func removeUsers(of container: ContainerSlot) {
        var index = containers[container.rawValue].firstUser
        while index != .max {
            let row = users[index]
            userIndex.remove(row.key)
            symbols.release(row.name)
            symbols.release(row.home)
            symbols.release(row.shell)
            users.remove(index)
            index = row.next
        }
        containers[container.rawValue].firstUser = .max
        containers[container.rawValue].userCount = 0
    }

    private mutating func setUsers(
        _ users: [ContainerUser], _ groups: [ContainerUser], of container: ContainerSlot
    ) {
        removeUsers(of: container)
        containers[container.rawValue].hasUsers = true
        containers[container.rawValue].generation = nextGeneration()
        for user in users { add(user, isGroup: false, to: container) }
        for group in groups { add(group, isGroup: true, to: container) }
    }

    /// The first entry of an id counts, as for the C library.
    private mutating func add(
        _ entry: ContainerUser, isGroup: Bool, to container: ContainerSlot
    ) {
        let sandbox = containers[container.rawValue].sandbox
        let key = Self.userKey(entry.id, container, isGroup)
        if userIndex.find(key) != nil { return }
        guard Int(containers[container.rawValue].userCount) < limits.usersPerContainer else {
            count(.usersRefused, in: sandbox)
            return
        }
        var row = UserRow()
        row.key = key
        row.next = containers[container.rawValue].firstUser
        row.name = holdText(entry.name, in: sandbox)
        row.home = holdText(entry.home, in: sandbox)
        row.shell = holdText(entry.shell, in: sandbox)
        guard let index = users.insert(row), userIndex.set(key, index) else {
            count(.usersRefused, in: sandbox)
            return
        }
        containers[container.rawValue].firstUser = index
        containers[container.rawValue].userCount &+= 1
    }
}
