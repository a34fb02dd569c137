internal import Core
internal import Events

// Threads that are announced: clone, fork, vfork, clone3, and the first process of a container.
extension StateTable {
    /// Without context, an entry younger than this is kept when its clone event comes late.
    static var youngNanos: UInt64 { 2_000_000_000 }

    mutating func applyClone(
        _ event: inout SyscallEvent, in sandbox: SandboxSlot, _ binding: inout EventBinding
    ) {
        let result = event.integer(ClonePlace.result)
        let hasResult = event.has(ClonePlace.result)
        if hasResult && result == 0 {
            binding.thread = applyChild(&event, in: sandbox)
            return
        }
        let slot = locate(&event, in: sandbox, creates: event.task.isPresent)
        binding.thread = slot
        if slot.isNone { return }
        begin(&event, of: slot)
        if result <= 0 { return }
        if event.task.isPresent {
            learnNamespace(result, of: slot)
        } else {
            makeChildOfCaller(event, result, of: slot)
        }
    }

    /// The clone as its child sees it.
    private mutating func applyChild(
        _ event: inout SyscallEvent, in sandbox: SandboxSlot
    ) -> ThreadSlot {
        let id = event.threadID
        let found = thread(id: id, in: sandbox)
        if !found.isNone {
            if isSameChild(found, event) {
                if event.task.isPresent { completeChild(found, event, in: sandbox) }
                return found
            }
            let start = event.task.startTimeNanos
            if start > 0 && start < self[found].cloneTimeNanos {
                // An old clone that arrives after its child's id has a new owner.
                count(.lateEvents, in: sandbox)
                return .none
            }
            if event.task.isPresent {
                removeReused(found, since: start)
            } else {
                removeThread(found, reaper: .none)
            }
        }
        let caller = event.task.isPresent ? locateCaller(event, in: sandbox) : .none
        // A caller with its own child's id is nonsense; one row per id there must be all the same.
        if !thread(id: id, in: sandbox).isNone { return .none }
        let slot = makeChild(event, caller, in: sandbox)
        if !slot.isNone {
            count(.threadsAnnounced, in: sandbox)
            begin(&event, of: slot)
        }
        return slot
    }

    /// The row was made for this very child: by its own first event, or by its caller's.
    private func isSameChild(_ slot: ThreadSlot, _ event: borrowing SyscallEvent) -> Bool {
        let row = self[slot]
        let start = event.task.startTimeNanos
        let isPresent = event.task.isPresent
        if isPresent && start != 0 && row.cloneTimeNanos != 0 && row.isFromSentry {
            return start == row.cloneTimeNanos
        }
        if row.isSynthetic && !isPresent { return false }
        let age =
            event.timeNanos
            &- (row.cloneTimeNanos == 0
                ? row.lastEventTimeNanos : row.cloneTimeNanos)
        return !row.isDead && age < Self.youngNanos
    }

    /// The child's own first message overtook its clone: the row gets what it could not know.
    private mutating func completeChild(
        _ slot: ThreadSlot, _ event: borrowing SyscallEvent, in sandbox: SandboxSlot
    ) {
        let caller = locateCaller(event, in: sandbox)
        // Finding the caller may have changed what is in the table.
        guard !caller.isNone, thread(id: event.threadID, in: sandbox) == slot else { return }
        let row = self[slot]
        if row.leader != slot || row.lastExecTimeNanos != 0 { return }
        let main = mainThread(of: caller)
        // No thread makes its own leader.
        if main == slot { return }
        let parentID = Self.parentID(of: event)
        if row.parent.isNone && !main.isNone && self[main].processID == parentID
            && !isAncestor(slot, of: main)
        {
            setParent(main, of: slot)
        }
        copyImage(from: caller, to: slot)
        if row.descriptorTable == DescriptorTables.none {
            inheritDescriptors(event, from: caller, to: slot)
            inheritFileSystem(event, from: main, to: slot)
            // What the child has already told of itself is newer than its clone.
            if !row.isCwdKnown { copyDirectories(from: main, to: slot) }
        }
        inheritIDs(from: caller, to: slot)
        if row.uid != .max { threads[slot.rawValue].uid = row.uid }
        if row.gid != .max { threads[slot.rawValue].gid = row.gid }
        changed(slot)
    }

