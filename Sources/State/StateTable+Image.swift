internal import Core
internal import Events

// The change that an exec makes to its process: threads, text, numbers, descriptors.
extension StateTable {
    /// The process of `slot` has the event's image from now on.
    mutating func changeImage(
        _ event: borrowing SyscallEvent, of slot: ThreadSlot, _ binding: inout EventBinding
    ) {
        takeIDs(event, of: slot)
        let leader = threads[slot.rawValue].leader
        let main = leader.isNone ? slot : leader
        unshareTable(of: main)
        if main != slot { takeOver(main, from: slot, event) }
        endOtherThreads(of: main, sparing: slot, event)
        if !event.task.isContainerStart {
            threads[main.rawValue].lastExecTimeNanos = event.timeNanos
        }
        setImageText(event, of: main)
        setImageNumbers(event, of: main)
        if event.task.isPresent { closeOnExec(main) }
        changed(main)
        if main != slot {
            // The event is the old thread's; rules see the new image through it.
            copyImage(from: main, to: slot)
            setName(symbols.bytes(of: threads[main.rawValue].comm), of: slot)
            threads[slot.rawValue].isSynthetic = false
            changed(slot)
        }
    }

    /// A thread about which the table knew no process gets it from the event.
    private mutating func takeIDs(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        guard threads[slot.rawValue].processID < 0, threads[slot.rawValue].leader.isNone
        else { return }
        let id = threads[slot.rawValue].threadID
        let said = event.integer(ClonePlace.processID)
        let isSaid = event.has(ClonePlace.processID)
        let processID = isSaid && said > 0 ? Int32(truncatingIfNeeded: said) : id
        let parentID = Int32(truncatingIfNeeded: event.integer(ClonePlace.parentID))
        threads[slot.rawValue].processID = processID
        if processID == id {
            beLeader(slot)
            if event.has(ClonePlace.parentID) { adoptParent(parentID, of: slot) }
        } else {
            let found = thread(id: processID, in: threads[slot.rawValue].sandbox)
            if !found.isNone && threads[found.rawValue].leader == found {
                joinProcess(slot, of: found)
            }
        }
        bumpEpoch(of: threads[slot.rawValue].sandbox)
    }

    /// An exec ends the sharing of descriptors with other processes.
    mutating func unshareTable(of main: ThreadSlot) {
        let table = threads[main.rawValue].descriptorTable
        if table == DescriptorTables.none || tables.tables[table].sharers == 1 { return }
        tables.tables[table].sharers &-= 1
        threads[main.rawValue].descriptorTable = forkDescriptorTable(table)
    }

    /// One of several threads has its descriptors for itself from now on; the main thread's stay
    /// those of all.
    mutating func unshareTable(ofThread slot: ThreadSlot) {
        let main = mainThread(of: slot)
        if main.isNone || main == slot { return }
        if threads[slot.rawValue].descriptorTable != DescriptorTables.none { return }
        let table = forkDescriptorTable(descriptorTable(of: main))
        threads[slot.rawValue].descriptorTable = table
        changed(slot)
    }

    /// A thread that is not the leader runs the image: it gets the leader's id, silently.
    private mutating func takeOver(
        _ main: ThreadSlot, from slot: ThreadSlot, _ event: borrowing SyscallEvent
    ) {
        let own = threads[slot.rawValue].descriptorTable
        if own != DescriptorTables.none {
            releaseDescriptorTable(
                threads[main.rawValue].descriptorTable, in: threads[main.rawValue].sandbox)
            threads[main.rawValue].descriptorTable = own
            threads[slot.rawValue].descriptorTable = DescriptorTables.none
        }
        threads[main.rawValue].uid = threads[slot.rawValue].uid
        threads[main.rawValue].gid = threads[slot.rawValue].gid
        if threads[main.rawValue].isDead {
            threads[main.rawValue].isDead = false
            count(.leadersTakenOver, in: threads[main.rawValue].sandbox)
        } else if event.task.isPresent {
            threads[main.rawValue].awaitsTakeover = true
        }
        // Gone with this event; its id vanishes without an exit.
        if !threads[slot.rawValue].isDead {
            threads[slot.rawValue].isDead = true
            threads[slot.rawValue].isDying = true
        }
    }

    /// The other threads of the process end. On gVisor each still tells so itself.
    private mutating func endOtherThreads(
        of main: ThreadSlot, sparing slot: ThreadSlot, _ event: borrowing SyscallEvent
    ) {
        if threads[main.rawValue].leader != main { return }
        var other = threads[main.rawValue].nextThread
        while !other.isNone {
            let next = threads[other.rawValue].nextThread
            if other != slot {
                if event.task.isPresent {
                    threads[other.rawValue].isDying = true
                } else {
                    removeThread(other)
                }
            }
            other = next
        }
        threads[main.rawValue].threadCount = 1
    }

