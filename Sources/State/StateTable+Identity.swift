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

    // MARK: - What the context says beyond the ids

    /// Sets right what the table has otherwise than the event's context.
    mutating func observe(_ task: TaskContext, code: UInt16, of slot: ThreadSlot) {
        threads[slot.rawValue].isFromSentry = true
        observeProcess(task, of: slot)
        let sandbox = threads[slot.rawValue].sandbox
        observeContainer(task.containerID, of: slot)
        if task.hasCredentials
            && (threads[slot.rawValue].uid != task.effectiveUID
                || threads[slot.rawValue].gid != task.effectiveGID)
        {
            if threads[slot.rawValue].uid != .max && !Self.isCredentialCode(code) {
                count(.credentialsCorrected, in: sandbox)
            }
            threads[slot.rawValue].uid = task.effectiveUID
            threads[slot.rawValue].gid = task.effectiveGID
            changed(slot)
        }
        let isOldName = isExec(code, slot)
        if !task.processName.isEmpty && !isOldName {
            let wasSynthetic = threads[slot.rawValue].isSynthetic
            threads[slot.rawValue].isSynthetic = false
            if setName(task.processName, of: slot) && !wasSynthetic {
                count(.namesCorrected, in: sandbox)
            }
        }
        if !task.cwd.isEmpty {
            let common = commonRow(of: slot)
            let wasKnown = threads[common.rawValue].isCwdKnown
            let changes = code == Code.chdir || code == Code.fchdir
            if setDirectory(task.cwd, of: common) && wasKnown && !changes {
                count(.directoriesCorrected, in: sandbox)
            }
        }
        if task.isExecSession && !threads[slot.rawValue].isExecSession {
            threads[slot.rawValue].isExecSession = true
            changed(slot)
        }
    }

    /// The three messages of an exec carry the old image's name.
    private func isExec(_ code: UInt16, _ slot: ThreadSlot) -> Bool {
        switch code {
        case Code.execveEnter, Code.execve, Code.execveatEnter, Code.execveat: true
        case 0, 1: self[slot].awaitsExecExit
        default: false
        }
    }

    private mutating func observeProcess(_ task: TaskContext, of slot: ThreadSlot) {
        let row = threads[slot.rawValue]
        if task.processID > 0 && row.processID != task.processID {
            correctProcess(task, of: slot)
        }
        let main = threads[slot.rawValue].leader
        if main.isNone { return }
        if task.processStartTimeNanos > 0 && threads[main.rawValue].cloneTimeNanos == 0 {
            threads[main.rawValue].cloneTimeNanos = task.processStartTimeNanos
            changed(main)
        }
        if task.parentProcessID > 0 && threads[main.rawValue].parentID != task.parentProcessID {
            if threads[main.rawValue].parentID > 0 {
                count(.parentsCorrected, in: row.sandbox)
            }
            changed(main)
            setParent(.none, of: main)
            adoptParent(task.parentProcessID, of: main)
            bumpEpoch(of: row.sandbox)
        }
    }

    /// The thread belongs to another process than the table says, or to one at all.
    private mutating func correctProcess(_ task: TaskContext, of slot: ThreadSlot) {
        let row = threads[slot.rawValue]
        if row.processID > 0 || !row.leader.isNone {
            count(.processesCorrected, in: row.sandbox)
            // A main thread does not change its process: what hung on the row was somebody else's.
            if row.leader == slot { detachProcess(slot) }
            leaveProcess(slot)
        }
        threads[slot.rawValue].processID = task.processID
        if task.processID == row.threadID {
            beLeader(slot)
        } else {
            let found = thread(id: task.processID, in: row.sandbox)
            if !found.isNone && threads[found.rawValue].leader == found {
                // A table of its own was a guess made before the process was known.
                releaseDescriptorTable(row.descriptorTable, in: row.sandbox)
                threads[slot.rawValue].descriptorTable = DescriptorTables.none
                joinProcess(slot, of: found)
            } else {
                threads[slot.rawValue].leader = .none
            }
        }
        setRootIDs(of: slot)
        changed(slot)
        bumpEpoch(of: row.sandbox)
    }

    /// In the root PID namespace ids inside and outside are the same.
    mutating func setRootIDs(of slot: ThreadSlot) {
        let row = threads[slot.rawValue]
        guard !row.container.isNone,
            containers[row.container.rawValue].namespace == .root
        else { return }
        threads[slot.rawValue].virtualThreadID = row.threadID
        if row.processID > 0 { threads[slot.rawValue].virtualProcessID = row.processID }
    }
}
