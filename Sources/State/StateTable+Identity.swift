internal import Core
internal import Events

// Which row an event belongs to: ids are reused, threads take over their leader's id, and some
// threads are first seen by what they do.
extension StateTable {
    /// So many events of an older start in a row and the older one is believed: the clock went
    /// back.
    static var lateEventLimit: UInt8 { 16 }

    /// The thread of an event, made when it is not known and `creates`; what the table has wrong
    /// about its identity is set right. None for events of threads that are gone already.
    ///
    /// PERF: what every event runs takes it by address (`inout`) although nothing is changed: a
    /// borrowed event is copied for each call, 1.1 KB each time.
    mutating func locate(
        _ event: inout SyscallEvent, in sandbox: SandboxSlot, creates: Bool
    ) -> ThreadSlot {
        let found = thread(id: event.threadID, in: sandbox)
        if !found.isNone {
            switch compareStart(of: found, event.task.startTimeNanos) {
            case .same: return found
            case .late: return .none
            case .reused: break
            }
        }
        if !creates { return .none }
        if event.task.isPresent {
            return makeFirstSeen(event.threadID, event.task, in: sandbox)
        }
        return event.threadID < 0 ? .none : makeSynthetic(event, in: sandbox)
    }

    private enum StartComparison { case same, late, reused }

    /// Compares the start that the event's context tells with the row's. On `reused` the row and
    /// what hung on it are gone.
    private mutating func compareStart(
        of slot: ThreadSlot, _ start: UInt64
    ) -> StartComparison {
        let known = threads[slot.rawValue].cloneTimeNanos
        if start == 0 || known == start {
            threads[slot.rawValue].lateEventCount = 0
            return .same
        }
        if known == 0 || !threads[slot.rawValue].isFromSentry {
            threads[slot.rawValue].cloneTimeNanos = start
            changed(slot)
            return .same
        }
        let sandbox = threads[slot.rawValue].sandbox
        if start < known {
            count(.lateEvents, in: sandbox)
            threads[slot.rawValue].lateEventCount &+= 1
            if threads[slot.rawValue].lateEventCount < Self.lateEventLimit { return .late }
        }
        removeReused(slot, since: start)
        return .reused
    }

    /// The id of a row has belonged to somebody else since `start`, and the exit was lost. Children
    /// that started later are the new owner's.
    mutating func removeReused(_ slot: ThreadSlot, since start: UInt64) {
        count(.idsReused, in: threads[slot.rawValue].sandbox)
        if threads[slot.rawValue].leader == slot && start > 0 {
            var child = threads[slot.rawValue].firstChild
            while !child.isNone {
                let next = threads[child.rawValue].nextSibling
                if threads[child.rawValue].cloneTimeNanos >= start { loosenParent(of: child) }
                child = next
            }
        }
        removeThread(slot, reaper: reaper(for: slot))
    }

    /// The thread that made a child, as the child's clone event tells it.
    mutating func locateCaller(
        _ event: borrowing SyscallEvent, in sandbox: SandboxSlot
    ) -> ThreadSlot {
        var task = event.task
        let id = task.callerThreadID
        if id <= 0 { return .none }
        var slot = thread(id: id, in: sandbox)
        if !slot.isNone {
            switch compareStart(of: slot, task.callerStartTimeNanos) {
            case .same: break
            case .late: return .none
            case .reused: slot = .none
            }
        }
        task.startTimeNanos = task.callerStartTimeNanos
        task.processStartTimeNanos = task.callerProcessStartTimeNanos
        task.processID = task.callerProcessID
        task.parentProcessID = task.callerParentProcessID
        if slot.isNone { slot = makeFirstSeen(id, task, in: sandbox) }
        applyingThread = slot
        if !slot.isNone { observe(task, code: event.code.rawValue, of: slot) }
        return slot
    }

    /// Who gets the children of a process that ends: its container's first process. None when that
    /// is not known, and for that process itself.
    func reaper(for slot: ThreadSlot) -> ThreadSlot {
        let row = self[slot]
        if row.container.isNone { return .none }
        let initThread = containers[row.container.rawValue].initThread
        return initThread == row.leader ? .none : initThread
    }

