internal import Core
internal import Events

// The end of threads and processes.
extension StateTable {
    /// Marks the thread dead; `finish` removes it. An unknown thread that exits stays unknown.
    mutating func applyExit(
        _ event: inout SyscallEvent, in sandbox: SandboxSlot, _ binding: inout EventBinding
    ) {
        let slot = locate(&event, in: sandbox, creates: false)
        binding.thread = slot
        let takesOver = slot.isNone ? false : threads[slot.rawValue].awaitsTakeover
        if !takesOver { ended.note(event.threadID, event.task.startTimeNanos, in: sandbox) }
        if slot.isNone { return }
        applyingThread = slot
        threads[slot.rawValue].lastEventTimeNanos = event.timeNanos
        if threads[slot.rawValue].awaitsTakeover {
            // The old leader goes; its id and row pass to the thread that has run another image.
            threads[slot.rawValue].awaitsTakeover = false
            count(.leadersTakenOver, in: sandbox)
            return
        }
        markDead(slot)
        count(.threadsExited, in: sandbox)
    }

    mutating func markDead(_ slot: ThreadSlot) {
        if threads[slot.rawValue].isDead { return }
        threads[slot.rawValue].isDead = true
        let main = threads[slot.rawValue].leader
        if !main.isNone && threads[main.rawValue].threadCount > 0
            && !threads[slot.rawValue].isDying
        {
            threads[main.rawValue].threadCount &-= 1
        }
    }

    /// Removes the thread that exited, and the process with its last thread.
    mutating func finishExit(_ event: borrowing SyscallEvent, _ binding: EventBinding) {
        let slot = binding.thread
        guard threads[slot.rawValue].isDead else { return }
        let main = threads[slot.rawValue].leader
        if main.isNone {
            removeThread(slot)
            return
        }
        let reaper = chooseReaper(event, for: main)
        if slot != main { removeThread(slot) }
        if !threads[main.rawValue].isDead { return }
        // A leader's row waits for the last thread of its process.
        if threads[main.rawValue].nextThread.isNone { removeProcess(main, reaper: reaper) }
    }

    /// Who gets the children: the thread that the event names when it lives, else the first process
    /// of the container, else, without context, thread 1.
    private func chooseReaper(
        _ event: borrowing SyscallEvent, for main: ThreadSlot
    ) -> ThreadSlot {
        let row = self[main]
        let named = event.has(4) ? event.integer(4) : 0
        if named > 0 && named <= Int64(Int32.max) {
            let found = thread(id: Int32(truncatingIfNeeded: named), in: row.sandbox)
            let leader = mainThread(of: found)
            if !leader.isNone && leader != main && !self[leader].isDead { return leader }
        }
        if event.task.isPresent { return reaper(for: main) }
        let first = thread(id: 1, in: row.sandbox)
        let leader = mainThread(of: first)
        return leader == main ? .none : leader
    }
}
