internal import Core

// The trees behind the processes' descriptor tables, and the rows that hang on them.
extension StateTable {
    private static var none: UInt32 { DescriptorTables.none }

    /// The table that a thread's descriptor calls work on, or none.
    func descriptorTable(of slot: ThreadSlot) -> UInt32 {
        let own = self[slot].descriptorTable
        return own != Self.none ? own : self[commonRow(of: slot)].descriptorTable
    }

    /// The same, made when there is none; nil when the shard has no more.
    mutating func descriptorTableForWrite(of slot: ThreadSlot) -> UInt32? {
        let found = descriptorTable(of: slot)
        if found != Self.none { return found }
        guard let made = tables.tables.insert(DescriptorTables.Table()) else { return nil }
        threads[commonRow(of: slot).rawValue].descriptorTable = made
        return made
    }

    /// A table that begins as a copy of another, in constant time.
    mutating func forkDescriptorTable(_ table: UInt32) -> UInt32 {
        if table == Self.none { return Self.none }
        var copy = tables.tables[table]
        copy.sharers = 1
        if copy.root != Self.none { tables.nodes[copy.root].references &+= 1 }
        guard let made = tables.tables.insert(copy) else {
            if copy.root != Self.none { tables.nodes[copy.root].references &-= 1 }
            return Self.none
        }
        return made
    }

    /// Gives a process's share in a table back.
    mutating func releaseDescriptorTable(_ table: UInt32, in sandbox: SandboxSlot) {
        if table == Self.none { return }
        tables.tables[table].sharers &-= 1
        if tables.tables[table].sharers > 0 { return }
        emptyDescriptorTable(table, in: sandbox)
        tables.tables.remove(table)
    }

    /// Forgets all descriptors of a table.
    mutating func emptyDescriptorTable(_ table: UInt32, in sandbox: SandboxSlot) {
        let root = tables.tables[table].root
        let height = tables.tables[table].height
        tables.tables[table].root = Self.none
        tables.tables[table].height = 0
        tables.tables[table].count = 0
        if root != Self.none { releaseNode(root, level: height, in: sandbox) }
    }

    /// One reference less; at zero the children go too. At most eight levels deep.
    private mutating func releaseNode(_ node: UInt32, level: UInt32, in sandbox: SandboxSlot) {
        tables.nodes[node].references &-= 1
        if tables.nodes[node].references > 0 { return }
        for index in 0..<16 {
            let child = tables.nodes[node].slots[index]
            if child == Self.none { continue }
            if level > 1 {
                releaseNode(child, level: level - 1, in: sandbox)
            } else {
                releaseDescriptorRow(child)
            }
        }
        tables.nodes.remove(node)
        sandboxes[sandbox.rawValue].nodeCount &-= 1
    }

    /// One table less holds the row; at zero it goes with its text.
    mutating func releaseDescriptorRow(_ row: UInt32) {
        descriptors[row].references &-= 1
        if descriptors[row].references > 0 { return }
        symbols.release(descriptors[row].name)
        symbols.release(descriptors[row].rawName)
        sandboxes[descriptors[row].sandbox.rawValue].descriptorCount &-= 1
        descriptors.remove(row)
    }

    private mutating func makeNode(in sandbox: SandboxSlot) -> UInt32? {
        guard Int(sandboxes[sandbox.rawValue].nodeCount) < limits.descriptorsPerSandbox,
            let node = tables.nodes.insert(DescriptorTables.Node())
        else { return nil }
        sandboxes[sandbox.rawValue].nodeCount &+= 1
        return node
    }

    /// The node itself when only one table has it, else a copy in its place.
    private mutating func uniqueNode(
        _ node: UInt32, level: UInt32, in sandbox: SandboxSlot
    ) -> UInt32? {
        if tables.nodes[node].references == 1 { return node }
        guard let copy = makeNode(in: sandbox) else { return nil }
        for index in 0..<16 {
            let child = tables.nodes[node].slots[index]
            if child == Self.none { continue }
            tables.nodes[copy].slots[index] = child
            if level > 1 {
                tables.nodes[child].references &+= 1
            } else {
                descriptors[child].references &+= 1
            }
        }
        tables.nodes[node].references &-= 1
        return copy
    }

    /// The lowest node on the way to `number`, made where missing and shared with nobody.
    private mutating func leaf(
        for number: UInt32, in table: UInt32, of sandbox: SandboxSlot
    ) -> UInt32? {
        if tables.tables[table].root == Self.none {
            guard let root = makeNode(in: sandbox) else { return nil }
            tables.tables[table].root = root
            tables.tables[table].height = 1
        }
        while tables.tables[table].height < 8
            && number &>> (tables.tables[table].height &* 4) != 0
        {
            guard let root = makeNode(in: sandbox) else { return nil }
            tables.nodes[root].slots[0] = tables.tables[table].root
            tables.tables[table].root = root
            tables.tables[table].height &+= 1
        }
        var level = tables.tables[table].height
        guard var node = uniqueNode(tables.tables[table].root, level: level, in: sandbox)
        else { return nil }
        tables.tables[table].root = node
        while level > 1 {
            level &-= 1
            let index = Int((number &>> (level &* 4)) & 15)
            let child = tables.nodes[node].slots[index]
            let next =
                child == Self.none
                ? makeNode(in: sandbox) : uniqueNode(child, level: level, in: sandbox)
            guard let next else { return nil }
            tables.nodes[node].slots[index] = next
            node = next
        }
        return node
    }

