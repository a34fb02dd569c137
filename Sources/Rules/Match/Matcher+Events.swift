internal import Core
internal import Events
internal import State

// The set of atoms that hold for an event by its numbers alone: flags, mode, result, descriptor.
extension Matcher {
    /// The set kept for equal numbers of events of one code.
    struct EventEntry: BitwiseCopyable {
        var values: InlineArray<4, UInt64>
        var code: UInt32
        /// Bit i: number i is there.
        var presence: UInt32
        var epoch: UInt32
        var set: UInt32
    }

    static var eventEntryCount: Int { 1 << 12 }
    /// Stands for "no group is answered by numbers".
    static var noEventSet: UInt32 { 0xFFFF }

    /// The set for the event's numbers, from the cache when they were seen before.
    mutating func eventSet(
        _ code: Int, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> UInt32 {
        if plans[code].groupCount == 0 { return Self.noEventSet }
        var entry = EventEntry(
            values: InlineArray(repeating: 0), code: UInt32(truncatingIfNeeded: code),
            presence: 0, epoch: epoch, set: 0)
        var mixed = UInt64(truncatingIfNeeded: code)
        for index in 0..<Int(plans[code].inputCount) {
            let input = plans[code].inputs[index]
            var value: Int64
            if input.kind == .descriptorNumber {
                if !binding.hasDescriptorNumber || binding.thread.isNone { continue }
                value = Self.rank(binding.descriptorNumber, descriptorBounds)
            } else {
                if !event.has(Int(input.place)) { continue }
                value = event.integer(Int(input.place))
                if input.kind == .result { value = Self.rank(value, resultBounds) }
            }
            entry.presence |= 1 &<< UInt32(truncatingIfNeeded: index)
            entry.values[index] = UInt64(bitPattern: value)
            mixed = (mixed ^ UInt64(bitPattern: value)) &* 0x9E37_79B9_7F4A_7C15
            mixed ^= mixed &>> 29
        }
        let place = Int(truncatingIfNeeded: mixed) & (Self.eventEntryCount &- 1)
        if holds(place, entry) { return events[place].set }
        counters.eventSets &+= 1
        entry.set = makeEventSet(plans[code], event, binding, state)
        entry.epoch = epoch
        events[place] = entry
        return entry.set
    }

    @inline(__always)
    private func holds(_ place: Int, _ entry: EventEntry) -> Bool {
        events[place].code == entry.code && events[place].presence == entry.presence
            && events[place].epoch == entry.epoch && events[place].values[0] == entry.values[0]
            && events[place].values[1] == entry.values[1]
            && events[place].values[2] == entry.values[2]
            && events[place].values[3] == entry.values[3]
    }

    private mutating func makeEventSet(
        _ plan: EventKeyPlan, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> UInt32 {
        found.clear()
        for index in 0..<Int(plan.groupCount) {
            let group = program.keyedGroups[Int(plan.firstGroup) &+ index]
            if profile == nil {
                evaluate(Int(group), event, binding, state)
            } else {
                evaluateProfiled(Int(group), event, binding, state)
            }
        }
        return internFound()
    }

    /// Negative numbers as they are; others by how many bounds lie below them, and whether they
    /// are one. Numbers of equal rank compare alike with every bound.
    @inline(__always)
    static func rank(_ value: Int64, _ bounds: FixedTable<Int64>) -> Int64 {
        if value < 0 { return value }
        var low = 0
        var high = bounds.count
        while low < high {
            let middle = (low &+ high) &>> 1
            if bounds[middle] < value { low = middle &+ 1 } else { high = middle }
        }
        let isBound = low < bounds.count && bounds[low] == value
        return Int64(truncatingIfNeeded: low &<< 1 | (isBound ? 1 : 0))
    }
}
