internal import Core
internal import Events

// What the row of a new child holds: its parent's image, ids and descriptors, or the event's.
extension StateTable {
    /// Text, ids and descriptors of a new row.
    mutating func fillChild(
        _ slot: ThreadSlot, _ event: borrowing SyscallEvent, from source: ThreadSlot, isFirst: Bool
    ) {
        let sandbox = threads[slot.rawValue].sandbox
        let isLeader = threads[slot.rawValue].leader == slot
        if !source.isNone { inheritIDs(from: source, to: slot) }
        fillChildText(slot, event, from: source)
        fillChildNumbers(slot, event)
        if isFirst {
            beContainerInit(slot)
        } else if isLeader {
            let main = mainThread(of: source)
            setParent(of: slot, madeBy: main, event)
            if !source.isNone {
                inheritDescriptors(event, from: source, to: slot)
                inheritFileSystem(event, from: main, to: slot)
            }
        }
        if !source.isNone {
            threads[source.rawValue].lastChildID = threads[slot.rawValue].threadID
            threads[source.rawValue].lastChildLossEpoch = sandboxes[sandbox.rawValue].lossEpoch
        }
        if event.task.isPresent { setRootIDs(of: slot) }
        // A known row may have named this process as its parent before.
        if sandboxes[sandbox.rawValue].hasLooseParents { bumpEpoch(of: sandbox) }
    }

    /// The parent is the maker, or with CLONE_PARENT the maker's own, which older releases do not
    /// tell.
    private mutating func setParent(
        of slot: ThreadSlot, madeBy main: ThreadSlot, _ event: borrowing SyscallEvent
    ) {
        let isSibling = threads[slot.rawValue].flags & CloneFlag.parent != 0
        let isMakerKnown = event.task.callerThreadID > 0 && !main.isNone
        var parentID = Self.parentID(of: event)
        if isSibling && isMakerKnown && parentID <= 0 {
            parentID = self[main].parentID
            setParent(self[main].parent, of: slot)
        }
        threads[slot.rawValue].parentID = parentID
        if !threads[slot.rawValue].parent.isNone { return }
        let isMakers = isMakerKnown && !isSibling
        if !main.isNone && (isMakers || threads[main.rawValue].processID == parentID) {
            setParent(main, of: slot)
        } else {
            adoptParent(parentID, of: slot)
        }
    }

    mutating func fillChildText(
        _ slot: ThreadSlot, _ event: borrowing SyscallEvent, from source: ThreadSlot
    ) {
        let sandbox = threads[slot.rawValue].sandbox
        let isLeader = threads[slot.rawValue].leader == slot
        let common = source.isNone ? source : commonRow(of: source)
        // After a real fork the child runs its parent's image: arguments and all. Falco, without
        // context, goes by the event.
        let isPresent = event.task.isPresent
        let takesParents = isPresent && !source.isNone
        if takesParents {
            copyImage(from: source, to: slot)
        } else {
            let exe = hold(event.bytes(ClonePlace.exe), in: sandbox) ?? .empty
            let list = event.bytes(ClonePlace.arguments)
            let arguments = holdList(list, limit: limits.argumentBytes, in: sandbox)
            var path = source.isNone ? Symbol.empty : symbols.retain(self[source].exePath)
            let program = event.bytes(ClonePlace.exe)
            let isStart = event.task.isContainerStart
            if isStart && !program.isEmpty && program[0] == UInt8(ascii: "/") {
                symbols.release(path)
                path = symbols.retain(exe)
            }
            setImage(
                of: slot, exe: exe, exePath: path, arguments: arguments,
                argumentCount: Self.entryCount(list))
            if isLeader && !source.isNone {
                setEnvironment(symbols.retain(self[common].environment), of: slot)
            }
        }
        let comm = event.bytes(ClonePlace.comm)
        if comm.isEmpty && !source.isNone {
            setComm(symbols.retain(self[source].comm), of: slot)
        } else {
            setComm(hold(comm, in: sandbox) ?? symbols.retain(unknownText), of: slot)
        }
        let groups = holdList(
            event.bytes(ClonePlace.cgroups), limit: limits.argumentBytes, in: sandbox)
        threads[slot.rawValue].cgroups = groups
        if !isLeader { return }
        let cwd = event.bytes(ClonePlace.cwd)
        if !cwd.isEmpty {
            setDirectory(cwd, of: slot)
        } else if !source.isNone {
            threads[slot.rawValue].cwd = symbols.retain(self[common].cwd)
            threads[slot.rawValue].isCwdKnown = self[common].isCwdKnown
        }
        if !source.isNone { threads[slot.rawValue].root = symbols.retain(self[common].root) }
    }

    private mutating func setComm(_ symbol: Symbol, of slot: ThreadSlot) {
        symbols.release(threads[slot.rawValue].comm)
        threads[slot.rawValue].comm = symbol
    }

    /// What the image is, the environment included.
    mutating func copyImage(from source: ThreadSlot, to slot: ThreadSlot) {
        let row = self[source]
        setImage(
            of: slot, exe: symbols.retain(row.exe), exePath: symbols.retain(row.exePath),
            arguments: symbols.retain(row.arguments), argumentCount: row.argumentCount)
        if threads[slot.rawValue].leader == slot {
            let environment = symbols.retain(self[commonRow(of: source)].environment)
            setEnvironment(environment, of: slot)
        }
        copyFileFacts(of: row, to: slot)
        threads[slot.rawValue].isSynthetic = row.isSynthetic
    }