    private mutating func setImageText(_ event: borrowing SyscallEvent, of main: ThreadSlot) {
        let sandbox = threads[main.rawValue].sandbox
        let isPresent = event.task.isPresent
        let list = event.bytes(ClonePlace.arguments)
        let exe = hold(event.bytes(ClonePlace.exe), in: sandbox)
        let path = imagePath(event, of: main)
        let arguments = holdList(list, limit: limits.argumentBytes, in: sandbox)
        setImage(
            of: main, exe: exe ?? symbols.retain(unknownText), exePath: path, arguments: arguments,
            argumentCount: Self.entryCount(list))
        let comm = event.bytes(ClonePlace.comm)
        if !comm.isEmpty {
            setName(isPresent ? comm.slice(0, Self.nameLimit) : comm, of: main)
        }
        threads[main.rawValue].isSynthetic = false
        if event.has(ExecPlace.environment) || !isPresent {
            let environment = holdList(
                event.bytes(ExecPlace.environment), limit: limits.environmentBytes,
                in: sandbox)
            setEnvironment(environment, of: main)
        } else {
            // Which environment the image got is not known; the old one's would be a lie.
            setEnvironment(.empty, of: main)
        }
        let cwd = event.bytes(ClonePlace.cwd)
        if !cwd.isEmpty { setDirectory(cwd, of: main) }
        let groups = event.bytes(ClonePlace.cgroups)
        if !groups.isEmpty {
            symbols.release(threads[main.rawValue].cgroups)
            threads[main.rawValue].cgroups = holdList(
                groups, limit: limits.argumentBytes, in: sandbox)
        }
    }

    /// The file that runs. gVisor's exit message has the path as passed: a relative one is resolved
    /// against the working directory. A container's first program by a bare name is looked up in a
    /// search path that is not known here: it stays empty.
    private mutating func imagePath(
        _ event: borrowing SyscallEvent, of main: ThreadSlot
    ) -> Symbol {
        let sandbox = threads[main.rawValue].sandbox
        var path = PathText.withoutDeletedMark(event.bytes(ExecPlace.exePath))
        let isPresent = event.task.isPresent
        let isStart = event.task.isContainerStart
        if !isPresent || path.isEmpty { return hold(path, in: sandbox) ?? .empty }
        if path[0] != UInt8(ascii: "/") {
            if isStart && path.firstIndex(of: UInt8(ascii: "/")) == nil {
                return .empty
            }
            let common = commonRow(of: main)
            if !threads[common.rawValue].isCwdKnown { return .empty }
            PathText.resolve(
                path, in: symbols.bytes(of: threads[common.rawValue].cwd), into: &pathScratch)
            path = pathScratch.view
        }
        return hold(path, in: sandbox) ?? .empty
    }

    private mutating func setImageNumbers(_ event: borrowing SyscallEvent, of main: ThreadSlot) {
        var row = threads[main.rawValue]
        let takesTerminal = !event.task.isPresent ? true : event.task.isContainerStart
        let isProven = event.exec.isPresent
        if event.has(ExecPlace.uid) {
            row.uid = UInt32(truncatingIfNeeded: event.integer(ExecPlace.uid))
        }
        if event.has(ExecPlace.gid) {
            row.gid = UInt32(truncatingIfNeeded: event.integer(ExecPlace.gid))
        }
        if event.has(ExecPlace.tty) && takesTerminal {
            row.tty = UInt32(truncatingIfNeeded: event.integer(ExecPlace.tty))
        }
        if event.has(ExecPlace.virtualGroupID) {
            row.virtualGroupID = Int32(
                truncatingIfNeeded: event.integer(ExecPlace.virtualGroupID))
        }
        if event.has(ExecPlace.loginUID) {
            row.loginUID = UInt32(truncatingIfNeeded: event.integer(ExecPlace.loginUID))
        }
        if event.has(ExecPlace.groupID) {
            row.groupID = Int32(truncatingIfNeeded: event.integer(ExecPlace.groupID))
        }
        let flags = event.integer(ExecPlace.flags)
        row.isExeWritable = flags & 1 != 0
        row.isExeUpperLayer = isProven ? event.exec.isUpperLayer : flags & 2 != 0
        row.isExeFromMemfd = isProven ? event.exec.isFromMemfd : flags & 4 != 0
        row.isExeLowerLayer = isProven ? event.exec.isLowerLayer : flags & 8 != 0
        if event.has(ExecPlace.capEffective) {
            row.capInheritable = UInt64(
                bitPattern: event.integer(ExecPlace.capInheritable))
            row.capPermitted = UInt64(bitPattern: event.integer(ExecPlace.capPermitted))
            row.capEffective = UInt64(bitPattern: event.integer(ExecPlace.capEffective))
        }
        row.exeInode = UInt64(bitPattern: event.integer(ExecPlace.inode))
        row.exeChangeTimeNanos = UInt64(bitPattern: event.integer(ExecPlace.changeTime))
        row.exeModifyTimeNanos = UInt64(bitPattern: event.integer(ExecPlace.modifyTime))
        if !event.has(ExecPlace.inode) { row.exeInode = 0 }
        if !event.has(ExecPlace.changeTime) { row.exeChangeTimeNanos = 0 }
        if !event.has(ExecPlace.modifyTime) { row.exeModifyTimeNanos = 0 }
        threads[main.rawValue] = row
        fillMemory(main, event)
    }

    /// Removes the descriptors whose flag says so. Which have it the stream tells for those that
    /// were opened with it or got it by fcntl.
    mutating func closeOnExec(_ main: ThreadSlot) {
        let table = threads[main.rawValue].descriptorTable
        if table == DescriptorTables.none { return }
        let sandbox = threads[main.rawValue].sandbox
        var numbers = InlineArray<64, UInt32>(repeating: 0)
        while true {
            let count = collectDescriptors(in: table, into: &numbers) { $0.isCloseOnExec }
            for index in 0..<count {
                removeDescriptor(numbers[index], from: table, of: sandbox)
            }
            if count < 64 { return }
        }
    }
}
