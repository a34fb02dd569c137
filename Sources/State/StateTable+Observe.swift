internal import Core
internal import Events

// What an event's context says beyond the ids of its thread.
extension StateTable {
    /// Sets right what the table has otherwise than the event's context.
    mutating func observe(_ task: TaskContext, code: UInt16, of slot: ThreadSlot) {
        threads[slot.rawValue].isFromSentry = true
        if threads[slot.rawValue].isExecUntold && code != Code.execve && code != Code.execveat {
            settleUntoldExec(of: slot)
        }
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
            let wasSynthetic =
                threads[slot.rawValue].isSynthetic || threads[slot.rawValue].comm == unknownText
            threads[slot.rawValue].isSynthetic = false
            let isRenamed = setName(task.processName, of: slot) && !wasSynthetic
            if isRenamed { count(.namesCorrected, in: sandbox) }
            if threads[slot.rawValue].execArgumentsHash != 0 {
                settleUnprovenExec(of: slot, isRenamed: isRenamed)
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
    func isExec(_ code: UInt16, _ slot: ThreadSlot) -> Bool {
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
