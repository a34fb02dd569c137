internal import Core
internal import Events
internal import State

// The sets of atoms that hold for a process and for a descriptor.
extension Matcher {
    /// Stands for a descriptor that is not in the table: its fields come from the event.
    static var unknownDescriptor: UInt32 { 0xFFFF }

    /// The set of the event's process, from the cache while nothing about the process changed.
    mutating func processSet(
        _ event: borrowing SyscallEvent, _ binding: EventBinding, _ state: borrowing StateTable
    ) -> UInt32 {
        let slot = binding.thread
        if slot.isNone {
            if noThreadSet == .max {
                noThreadSet = makeSet(0..<program.processGroupEnd, event, binding, state)
            }
            return noThreadSet
        }
        let stamp = state.processStamp(of: slot)
        var container: UInt32 = 0
        if program.looksAtContainers, !state[slot].container.isNone {
            container = state[state[slot].container].generation
        }
        let place = Int(slot.rawValue) & (processes.count &- 1)
        let entry = processes[place]
        if entry.stamp == stamp && entry.slot == slot.rawValue && entry.container == container
            && entry.epoch == epoch
        {
            return entry.set
        }
        counters.processSets &+= 1
        let set = makeSet(0..<program.processGroupEnd, event, binding, state)
        processes[place] = ProcessEntry(
            stamp: stamp, slot: slot.rawValue, container: container, epoch: epoch, set: set)
        return set
    }

    /// The set of the event's descriptor, `unknownDescriptor` when it is not in the table.
    mutating func descriptorSet(
        _ event: borrowing SyscallEvent, _ binding: EventBinding, _ state: borrowing StateTable
    ) -> UInt32 {
        let range = program.processGroupEnd..<program.descriptorGroupEnd
        guard binding.hasDescriptorNumber, !binding.thread.isNone else {
            if noDescriptorSet == .max { noDescriptorSet = makeSet(range, event, binding, state) }
            return noDescriptorSet
        }
        let slot = binding.descriptor
        if slot.isNone { return Self.unknownDescriptor }
        let generation = state[slot].generation
        let place = Int(slot.rawValue) & (descriptors.count &- 1)
        let entry = descriptors[place]
        if entry.slot == slot.rawValue && entry.generation == generation && entry.epoch == epoch {
            return entry.set
        }
        let set = namedSet(range, event, binding, state)
        descriptors[place] = DescriptorEntry(
            slot: slot.rawValue, generation: generation, epoch: epoch, set: set)
        return set
    }

    /// The set of a descriptor that is new or has changed. Everything that its fields show follows
    /// from its name and kind, but for the ends of IP sockets and, rarely asked for, its inode.
    private mutating func namedSet(
        _ range: Range<Int>, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> UInt32 {
        let slot = binding.descriptor
        if program.looksAtRareDescriptorFields {
            counters.descriptorSets &+= 1
            return makeSet(range, event, binding, state)
        }
        if FieldExtractor.isIP(state[slot].type) {
            return socketSet(range, event, binding, state)
        }
        let symbol = state[slot].name
        let name = state.text(of: symbol)
        let rawName =
            program.looksAtRawNames ? state.text(of: state[slot].rawName) : BorrowedBytes()
        let isConnected = state[slot].isConnected || state[slot].isConnectPending
        let kind =
            UInt32(state[slot].type.rawValue) &<< 16 | UInt32(state[slot].role.rawValue) &<< 12
            | UInt32(state[slot].protocolNumber) &<< 1 | (isConnected ? 1 : 0)
        // The table's hash of the name is keyed, so peers cannot choose where names meet.
        let hash = state.symbols.hash(of: symbol) ^ UInt64(kind) &* 0x9E37_79B9_7F4A_7C15
        let answer = names.find(hash, kind, name, rawName)
        if answer.isThere { return names.set(at: answer.place) }
        counters.descriptorSets &+= 1
        let before = epoch
        let set = makeSet(range, event, binding, state)
        // A flush has emptied the cache, and with it changed the place.
        if epoch == before { names.keep(set, answer.place, hash, kind, name, rawName) }
        return set
    }

    /// The set of an IP socket that is new or has changed.
    ///
    /// PERF: a server's connections have new ports each; asking the groups anew for each of them
    /// was a fifth of all instructions for a web server's messages.
    private mutating func socketSet(
        _ range: Range<Int>, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> UInt32 {
        let slot = binding.descriptor
        guard program.keepsSocketSets, state[slot].rawName == .empty else {
            counters.descriptorSets &+= 1
            return makeSet(range, event, binding, state)
        }
        #if DEBUG
            let name = state.text(of: state[slot].name).array
            precondition(name.allSatisfy(SocketKeyPlan.isOfSocketName), "names as the plan's")
        #endif
        let key = SocketCache.Key(
            state[slot], sourceRank: Self.rank(Int64(state[slot].sourcePort), portBounds),
            destinationRank: Self.rank(Int64(state[slot].destinationPort), portBounds))
        let place = sockets.place(of: key)
        if let set = sockets.set(at: place, of: key, epoch: epoch) { return set }
        counters.descriptorSets &+= 1
        let set = makeSet(range, event, binding, state)
        sockets.keep(set, at: place, of: key, epoch: epoch)
        return set
    }

    /// Answers all groups of a range; the number of the set of atoms that hold.
    private mutating func makeSet(
        _ range: Range<Int>, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> UInt32 {
        found.clear()
        if profile == nil {
            for group in range { evaluate(group, event, binding, state) }
        } else {
            for group in range { evaluateProfiled(group, event, binding, state) }
        }
        return internFound()
    }

    /// The number of the set of the atoms in `found`, which are sorted.
    mutating func internFound() -> UInt32 {
        if let number = sets.intern(found) { return number }
        flush()
        // Room for one set there is always: a program has fewer atoms than the pool holds.
        return sets.intern(found) ?? 0
    }
}
