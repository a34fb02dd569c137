internal import Core

// The threads of a sandbox by age, of which the oldest make room for new ones.
extension StateTable {
    mutating func appendToSandbox(_ slot: ThreadSlot) {
        let sandbox = threads[slot.rawValue].sandbox
        let newest = sandboxes[sandbox.rawValue].newestThread
        threads[slot.rawValue].older = newest
        threads[slot.rawValue].newer = .none
        if newest.isNone {
            sandboxes[sandbox.rawValue].oldestThread = slot
        } else {
            threads[newest.rawValue].newer = slot
        }
        sandboxes[sandbox.rawValue].newestThread = slot
        sandboxes[sandbox.rawValue].threadCount &+= 1
    }

    mutating func removeFromSandbox(_ slot: ThreadSlot) {
        let row = threads[slot.rawValue]
        let sandbox = row.sandbox
        if row.older.isNone {
            sandboxes[sandbox.rawValue].oldestThread = row.newer
        } else {
            threads[row.older.rawValue].newer = row.newer
        }
        if row.newer.isNone {
            sandboxes[sandbox.rawValue].newestThread = row.older
        } else {
            threads[row.newer.rawValue].older = row.older
        }
        sandboxes[sandbox.rawValue].threadCount &-= 1
    }

    /// Moves a thread to the young end of its sandbox's list.
    mutating func moveToNewest(_ slot: ThreadSlot) {
        removeFromSandbox(slot)
        appendToSandbox(slot)
    }

    /// Removes a thread to make room: of the oldest the first that is dead or was silent since the
    /// scan last passed and has no children; when all of a stretch are busy, the oldest leaf; when
    /// all have children, the oldest. The first process of a container and the process at hand
    /// stay. A main thread takes its process along.
    @discardableResult
    mutating func evictThread(in sandbox: SandboxSlot, sparing spared: ThreadSlot) -> Bool {
        let busy = mainThread(of: applyingThread)
        var steps = 0
        var leaf = ThreadSlot.none
        var any = ThreadSlot.none
        while steps < 64 {
            steps &+= 1
            let slot = sandboxes[sandbox.rawValue].oldestThread
            if slot.isNone { return false }
            let row = threads[slot.rawValue]
            moveToNewest(slot)
            if slot == spared || slot == busy || slot == applyingThread || row.isContainerInit {
                continue
            }
            if any.isNone { any = slot }
            if !row.firstChild.isNone { continue }
            if row.isTouched && !row.isDead {
                threads[slot.rawValue].isTouched = false
                if leaf.isNone { leaf = slot }
                continue
            }
            evict(slot)
            return true
        }
        if leaf.isNone { leaf = any }
        if leaf.isNone { return false }
        evict(leaf)
        return true
    }

    private mutating func evict(_ slot: ThreadSlot) {
        let sandbox = threads[slot.rawValue].sandbox
        count(.threadsEvicted, in: sandbox)
        if threads[slot.rawValue].leader == slot && !threads[slot.rawValue].firstChild.isNone {
            orphanChildren(of: slot)
            sandboxes[sandbox.rawValue].hasLooseParents = true
        }
        removeThread(slot)
    }

    /// Forgets the row of the children's parent but not its id: it lives on unseen.
    private mutating func orphanChildren(of leader: ThreadSlot) {
        bumpEpoch(of: threads[leader.rawValue].sandbox)
        while !threads[leader.rawValue].firstChild.isNone {
            loosenParent(of: threads[leader.rawValue].firstChild)
        }
    }

    /// The parent is known by its id only from now on.
    mutating func loosenParent(of child: ThreadSlot) {
        leaveParent(child)
        sandboxes[threads[child.rawValue].sandbox.rawValue].hasLooseParents = true
        bumpEpoch(of: threads[child.rawValue].sandbox)
    }
}
