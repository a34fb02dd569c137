internal import Core
internal import Events

// Descriptors of all kinds: putting rows in, copying, closing, learning from `fd_path`.
extension StateTable {
    /// Puts a row in the place of what was at its number. The row's text must be held; it is given
    /// back when the row is refused, and then nothing is at the number.
    mutating func addDescriptor(
        _ row: inout DescriptorRow, of slot: ThreadSlot, marksName: Bool = true
    ) {
        let sandbox = threads[slot.rawValue].sandbox
        let number = UInt32(bitPattern: row.number)
        row.sandbox = sandbox
        row.generation = nextGeneration()
        guard row.number >= 0, let table = descriptorTableForWrite(of: slot) else {
            refuse(row)
            return
        }
        let old = tables.find(number, in: table)
        let oldName = old == DescriptorTables.none ? Symbol.empty : descriptors[old].name
        row.isNameChanged = marksName && oldName != row.name
        if old == DescriptorTables.none
            && Int(tables.tables[table].count) >= limits.descriptorsPerProcess
        {
            refuse(row)
            return
        }
        guard makeRoomForDescriptor(in: sandbox, sparing: table),
            let made = descriptors.insert(row)
        else {
            refuse(row)
            removeDescriptor(number, from: table, of: sandbox)
            return
        }
        sandboxes[sandbox.rawValue].descriptorCount &+= 1
        guard put(made, at: number, in: table, of: sandbox) else {
            refuse(row)
            sandboxes[sandbox.rawValue].descriptorCount &-= 1
            descriptors.remove(made)
            return
        }
        if row.isNameChanged { renamedDescriptor = DescriptorSlot(rawValue: made) }
        noteDescriptorCount(table, of: slot)
    }

    @inline(never)
    private mutating func refuse(_ row: DescriptorRow) {
        symbols.release(row.name)
        symbols.release(row.rawName)
        count(.descriptorsRefused, in: row.sandbox)
    }

    mutating func noteDescriptorCount(_ table: UInt32, of slot: ThreadSlot) {
        threads[commonRow(of: slot).rawValue].descriptorCount = tables.tables[table].count
    }

    /// Forgets what is at a number.
    mutating func dropDescriptor(_ number: Int32, of slot: ThreadSlot) {
        let table = descriptorTable(of: slot)
        guard number >= 0, table != DescriptorTables.none else { return }
        removeDescriptor(
            UInt32(bitPattern: number), from: table, of: threads[slot.rawValue].sandbox)
        noteDescriptorCount(table, of: slot)
    }

    // MARK: - Calls that make descriptors

    mutating func applyNewDescriptor(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        let result = event.integer(0)
        guard event.has(0), result >= 0, result <= Int64(Int32.max) else { return }
        let number = Int32(truncatingIfNeeded: result)
        switch event.code.rawValue {
        case Code.dup, Code.dup2, Code.dup3: duplicate(event, to: number, of: slot)
        case Code.fcntl: applyControl(event, to: number, of: slot)
        case Code.pipe, Code.pipe2: addPipe(event, of: slot)
        case Code.memfdCreate: addMemoryFile(event, number: number, of: slot)
        case Code.pidfdGetfd: dropDescriptor(number, of: slot)
        default:
            guard let type = Self.plainType(event.code.rawValue) else { return }
            if type == .signalfd && changesSignals(event, of: slot) { return }
            var row = DescriptorRow()
            row.number = number
            row.type = type
            row.isCloseOnExec = Self.closesOnExec(event)
            addDescriptor(&row, of: slot)
        }
    }

    /// Types that have nothing but their number.
    private static func plainType(_ code: UInt16) -> DescriptorType? {
        switch code {
        case Code.eventfd, Code.eventfd2: .event
        case Code.signalfd, Code.signalfd4: .signalfd
        case Code.timerfdCreate: .timerfd
        case Code.inotifyInit, Code.inotifyInit1: .inotify
        case Code.epollCreate, Code.epollCreate1: .eventpoll
        case Code.userfaultfd: .userfaultfd
        case Code.ioUringSetup: .iouring
        case Code.bpf: .bpf
        case Code.pidfdOpen: .pidfd
        default: nil
        }
    }

    /// signalfd of one that there is gives it other signals, and nothing else (signalfd(2)).
    private func changesSignals(_ event: borrowing SyscallEvent, of slot: ThreadSlot) -> Bool {
        let number = event.integer(event.code.rawValue == Code.signalfd ? 1 : 2)
        let found = number < 0 ? DescriptorSlot.none : descriptor(number, of: slot)
        return !found.isNone && self[found].type == .signalfd
    }

    private static func closesOnExec(_ event: borrowing SyscallEvent) -> Bool {
        switch event.code.rawValue {
        case Code.eventfd2, Code.signalfd4, Code.inotifyInit1, Code.userfaultfd:
            event.has(1) && event.integer(1) & Int64(OpenFlag.closeOnExec) != 0
        case Code.epollCreate1: event.has(1) && event.integer(1) & 1 != 0
        case Code.timerfdCreate: event.task.isCloseOnExec
        // Always so on Linux and gVisor.
        case Code.pidfdOpen, Code.bpf, Code.ioUringSetup: true
        default: false
        }
    }

    private mutating func duplicate(
        _ event: borrowing SyscallEvent, to number: Int32, of slot: ThreadSlot
    ) {
        let isDup3 = event.code.rawValue == Code.dup3
        let flags = isDup3 ? event.integer(3) : 0
        let closes = flags & Int64(OpenFlag.closeOnExec) != 0
        copyDescriptor(
            event.integer(1), to: number, closesOnExec: closes, event, of: slot)
    }