    /// Falco's entry for an event of an unknown thread without context.
    private mutating func makeSynthetic(
        _ event: borrowing SyscallEvent, in sandbox: SandboxSlot
    ) -> ThreadSlot {
        var row = unknownRow(id: event.threadID, in: sandbox)
        row.isSynthetic = true
        return insertThread(row)
    }

    /// A row about which nothing is known; holds its text.
    mutating func unknownRow(id: Int32, in sandbox: SandboxSlot) -> ThreadRow {
        var row = ThreadRow()
        row.threadID = id
        row.sandbox = sandbox
        row.comm = symbols.retain(unknownText)
        row.exe = symbols.retain(unknownText)
        row.cwd = symbols.retain(unknownDirectory)
        return row
    }

    /// A thread that nothing announced (`runsc exec`, attach in the middle, lost clone), with all
    /// that its context tells.
    private mutating func makeFirstSeen(
        _ id: Int32, _ task: TaskContext, in sandbox: SandboxSlot
    ) -> ThreadSlot {
        var row = unknownRow(id: id, in: sandbox)
        row.isFromSentry = true
        row.isSynthetic = task.processName.isEmpty
        row.cloneTimeNanos = task.startTimeNanos
        row.isExecSession = task.isExecSession
        row.container = container(task.containerID, in: sandbox)
        let leader = leaderOfFirstSeen(id, task, in: sandbox)
        if task.processID > 0 {
            row.processID = task.processID
            // Keeps the process from being evicted for its own thread.
            row.leader = leader
        }
        let slot = insertThread(row)
        if slot.isNone { return .none }
        count(.threadsFirstSeen, in: sandbox)
        if task.processID == id {
            beLeader(slot)
            adoptParent(task.parentProcessID, of: slot)
        } else if task.processID > 0 && !leader.isNone {
            joinProcess(slot, of: leader)
        } else {
            threads[slot.rawValue].leader = .none
        }
        setRootIDs(of: slot)
        bumpEpoch(of: sandbox)
        return slot
    }

    /// The main thread of a first-seen thread's process, made as an unknown one when missing.
    mutating func leaderOfFirstSeen(
        _ id: Int32, _ task: TaskContext, in sandbox: SandboxSlot
    ) -> ThreadSlot {
        guard task.processID > 0, task.processID != id else { return .none }
        let found = thread(id: task.processID, in: sandbox)
        if !found.isNone {
            let known = threads[found.rawValue].cloneTimeNanos
            let start = task.processStartTimeNanos
            if start == 0 || known == 0 || start == known {
                return threads[found.rawValue].leader == found ? found : .none
            }
            if start < known { return .none }
            removeReused(found, since: start)
        }
        var row = unknownRow(id: task.processID, in: sandbox)
        row.isFromSentry = true
        row.isSynthetic = true
        row.processID = task.processID
        row.cloneTimeNanos = task.processStartTimeNanos
        row.container = container(task.containerID, in: sandbox)
        row.isExecSession = task.isExecSession
        let slot = insertThread(row)
        if slot.isNone { return .none }
        beLeader(slot)
        adoptParent(task.parentProcessID, of: slot)
        setRootIDs(of: slot)
        return slot
    }

    /// Hangs a process below the parent with this id, or remembers the id when it is not known.
    mutating func adoptParent(_ parentID: Int32, of slot: ThreadSlot) {
        guard parentID > 0 else { return }
        let row = threads[slot.rawValue]
        let found = mainThread(of: thread(id: parentID, in: row.sandbox))
        threads[slot.rawValue].parentID = parentID
        // gVisor names processes: a thread of another one with that id is a stale row.
        let isNamed =
            !found.isNone
            && (threads[found.rawValue].processID == parentID || !row.isFromSentry)
        guard isNamed, isOldEnough(found, for: slot), !isAncestor(slot, of: found)
        else {
            sandboxes[row.sandbox.rawValue].hasLooseParents = true
            return
        }
        setParent(found, of: slot)
    }

    /// A parent never started after its child: else its id belongs to somebody else by now.
    func isOldEnough(_ parent: ThreadSlot, for child: ThreadSlot) -> Bool {
        let start = self[parent].cloneTimeNanos
        let childStart = self[child].cloneTimeNanos
        return start == 0 || childStart == 0 || start <= childStart
    }
}