    static func parentID(of event: borrowing SyscallEvent) -> Int32 {
        Int32(truncatingIfNeeded: event.integer(ClonePlace.parentID))
    }

    /// A new row for the child.
    private mutating func makeChild(
        _ event: borrowing SyscallEvent, _ caller: ThreadSlot, in sandbox: SandboxSlot
    ) -> ThreadSlot {
        let id = event.threadID
        let said = event.integer(ClonePlace.processID)
        let isSaid = event.has(ClonePlace.processID)
        let processID = isSaid && said > 0 ? Int32(truncatingIfNeeded: said) : id
        let isThread = processID != id
        let parentID = Self.parentID(of: event)
        var leader = ThreadSlot.none
        let isPresent = event.task.isPresent
        if isThread {
            leader =
                isPresent
                ? leaderOfFirstSeen(id, event.task, in: sandbox)
                : mainThread(of: thread(id: processID, in: sandbox))
            if !leader.isNone && threads[leader.rawValue].processID != processID { leader = .none }
        }
        let hasParent = event.has(ClonePlace.parentID)
        let isFirst = isPresent && !isThread && hasParent && (parentID <= 0 || parentID == id)
        var source = caller
        if source.isNone {
            source = isThread ? leader : (isFirst ? .none : thread(id: parentID, in: sandbox))
        }
        applyingThread = source
        var row = ThreadRow()
        row.threadID = id
        row.processID = processID
        row.sandbox = sandbox
        row.leader = leader
        row.isFromSentry = event.task.isPresent
        row.cloneTimeNanos =
            event.task.startTimeNanos > 0
            ? event.task.startTimeNanos : event.timeNanos
        row.container = container(event.task.containerID, in: sandbox)
        if row.container.isNone && !source.isNone { row.container = self[source].container }
        row.flags = UInt32(truncatingIfNeeded: event.integer(ClonePlace.flags))
        let slot = insertThread(row)
        if slot.isNone { return .none }
        if isThread && !leader.isNone {
            joinProcess(slot, of: leader)
            let sharing = row.flags & (CloneFlag.thread | CloneFlag.files)
            if isPresent && sharing == CloneFlag.thread {
                threads[slot.rawValue].descriptorTable =
                    forkDescriptorTable(descriptorTable(of: leader))
            }
        } else if isThread {
            threads[slot.rawValue].leader = .none
        } else {
            beLeader(slot)
        }
        fillChild(slot, event, from: source, isFirst: isFirst)
        return slot
    }

    /// The first process of a container has no parent and leads its own session.
    mutating func beContainerInit(_ slot: ThreadSlot) {
        let row = threads[slot.rawValue]
        threads[slot.rawValue].parentID = 0
        threads[slot.rawValue].isContainerInit = true
        threads[slot.rawValue].sessionID = row.threadID
        threads[slot.rawValue].groupID = row.threadID
        threads[slot.rawValue].namespaceStartNanos = row.cloneTimeNanos
        guard !row.container.isNone else { return }
        containers[row.container.rawValue].initThread = slot
        containers[row.container.rawValue].startTimeNanos = row.cloneTimeNanos
        containers[row.container.rawValue].generation = nextGeneration()
        if row.threadID == 1 {
            containers[row.container.rawValue].namespace = .root
            sandboxes[row.sandbox.rawValue].rootContainer = row.container
        }
    }