    private mutating func copyDescriptor(
        _ old: Int64, to number: Int32, closesOnExec: Bool, _ event: borrowing SyscallEvent,
        of slot: ThreadSlot
    ) {
        if old == Int64(number) { return }
        let found = descriptor(old, of: slot)
        if found.isNone {
            // What was at the new number is closed all the same.
            if event.task.isPresent { dropDescriptor(number, of: slot) }
            return
        }
        var row = self[found]
        row.number = number
        row.references = 0
        row.isCloseOnExec = closesOnExec
        symbols.retain(row.name)
        symbols.retain(row.rawName)
        addDescriptor(&row, of: slot, marksName: false)
    }

    /// fcntl: two commands duplicate, one sets the flag for exec.
    private mutating func applyControl(
        _ event: borrowing SyscallEvent, to number: Int32, of slot: ThreadSlot
    ) {
        let old = event.integer(1)
        switch event.integer(2) {
        case 1, 26:
            let closes = event.integer(2) == 26
            copyDescriptor(old, to: number, closesOnExec: closes, event, of: slot)
        case 3:
            guard event.has(3) else { return }
            setCloseOnExec(event.integer(3) & 1 != 0, of: old, slot)
        default: break
        }
    }

    private mutating func setCloseOnExec(_ value: Bool, of number: Int64, _ slot: ThreadSlot) {
        let found = descriptor(number, of: slot)
        if found.isNone || self[found].isCloseOnExec == value { return }
        guard
            let row = descriptorForWrite(
                UInt32(truncatingIfNeeded: number), in: descriptorTable(of: slot),
                of: threads[slot.rawValue].sandbox)
        else { return }
        descriptors[row].isCloseOnExec = value
    }

    private mutating func addPipe(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        guard event.integer(0) == 0 else { return }
        for index in 1...2 where event.has(index) {
            var row = DescriptorRow()
            row.number = Int32(truncatingIfNeeded: event.integer(index))
            row.type = .pipe
            if event.has(3) { row.inode = UInt64(bitPattern: event.integer(3)) }
            let flags = event.code.rawValue == Code.pipe2 ? event.integer(4) : 0
            row.isCloseOnExec = flags & Int64(OpenFlag.closeOnExec) != 0
            addDescriptor(&row, of: slot)
        }
    }

    private mutating func addMemoryFile(
        _ event: borrowing SyscallEvent, number: Int32, of slot: ThreadSlot
    ) {
        var row = DescriptorRow()
        row.number = number
        row.type = .memfd
        row.isCloseOnExec = event.integer(2) & 1 != 0
        let name = event.has(1) ? event.bytes(1) : BorrowedBytes()
        row.name = hold(name, in: threads[slot.rawValue].sandbox) ?? .empty
        addDescriptor(&row, of: slot)
    }

    // MARK: - Calls that close descriptors

    /// The row goes once the rules have seen it, where the stream is the kernel's own word whatever
    /// the result: EBADF says that nothing is open, and any other error that data could not be
    /// written, after the number was taken away (close(2)).
    mutating func finishClose(_ event: borrowing SyscallEvent, _ binding: EventBinding) {
        guard event.has(0), event.integer(0) == 0 || isFromSentry(binding) else { return }
        let number = event.integer(1)
        guard number >= 0, number <= Int64(Int32.max) else { return }
        dropDescriptor(Int32(truncatingIfNeeded: number), of: binding.thread)
    }

    private func isFromSentry(_ binding: EventBinding) -> Bool {
        self[binding.thread].isFromSentry
    }

    /// close_range with the flag that only marks, or that first unshares.
    mutating func applyCloseRange(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        guard event.has(0), event.integer(0) == 0 else { return }
        let flags = event.integer(3)
        let unshares: Int64 = 2
        let marks: Int64 = 4
        let main = commonRow(of: slot)
        if flags & unshares != 0 {
            if main == slot || threads[main.rawValue].threadCount == 1 {
                unshareTable(of: main)
            } else {
                unshareTable(ofThread: slot)
            }
        }
        if flags & marks == 0 { return }
        let first = UInt32(truncatingIfNeeded: event.integer(1))
        let last = UInt32(truncatingIfNeeded: event.integer(2))
        let table = descriptorTable(of: slot)
        if table == DescriptorTables.none { return }
        var numbers = InlineArray<64, UInt32>(repeating: 0)
        // A flag that could not be set is found again: the rounds are bounded.
        for _ in 0...limits.descriptorsPerProcess / 64 {
            let count = collectDescriptors(in: table, into: &numbers) {
                !$0.isCloseOnExec && UInt32(bitPattern: $0.number) >= first
                    && UInt32(bitPattern: $0.number) <= last
            }
            for index in 0..<count { setCloseOnExec(true, of: Int64(numbers[index]), slot) }
            if count < 64 { return }
        }
    }

    mutating func finishCloseRange(_ event: borrowing SyscallEvent, _ binding: EventBinding) {
        guard event.has(0), event.integer(0) == 0, event.integer(3) & 4 == 0
        else { return }
        let first = UInt32(truncatingIfNeeded: event.integer(1))
        let last = UInt32(truncatingIfNeeded: event.integer(2))
        let table = descriptorTable(of: binding.thread)
        if table == DescriptorTables.none { return }
        let sandbox = threads[binding.thread.rawValue].sandbox
        var numbers = InlineArray<64, UInt32>(repeating: 0)
        while true {
            let count = collectDescriptors(in: table, into: &numbers) {
                UInt32(bitPattern: $0.number) >= first && UInt32(bitPattern: $0.number) <= last
            }
            for index in 0..<count {
                removeDescriptor(numbers[index], from: table, of: sandbox)
            }
            if count < 64 { break }
        }
        noteDescriptorCount(table, of: binding.thread)
    }
}
