internal import Core

// Rows of threads: making, linking and removing them.
extension StateTable {
    /// Puts a row in, links it to its sandbox and its process, and makes room when the sandbox has
    /// as many as it may. The row's text must be held already; on failure it is given back.
    mutating func insertThread(_ row: ThreadRow) -> ThreadSlot {
        let sandbox = row.sandbox
        if Int(sandboxes[sandbox.rawValue].threadCount) >= limits.threadsPerSandbox {
            evictThread(in: sandbox, sparing: row.leader)
        }
        guard Int(sandboxes[sandbox.rawValue].threadCount) < limits.threadsPerSandbox else {
            return refuseThread(row)
        }
        var made = threads.insert(row)
        if made == nil && evictThread(in: sandbox, sparing: row.leader) {
            made = threads.insert(row)
        }
        guard let made else { return refuseThread(row) }
        let slot = ThreadSlot(rawValue: made)
        guard threadIndex.set(Self.threadKey(row.threadID, sandbox), made) else {
            threads.remove(made)
            return refuseThread(row)
        }
        threads[made].generation = nextGeneration()
        threads[made].isTouched = true
        appendToSandbox(slot)
        return slot
    }

    private mutating func refuseThread(_ row: ThreadRow) -> ThreadSlot {
        releaseText(of: row)
        count(.threadsRefused, in: row.sandbox)
        return .none
    }

    /// Gives back every symbol that a row holds.
    mutating func releaseText(of row: ThreadRow) {
        symbols.release(row.comm)
        symbols.release(row.exe)
        symbols.release(row.exePath)
        symbols.release(row.arguments)
        symbols.release(row.environment)
        symbols.release(row.cwd)
        symbols.release(row.root)
        symbols.release(row.cgroups)
        symbols.release(row.enterName)
        symbols.release(row.execPath)
        symbols.release(row.execExe)
        symbols.release(row.execArguments)
    }

    /// Makes `slot` the main thread of its own process.
    mutating func beLeader(_ slot: ThreadSlot) {
        threads[slot.rawValue].leader = slot
        threads[slot.rawValue].threadCount = threads[slot.rawValue].isDead ? 0 : 1
    }

    /// Makes `slot` a further thread of `leader`'s process.
    mutating func joinProcess(_ slot: ThreadSlot, of leader: ThreadSlot) {
        let next = threads[leader.rawValue].nextThread
        threads[slot.rawValue].leader = leader
        threads[slot.rawValue].nextThread = next
        threads[slot.rawValue].previousThread = leader
        if !next.isNone { threads[next.rawValue].previousThread = slot }
        threads[leader.rawValue].nextThread = slot
        if !threads[slot.rawValue].isDead { threads[leader.rawValue].threadCount &+= 1 }
    }

    mutating func leaveProcess(_ slot: ThreadSlot) {
        let row = threads[slot.rawValue]
        if row.leader.isNone || row.leader == slot { return }
        threads[row.previousThread.rawValue].nextThread = row.nextThread
        if !row.nextThread.isNone {
            threads[row.nextThread.rawValue].previousThread = row.previousThread
        }
        if !row.isDead && !row.isDying && threads[row.leader.rawValue].threadCount > 0 {
            threads[row.leader.rawValue].threadCount &-= 1
        }
        threads[slot.rawValue].leader = .none
        threads[slot.rawValue].nextThread = .none
        threads[slot.rawValue].previousThread = .none
    }

    /// Hangs a process below another; both are main threads.
    mutating func setParent(_ parent: ThreadSlot, of child: ThreadSlot) {
        leaveParent(child)
        if parent.isNone || parent == child { return }
        let first = threads[parent.rawValue].firstChild
        threads[child.rawValue].parent = parent
        threads[child.rawValue].parentID = threads[parent.rawValue].processID
        threads[child.rawValue].nextSibling = first
        threads[child.rawValue].previousSibling = .none
        if !first.isNone { threads[first.rawValue].previousSibling = child }
        threads[parent.rawValue].firstChild = child
    }

    mutating func leaveParent(_ child: ThreadSlot) {
        let row = threads[child.rawValue]
        if row.parent.isNone { return }
        if row.previousSibling.isNone {
            threads[row.parent.rawValue].firstChild = row.nextSibling
        } else {
            threads[row.previousSibling.rawValue].nextSibling = row.nextSibling
        }
        if !row.nextSibling.isNone {
            threads[row.nextSibling.rawValue].previousSibling = row.previousSibling
        }
        threads[child.rawValue].parent = .none
        threads[child.rawValue].nextSibling = .none
        threads[child.rawValue].previousSibling = .none
    }

