internal import Core
internal import Events

// Processes that share their working directory and root (CLONE_FS): a ring of main threads, each of
// which has what all have. Threads of one process share by having one row for it.
extension StateTable {
    /// A new process shares the directories of another.
    mutating func shareFileSystem(_ slot: ThreadSlot, with main: ThreadSlot) {
        if main.isNone || main == slot { return }
        leaveFileSystem(slot)
        var next = threads[main.rawValue].nextInFileSystem
        if next.isNone { next = main }
        threads[slot.rawValue].nextInFileSystem = next
        threads[slot.rawValue].previousInFileSystem = main
        threads[main.rawValue].nextInFileSystem = slot
        threads[next.rawValue].previousInFileSystem = slot
    }

    /// The process has directories of its own from now on.
    mutating func leaveFileSystem(_ slot: ThreadSlot) {
        let next = threads[slot.rawValue].nextInFileSystem
        if next.isNone { return }
        let previous = threads[slot.rawValue].previousInFileSystem
        threads[slot.rawValue].nextInFileSystem = .none
        threads[slot.rawValue].previousInFileSystem = .none
        if next == previous {
            // The last one shares with nobody.
            threads[next.rawValue].nextInFileSystem = .none
            threads[next.rawValue].previousInFileSystem = .none
            return
        }
        threads[previous.rawValue].nextInFileSystem = next
        threads[next.rawValue].previousInFileSystem = previous
    }

    /// Gives the directories of a main thread to all that share them. Linear in those, which are
    /// bounded by the sandbox's threads; nearly always there is none.
    mutating func spreadDirectories(of slot: ThreadSlot) {
        var other = threads[slot.rawValue].nextInFileSystem
        while !other.isNone && other != slot {
            let row = threads[slot.rawValue]
            let old = threads[other.rawValue]
            if old.cwd == row.cwd && old.root == row.root && old.isCwdKnown == row.isCwdKnown {
                other = old.nextInFileSystem
                continue
            }
            symbols.release(threads[other.rawValue].cwd)
            symbols.release(threads[other.rawValue].root)
            threads[other.rawValue].cwd = symbols.retain(row.cwd)
            threads[other.rawValue].root = symbols.retain(row.root)
            threads[other.rawValue].isCwdKnown = row.isCwdKnown
            changed(other)
            other = threads[other.rawValue].nextInFileSystem
        }
    }

    /// What a child begins with.
    mutating func copyDirectories(from main: ThreadSlot, to slot: ThreadSlot) {
        if main.isNone { return }
        symbols.release(threads[slot.rawValue].cwd)
        symbols.release(threads[slot.rawValue].root)
        threads[slot.rawValue].cwd = symbols.retain(threads[main.rawValue].cwd)
        threads[slot.rawValue].root = symbols.retain(threads[main.rawValue].root)
        threads[slot.rawValue].isCwdKnown = threads[main.rawValue].isCwdKnown
    }

    /// unshare: descriptors and directories become the process's own. What one of several threads
    /// unshares is that thread's alone: it gets a table of descriptors, unless it is the main
    /// thread, whose table the others use; its context then tells its directory.
    mutating func applyUnshare(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        guard event.integer(0) == 0, event.has(1) else { return }
        let main = mainThread(of: slot)
        if main.isNone { return }
        let flags = UInt32(truncatingIfNeeded: event.integer(1))
        if threads[main.rawValue].threadCount != 1 {
            if flags & CloneFlag.files != 0 { unshareTable(ofThread: slot) }
            return
        }
        if flags & CloneFlag.files != 0 { unshareTable(of: main) }
        // A new mount namespace needs directories of its own (unshare(2)).
        if flags & (CloneFlag.fileSystem | CloneFlag.newMounts) != 0 { leaveFileSystem(main) }
    }
}
