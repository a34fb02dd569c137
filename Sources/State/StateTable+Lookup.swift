internal import Core

// What Rules ask the table: relatives, descriptors, stamps for caches. Nothing here changes it.
extension StateTable {
    /// Steps that a walk over ancestors may take, whatever the links say.
    package static var ancestorLimit: Int { 256 }

    /// The thread with this id in the root namespace, or none.
    package func thread(id: Int32, in sandbox: SandboxSlot) -> ThreadSlot {
        guard let slot = threadIndex.find(Self.threadKey(id, sandbox)) else { return .none }
        return ThreadSlot(rawValue: slot)
    }

    /// Never 0, whatever the id.
    static func threadKey(_ id: Int32, _ sandbox: SandboxSlot) -> UInt64 {
        UInt64(sandbox.rawValue &+ 1) &<< 32 | UInt64(UInt32(bitPattern: id))
    }

    /// The main thread of a thread's process: itself for that, none when the process is unknown.
    @inlinable package func mainThread(of slot: ThreadSlot) -> ThreadSlot {
        slot.isNone ? .none : self[slot].leader
    }

    /// The row that holds what the process has in common: the main thread's, else the thread's own.
    @inlinable package func commonRow(of slot: ThreadSlot) -> ThreadSlot {
        let leader = self[slot].leader
        return leader.isNone ? slot : leader
    }

    /// The main thread of the parent process, or none.
    ///
    /// A parent known only by its id is looked up and believed when it did not start after the
    /// child, as ids are reused.
    package func parent(of slot: ThreadSlot) -> ThreadSlot {
        if slot.isNone { return .none }
        let main = self[slot].leader.isNone ? slot : self[slot].leader
        let row = self[main]
        if !row.parent.isNone { return row.parent }
        guard row.parentID > 0 else { return .none }
        let found = thread(id: row.parentID, in: row.sandbox)
        if found.isNone || found == main { return .none }
        let start = self[found].cloneTimeNanos
        if start != 0 && row.cloneTimeNanos != 0 && start > row.cloneTimeNanos { return .none }
        let foundMain = self[found].leader
        if foundMain.isNone || foundMain == main { return .none }
        // gVisor names processes: a thread of another one with that id is a stale row.
        if row.isFromSentry && self[foundMain].processID != row.parentID { return .none }
        return foundMain
    }

    /// The ancestor `steps` above the process: 0 is its main thread, 1 the parent; none beyond.
    package func ancestor(of slot: ThreadSlot, _ steps: Int) -> ThreadSlot {
        guard steps >= 0, steps <= Self.ancestorLimit else { return .none }
        var current = mainThread(of: slot)
        var left = steps
        while left > 0 && !current.isNone {
            current = parent(of: current)
            left &-= 1
        }
        return current
    }

    /// The thread whose names `proc.sname` shows: the session's leader outside a PID namespace,
    /// else the last ancestor with the same session; none when there is no match.
    package func sessionLeader(of slot: ThreadSlot) -> ThreadSlot {
        let main = mainThread(of: slot)
        if main.isNone || self[main].sessionID < 0 { return .none }
        let row = self[main]
        if row.virtualThreadID == row.threadID || row.virtualThreadID < 0 {
            // A thread with that id that is not in the session came by the id later.
            let found = thread(id: row.sessionID, in: row.sandbox)
            if !found.isNone && self[found].sessionID == row.sessionID { return found }
        }
        return lastAncestor(of: main) { $0.sessionID == row.sessionID }
    }

    /// The thread whose names `proc.vpgid.name` or `proc.pgid.name` show.
    package func groupLeader(of slot: ThreadSlot, isVirtual: Bool) -> ThreadSlot {
        let main = mainThread(of: slot)
        if main.isNone { return .none }
        let row = self[main]
        let group = isVirtual ? row.virtualGroupID : row.groupID
        if group < 0 { return .none }
        if row.virtualThreadID == row.threadID || !isVirtual {
            let found = thread(id: group, in: row.sandbox)
            if !found.isNone {
                let other = self[found]
                if (isVirtual ? other.virtualGroupID : other.groupID) == group { return found }
            }
        }
        return lastAncestor(of: main) {
            (isVirtual ? $0.virtualGroupID : $0.groupID) == group
        }
    }

    /// Walks up while `matches` holds and gives the last row for which it did.
    private func lastAncestor(
        of main: ThreadSlot, while matches: (ThreadRow) -> Bool
    ) -> ThreadSlot {
        var last = main
        var steps = 0
        while steps < Self.ancestorLimit {
            let next = parent(of: last)
            if next.isNone || !matches(self[next]) { return last }
            last = next
            steps &+= 1
        }
        return last
    }

    /// The row of a descriptor number of the thread's process, or none.
    package func descriptor(_ number: Int64, of slot: ThreadSlot) -> DescriptorSlot {
        guard !slot.isNone, number >= 0, number <= Int64(Int32.max) else { return .none }
        let own = self[slot].descriptorTable
        let table = own != DescriptorTables.none ? own : self[commonRow(of: slot)].descriptorTable
        if table == DescriptorTables.none { return .none }
        let found = tables.find(UInt32(truncatingIfNeeded: number), in: table)
        return found == DescriptorTables.none ? .none : DescriptorSlot(rawValue: found)
    }

    /// The number of descriptors known of the thread's process.
    package func descriptorCount(of slot: ThreadSlot) -> Int {
        if slot.isNone { return 0 }
        let own = self[slot].descriptorTable
        let table = own != DescriptorTables.none ? own : self[commonRow(of: slot)].descriptorTable
        return table == DescriptorTables.none ? 0 : Int(tables.tables[table].count)
    }

    /// Differs whenever a process field of the thread may show another value, its leader's,
    /// ancestors' and session's included, but for the values that `ThreadRow.generation` leaves
    /// out. Results of process atoms may be kept under it, and never need another key.
    @inlinable package func processStamp(of slot: ThreadSlot) -> UInt64 {
        let row = self[slot]
        return UInt64(row.generation) &<< 32 | UInt64(self[row.sandbox].ancestryEpoch)
    }
}