    /// Removes one thread; a main thread takes its whole process along.
    mutating func removeThread(_ slot: ThreadSlot, reaper: ThreadSlot = .none) {
        if threads[slot.rawValue].leader == slot {
            removeProcess(slot, reaper: reaper)
        } else {
            leaveProcess(slot)
            removeRow(slot)
        }
    }

    /// Removes a process with all its threads; its children go to `reaper`.
    mutating func removeProcess(_ leader: ThreadSlot, reaper: ThreadSlot) {
        while !threads[leader.rawValue].nextThread.isNone {
            let other = threads[leader.rawValue].nextThread
            count(.threadsVanished, in: threads[leader.rawValue].sandbox)
            leaveProcess(other)
            removeRow(other)
        }
        moveChildren(of: leader, to: reaper == leader ? .none : reaper)
        leaveParent(leader)
        threads[leader.rawValue].leader = .none
        removeRow(leader)
    }

    /// Empties a main thread's row of all that it has as a process: threads, children, parent.
    mutating func detachProcess(_ leader: ThreadSlot) {
        while !threads[leader.rawValue].nextThread.isNone {
            let other = threads[leader.rawValue].nextThread
            leaveProcess(other)
            threads[other.rawValue].processID = -1
        }
        moveChildren(of: leader, to: .none)
        leaveParent(leader)
        leaveFileSystem(leader)
        threads[leader.rawValue].leader = .none
        threads[leader.rawValue].threadCount = 0
        threads[leader.rawValue].parentID = -1
    }

    /// Gives a process's children to another, or to nobody: they then have no parent.
    mutating func moveChildren(of leader: ThreadSlot, to reaper: ThreadSlot) {
        if threads[leader.rawValue].firstChild.isNone { return }
        bumpEpoch(of: threads[leader.rawValue].sandbox)
        while !threads[leader.rawValue].firstChild.isNone {
            let child = threads[leader.rawValue].firstChild
            if isAncestor(child, of: reaper) {
                leaveParent(child)
                threads[child.rawValue].parentID = -1
            } else {
                leaveParent(child)
                threads[child.rawValue].parentID = reaper.isNone ? -1 : self[reaper].processID
                setParent(reaper, of: child)
            }
        }
    }

    /// Guards against a circle of parents, which a hostile stream could ask for.
    func isAncestor(_ candidate: ThreadSlot, of slot: ThreadSlot) -> Bool {
        var current = slot
        var steps = 0
        while !current.isNone && steps < Self.ancestorLimit {
            if current == candidate { return true }
            current = self[current].parent
            steps &+= 1
        }
        return !current.isNone
    }

    private mutating func removeRow(_ slot: ThreadSlot) {
        let row = threads[slot.rawValue]
        let key = Self.threadKey(row.threadID, row.sandbox)
        if threadIndex.find(key) == slot.rawValue { threadIndex.remove(key) }
        leaveFileSystem(slot)
        releaseDescriptorTable(row.descriptorTable, in: row.sandbox)
        // Nobody who remembers the row takes it for the same.
        threads[slot.rawValue].generation = nextGeneration()
        threads[slot.rawValue].isEnterTextKept = false
        releaseText(of: row)
        if !row.container.isNone && containers[row.container.rawValue].initThread == slot {
            containers[row.container.rawValue].initThread = .none
        }
        removeFromSandbox(slot)
        threads.remove(slot.rawValue)
    }

    // MARK: - What others see

    /// Gives a thread's row a new generation, and the sandbox a new epoch when other threads show
    /// values of this one: children, threads of the process, members of its session or group.
    mutating func changed(_ slot: ThreadSlot) {
        let generation = nextGeneration()
        threads[slot.rawValue].generation = generation
        let row = threads[slot.rawValue]
        if !row.firstChild.isNone || !row.nextThread.isNone || row.sessionID == row.threadID
            || row.groupID == row.threadID || sandboxes[row.sandbox.rawValue].hasLooseParents
        {
            bumpEpoch(of: row.sandbox)
        }
    }

    /// All process stamps of the sandbox change.
    mutating func bumpEpoch(of sandbox: SandboxSlot) {
        sandboxes[sandbox.rawValue].ancestryEpoch &+= 1
    }
}