    /// What is known of the image's file but its name.
    private mutating func copyFileFacts(of row: ThreadRow, to slot: ThreadSlot) {
        threads[slot.rawValue].isExeWritable = row.isExeWritable
        threads[slot.rawValue].isExeUpperLayer = row.isExeUpperLayer
        threads[slot.rawValue].isExeLowerLayer = row.isExeLowerLayer
        threads[slot.rawValue].isExeFromMemfd = row.isExeFromMemfd
        threads[slot.rawValue].exeInode = row.exeInode
        threads[slot.rawValue].exeChangeTimeNanos = row.exeChangeTimeNanos
        threads[slot.rawValue].exeModifyTimeNanos = row.exeModifyTimeNanos
    }

    /// What a child has from its parent whatever the event says.
    mutating func inheritIDs(from source: ThreadSlot, to slot: ThreadSlot) {
        let row = self[source]
        threads[slot.rawValue].uid = row.uid
        threads[slot.rawValue].gid = row.gid
        threads[slot.rawValue].loginUID = row.loginUID
        threads[slot.rawValue].tty = row.tty
        threads[slot.rawValue].sessionID = row.sessionID
        threads[slot.rawValue].groupID = row.groupID
        threads[slot.rawValue].virtualGroupID = row.virtualGroupID
        threads[slot.rawValue].capInheritable = row.capInheritable
        threads[slot.rawValue].capPermitted = row.capPermitted
        threads[slot.rawValue].capEffective = row.capEffective
        threads[slot.rawValue].fdLimit = row.fdLimit
        threads[slot.rawValue].namespaceStartNanos = row.namespaceStartNanos
        threads[slot.rawValue].isExecSession = row.isExecSession
        copyFileFacts(of: row, to: slot)
        if threads[slot.rawValue].leader != slot {
            threads[slot.rawValue].virtualProcessID = row.virtualProcessID
        }
    }

    mutating func fillChildNumbers(_ slot: ThreadSlot, _ event: borrowing SyscallEvent) {
        let isPresent = event.task.isPresent
        if event.has(ClonePlace.uid) {
            threads[slot.rawValue].uid =
                UInt32(truncatingIfNeeded: event.integer(ClonePlace.uid))
        }
        if event.has(ClonePlace.gid) {
            threads[slot.rawValue].gid =
                UInt32(truncatingIfNeeded: event.integer(ClonePlace.gid))
        }
        fillMemory(slot, event)
        if event.has(ClonePlace.namespaceStart) {
            threads[slot.rawValue].namespaceStartNanos =
                UInt64(bitPattern: event.integer(ClonePlace.namespaceStart))
        }
        // gVisor's messages have no ids of namespaces: see `setRootIDs` and `learnNamespace`.
        if isPresent { return }
        if event.has(ClonePlace.virtualThreadID) {
            threads[slot.rawValue].virtualThreadID = Int32(
                truncatingIfNeeded: event.integer(ClonePlace.virtualThreadID))
        }
        if event.has(ClonePlace.virtualProcessID) {
            threads[slot.rawValue].virtualProcessID = Int32(
                truncatingIfNeeded: event.integer(ClonePlace.virtualProcessID))
        }
    }

    /// Limits, page faults and sizes: the same places in clone and exec events.
    mutating func fillMemory(_ slot: ThreadSlot, _ event: borrowing SyscallEvent) {
        if event.has(ClonePlace.fdLimit) {
            threads[slot.rawValue].fdLimit = event.integer(ClonePlace.fdLimit)
        }
        if event.has(ClonePlace.majorFaults) {
            threads[slot.rawValue].majorFaults =
                UInt64(bitPattern: event.integer(ClonePlace.majorFaults))
            threads[slot.rawValue].minorFaults =
                UInt64(bitPattern: event.integer(ClonePlace.minorFaults))
        }
        if event.has(ClonePlace.vmSize) {
            threads[slot.rawValue].vmSize =
                UInt32(truncatingIfNeeded: event.integer(ClonePlace.vmSize))
            threads[slot.rawValue].vmResident =
                UInt32(truncatingIfNeeded: event.integer(ClonePlace.vmResident))
            threads[slot.rawValue].vmSwap =
                UInt32(truncatingIfNeeded: event.integer(ClonePlace.vmSwap))
        }
    }

    /// CLONE_FILES shares the table on gVisor; Falco copies it then too.
    mutating func inheritDescriptors(
        _ event: borrowing SyscallEvent, from source: ThreadSlot, to slot: ThreadSlot
    ) {
        let table = descriptorTable(of: source)
        let flags = UInt32(truncatingIfNeeded: event.integer(ClonePlace.flags))
        let isPresent = event.task.isPresent
        if isPresent && flags & CloneFlag.files != 0 {
            guard let shared = descriptorTableForWrite(of: source) else { return }
            tables.tables[shared].sharers &+= 1
            threads[slot.rawValue].descriptorTable = shared
        } else {
            threads[slot.rawValue].descriptorTable = forkDescriptorTable(table)
        }
    }

    /// CLONE_FS: where one of them goes, the other is. Falco copies then too.
    mutating func inheritFileSystem(
        _ event: borrowing SyscallEvent, from main: ThreadSlot, to slot: ThreadSlot
    ) {
        let flags = UInt32(truncatingIfNeeded: event.integer(ClonePlace.flags))
        let isPresent = event.task.isPresent
        if isPresent && flags & CloneFlag.fileSystem != 0 {
            shareFileSystem(slot, with: main)
            // The clone's own context may know better than the table where they are.
            if threads[slot.rawValue].isCwdKnown { spreadDirectories(of: slot) }
        }
    }
}
