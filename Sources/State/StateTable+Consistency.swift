internal import Core

// What must hold between rows, whatever events came. For tests; cold.
extension StateTable {
    /// Everything in a sandbox that contradicts itself; empty when all is well. Linear in its rows.
    package func inconsistencies(of sandbox: SandboxSlot) -> [String] {
        var found: [String] = []
        var holders: [UInt32: UInt32] = [:]
        var count: UInt32 = 0
        var slot = self[sandbox].oldestThread
        while !slot.isNone && count <= self[sandbox].threadCount {
            let row = self[slot]
            count += 1
            if row.descriptorTable != DescriptorTables.none {
                holders[row.descriptorTable, default: 0] += 1
            }
            if thread(id: row.threadID, in: sandbox) != slot {
                found.append("thread \(row.threadID) is not in the index")
            }
            found += inconsistencies(ofProcess: slot)
            slot = row.newer
        }
        if count != self[sandbox].threadCount {
            found.append("\(count) threads in the list, \(self[sandbox].threadCount) counted")
        }
        for (table, holderCount) in holders where tables.tables[table].sharers != holderCount {
            found.append(
                "table \(table) has \(tables.tables[table].sharers) sharers, \(holderCount) rows")
        }
        return found
    }

    private func inconsistencies(ofProcess slot: ThreadSlot) -> [String] {
        var found: [String] = []
        let row = self[slot]
        if !row.leader.isNone && self[row.leader].leader != row.leader {
            found.append("thread \(row.threadID) has a leader that is none")
        }
        if !row.parent.isNone {
            if row.leader != slot { found.append("thread \(row.threadID) has a parent") }
            if self[row.parent].leader != row.parent {
                found.append("parent of \(row.threadID) leads no process")
            }
        }
        if !row.nextInFileSystem.isNone {
            let next = self[row.nextInFileSystem]
            if row.leader != slot { found.append("thread \(row.threadID) shares directories") }
            if next.previousInFileSystem != slot || next.sandbox != row.sandbox
                || next.cwd != row.cwd || next.root != row.root
            {
                found.append("directories of \(row.threadID) and \(next.threadID) are not one")
            }
        }
        if row.leader == slot {
            var other = row.nextThread
            var steps = 0
            while !other.isNone && steps < limits.threadsPerSandbox {
                if self[other].leader != slot {
                    found.append("thread \(self[other].threadID) in a foreign list")
                    break
                }
                other = self[other].nextThread
                steps += 1
            }
            var child = row.firstChild
            steps = 0
            while !child.isNone && steps < limits.threadsPerSandbox {
                if self[child].parent != slot {
                    found.append("child \(self[child].threadID) in a foreign list")
                    break
                }
                child = self[child].nextSibling
                steps += 1
            }
        } else if !row.firstChild.isNone {
            found.append("thread \(row.threadID) has children")
        }
        return found
    }
}