    /// Puts a row that nobody holds yet at `number`, in the place of what was there; false when
    /// there is no room, after which nothing is at `number`. The row belongs to the table either
    /// way only on success.
    mutating func put(
        _ row: UInt32, at number: UInt32, in table: UInt32, of sandbox: SandboxSlot
    ) -> Bool {
        var found = leaf(for: number, in: table, of: sandbox)
        if found == nil {
            // No node to be had: the table's own nodes are given up rather than leave it stale.
            count(.descriptorsEvicted, in: sandbox, UInt64(tables.tables[table].count))
            emptyDescriptorTable(table, in: sandbox)
            found = leaf(for: number, in: table, of: sandbox)
        }
        guard let node = found else { return false }
        let index = Int(number & 15)
        let old = tables.nodes[node].slots[index]
        tables.nodes[node].slots[index] = row
        descriptors[row].references = 1
        if old == Self.none {
            tables.tables[table].count &+= 1
        } else {
            releaseDescriptorRow(old)
        }
        return true
    }

    /// Takes `number` out of the table; what is not there is ignored.
    mutating func removeDescriptor(
        _ number: UInt32, from table: UInt32, of sandbox: SandboxSlot
    ) {
        if table == Self.none || tables.find(number, in: table) == Self.none { return }
        guard let node = leaf(for: number, in: table, of: sandbox) else {
            count(.descriptorsEvicted, in: sandbox, UInt64(tables.tables[table].count))
            emptyDescriptorTable(table, in: sandbox)
            return
        }
        let index = Int(number & 15)
        let old = tables.nodes[node].slots[index]
        tables.nodes[node].slots[index] = Self.none
        tables.tables[table].count &-= 1
        releaseDescriptorRow(old)
        if tables.tables[table].count == 0 { emptyDescriptorTable(table, in: sandbox) }
    }

    /// The row at `number`, made this table's own so that it can be changed; nil when it is not
    /// there or no copy can be made.
    mutating func descriptorForWrite(
        _ number: UInt32, in table: UInt32, of sandbox: SandboxSlot
    ) -> UInt32? {
        if table == Self.none || tables.find(number, in: table) == Self.none { return nil }
        guard let node = leaf(for: number, in: table, of: sandbox) else { return nil }
        let index = Int(number & 15)
        let row = tables.nodes[node].slots[index]
        if descriptors[row].references == 1 { return row }
        var copy = descriptors[row]
        copy.references = 1
        copy.generation = nextGeneration()
        guard makeRoomForDescriptor(in: sandbox, sparing: table),
            let made = descriptors.insert(copy)
        else { return nil }
        // Making room may have moved what this table holds: look again.
        symbols.retain(copy.name)
        symbols.retain(copy.rawName)
        sandboxes[sandbox.rawValue].descriptorCount &+= 1
        tables.nodes[node].slots[index] = made
        releaseDescriptorRow(row)
        return made
    }

    /// Sees to it that the sandbox may have one more row: evicts the descriptors of the process
    /// that holds most among some of the oldest. False when that does not help.
    mutating func makeRoomForDescriptor(in sandbox: SandboxSlot, sparing table: UInt32) -> Bool {
        var rounds = 0
        while Int(sandboxes[sandbox.rawValue].descriptorCount) >= limits.descriptorsPerSandbox {
            rounds += 1
            guard rounds <= 4, let victim = hoarder(in: sandbox, sparing: table) else {
                return false
            }
            count(.descriptorsEvicted, in: sandbox, UInt64(tables.tables[victim].count))
            emptyDescriptorTable(victim, in: sandbox)
        }
        return true
    }

    private mutating func hoarder(in sandbox: SandboxSlot, sparing table: UInt32) -> UInt32? {
        var best: UInt32?
        var bestCount: UInt32 = 0
        var steps = 0
        while steps < 64 {
            steps += 1
            let slot = sandboxes[sandbox.rawValue].oldestThread
            if slot.isNone { break }
            moveToNewest(slot)
            let candidate = threads[slot.rawValue].descriptorTable
            if candidate == Self.none || candidate == table { continue }
            if tables.tables[candidate].count > bestCount {
                best = candidate
                bestCount = tables.tables[candidate].count
            }
        }
        return best
    }

    /// Copies up to 64 numbers from `first` on for which `matches` holds; true when there may be
    /// more. For sweeps that remove what they find.
    func collectDescriptors(
        in table: UInt32, into numbers: inout InlineArray<64, UInt32>,
        where matches: (DescriptorRow) -> Bool
    ) -> Int {
        var count = 0
        let root = tables.tables[table].root
        if root != Self.none {
            collect(root, tables.tables[table].height, 0, &numbers, &count, matches)
        }
        return count
    }

    private func collect(
        _ node: UInt32, _ level: UInt32, _ prefix: UInt32,
        _ numbers: inout InlineArray<64, UInt32>, _ count: inout Int,
        _ matches: (DescriptorRow) -> Bool
    ) {
        for index in 0..<16 where count < 64 {
            let child = tables.nodes[node].slots[index]
            if child == Self.none { continue }
            let number = prefix &<< 4 | UInt32(truncatingIfNeeded: index)
            if level > 1 {
                collect(child, level - 1, number, &numbers, &count, matches)
            } else if matches(descriptors[child]) {
                numbers[count] = number
                count += 1
            }
        }
    }
}

extension StateTable {
    /// Nodes of all descriptor tables, 72 bytes each.
    package var descriptorNodeCount: Int { tables.nodes.count }
}