    /// The result of a clone is the child's id in its caller's own PID namespace. When the child is
    /// known, that tells whether the namespace is the root's, and else the child's id in it. After
    /// a loss the result may be another child's.
    private mutating func learnNamespace(_ result: Int64, of slot: ThreadSlot) {
        let main = mainThread(of: slot)
        if main.isNone { return }
        let childID = threads[slot.rawValue].lastChildID
        threads[slot.rawValue].lastChildID = 0
        let row = threads[main.rawValue]
        guard childID > 0, !row.container.isNone,
            threads[slot.rawValue].lastChildLossEpoch == sandboxes[row.sandbox.rawValue].lossEpoch
        else { return }
        let child = thread(id: childID, in: row.sandbox)
        if child.isNone || child == main { return }
        let isThread = threads[child.rawValue].leader == main
        guard isThread || threads[child.rawValue].parent == main,
            threads[child.rawValue].flags & CloneFlag.newPID == 0
        else { return }
        let container = row.container.rawValue
        if containers[container].namespace == .unknown {
            let isRoot = result == Int64(childID)
            containers[container].namespace = isRoot ? .root : .own
            let initThread = containers[container].initThread
            if !initThread.isNone && !isRoot {
                setVirtualID(1, of: initThread)
                threads[initThread.rawValue].virtualGroupID = 1
            }
            if isRoot {
                setRootIDs(of: main)
                changed(main)
            }
        }
        let id = Int32(truncatingIfNeeded: result)
        if !isThread { return setVirtualID(id, of: child) }
        if threads[child.rawValue].virtualThreadID == id { return }
        threads[child.rawValue].virtualThreadID = id
        changed(child)
    }

    /// A main thread's id in its namespace.
    mutating func setVirtualID(_ id: Int32, of main: ThreadSlot) {
        if threads[main.rawValue].virtualProcessID == id { return }
        threads[main.rawValue].virtualThreadID = id
        threads[main.rawValue].virtualProcessID = id
        changed(main)
        if threads[main.rawValue].threadCount > 1 {
            var other = threads[main.rawValue].nextThread
            while !other.isNone {
                threads[other.rawValue].virtualProcessID = id
                other = threads[other.rawValue].nextThread
            }
        }
    }

    /// Falco's way without context: the caller's event makes the child, unless the caller lives in
    /// a PID namespace, where the result is no id of the root's.
    private mutating func makeChildOfCaller(
        _ event: borrowing SyscallEvent, _ result: Int64, of caller: ThreadSlot
    ) {
        let flags = UInt32(truncatingIfNeeded: event.integer(ClonePlace.flags))
        let virtualID = event.integer(ClonePlace.virtualThreadID)
        let ownID = event.integer(ClonePlace.threadID)
        let hasVirtualID = event.has(ClonePlace.virtualThreadID)
        let isElsewhere = hasVirtualID && virtualID != ownID
        guard event.code.rawValue != Code.vfork, flags & CloneFlag.childInNamespace == 0,
            !isElsewhere, result <= Int64(Int32.max)
        else { return }
        // Kept for this, as events are made with memory of their own.
        guard var child = spareEvent.take() else { return }
        child.copy(from: event)
        child.threadID = Int32(truncatingIfNeeded: result)
        child.set(ClonePlace.threadID, integer: result)
        child.set(ClonePlace.virtualThreadID, integer: result)
        if flags & CloneFlag.thread == 0 {
            child.set(ClonePlace.processID, integer: result)
            child.set(ClonePlace.virtualProcessID, integer: result)
            child.set(ClonePlace.parentID, integer: Int64(self[caller].threadID))
        }
        makeUnlessThere(child, of: caller)
        spareEvent = consume child
    }

    private mutating func makeUnlessThere(
        _ child: borrowing SyscallEvent, of caller: ThreadSlot
    ) {
        let sandbox = threads[caller.rawValue].sandbox
        let found = thread(id: child.threadID, in: sandbox)
        if !found.isNone {
            if isSameChild(found, child) { return }
            removeThread(found, reaper: .none)
        }
        _ = makeChild(child, .none, in: sandbox)
        applyingThread = caller
    }
}
