package import Core
internal import Events

// Opening of files: names as passed and resolved.
extension StateTable {
    /// What an open event says, wherever its code has it.
    private struct OpenCall {
        var directory: Int64 = -100
        var name = BorrowedBytes()
        var flags: UInt32 = 0
        var device: UInt32 = 0
        var inode: UInt64 = 0

        init(_ event: inout SyscallEvent) {
            let code = event.code.rawValue
            var nameIndex = 1
            var inodeIndex = 5
            switch code {
            case Code.openEnter: nameIndex = 0
            case Code.openatEnter, Code.openat2Enter:
                directory = event.integer(0)
                nameIndex = 1
            case Code.creatEnter: nameIndex = 0
            case Code.openat:
                directory = event.integer(1)
                nameIndex = 2
                inodeIndex = 6
            case Code.openat2:
                directory = event.integer(1)
                nameIndex = 2
                inodeIndex = 7
            case Code.creat: inodeIndex = 4
            case Code.openByHandleAt: nameIndex = 3
            default: break
            }
            if event.has(nameIndex) { name = event.bytes(nameIndex) }
            if code == Code.creat || code == Code.creatEnter {
                // O_WRONLY, O_CREAT, O_TRUNC.
                flags = 2 | 4 | 256
            } else {
                let index = code == Code.openByHandleAt ? 2 : nameIndex + 1
                if event.has(index) {
                    flags = UInt32(truncatingIfNeeded: event.integer(index))
                }
            }
            if event.has(inodeIndex) {
                device = UInt32(truncatingIfNeeded: event.integer(inodeIndex - 1))
                inode = UInt64(bitPattern: event.integer(inodeIndex))
            }
        }
    }

    /// The enter event's arguments are kept: a path can be changed while the call runs.
    mutating func rememberOpen(_ event: inout SyscallEvent, of slot: ThreadSlot) {
        let call = OpenCall(&event)
        if call.directory >= 0 && !event.task.fdPath.isEmpty {
            // The exit need not tell it: names that are not UTF-8 would suppress the exit.
            learnDirectory(call.directory, &event, of: slot)
        }
        let place = EnterTexts.place(of: slot)
        moveEnterText(from: place, unlessOf: slot)
        symbols.release(threads[slot.rawValue].enterName)
        threads[slot.rawValue].enterName = .empty
        threads[slot.rawValue].enterCode = event.code.rawValue
        let isShort = enterTexts.keep(call.name, of: slot, in: place)
        threads[slot.rawValue].isEnterTextKept = isShort
        if !isShort { holdEnterName(call.name, of: slot) }
        threads[slot.rawValue].enterDirectory = call.directory
        threads[slot.rawValue].enterFlags = call.flags
        threads[slot.rawValue].enterLossEpoch =
            sandboxes[threads[slot.rawValue].sandbox.rawValue].lossEpoch
    }

    /// The place is another thread's from now on: whose text lies there keeps it as a symbol.
    private mutating func moveEnterText(from place: Int, unlessOf slot: ThreadSlot) {
        let owner = enterTexts.owner(of: place)
        if owner.isNone || owner == slot || !threads[owner.rawValue].isEnterTextKept { return }
        threads[owner.rawValue].isEnterTextKept = false
        holdEnterName(enterTexts.text(in: place), of: owner)
    }

    private mutating func holdEnterName(_ name: BorrowedBytes, of slot: ThreadSlot) {
        if let symbol = hold(name, in: threads[slot.rawValue].sandbox) {
            threads[slot.rawValue].enterName = symbol
        } else {
            threads[slot.rawValue].enterCode = 0
        }
    }

    mutating func applyOpen(_ event: inout SyscallEvent, of slot: ThreadSlot) {
        let result = event.integer(0)
        var call = OpenCall(&event)
        let isEntered = takesEnter(&event, call, of: slot)
        let isTextKept = threads[slot.rawValue].isEnterTextKept
        threads[slot.rawValue].enterCode = 0
        threads[slot.rawValue].isEnterTextKept = false
        guard event.has(0), result >= 0, result <= Int64(Int32.max) else { return }
        if isEntered {
            call.flags = threads[slot.rawValue].enterFlags
            call.directory = threads[slot.rawValue].enterDirectory
            let name =
                isTextKept
                ? enterTexts.text(in: EnterTexts.place(of: slot))
                : symbols.bytes(of: threads[slot.rawValue].enterName)
            if !name.equals(call.name) {
                count(.argumentsChanged, in: threads[slot.rawValue].sandbox)
            }
            call.name = name
        }
        let isPlain = PathText.isPlain(call.name)
        if !isPlain { resolve(call.name, directory: call.directory, &event, of: slot) }
        addFile(
            call, isPlain: isPlain, number: Int32(truncatingIfNeeded: result), of: slot)
    }

    /// The last enter event belongs to this exit. With gaps in the stream it may not: then its
    /// other arguments tell.
    private func takesEnter(
        _ event: inout SyscallEvent, _ call: OpenCall, of slot: ThreadSlot
    ) -> Bool {
        let code = self[slot].enterCode
        guard code != 0, code &+ 1 == event.code.rawValue,
            self[slot].enterLossEpoch == self[self[slot].sandbox].lossEpoch
        else { return false }
        if !event.task.isPresent { return true }
        return call.flags == self[slot].enterFlags && call.directory == self[slot].enterDirectory
    }

    /// Leaves the absolute path in the path scratch.
    private mutating func resolve(
        _ name: BorrowedBytes, directory: Int64, _ event: inout SyscallEvent,
        of slot: ThreadSlot
    ) {
        let path = event.task.fdPath
        if directory >= 0 && !path.isEmpty && path[0] == UInt8(ascii: "/") {
            PathText.resolve(name, in: path, into: &pathScratch)
            return
        }
        guard let known = directoryText(directory, of: slot, isFromSentry: event.task.isPresent)
        else {
            PathText.resolveUnknown(name, into: &pathScratch)
            return
        }
        PathText.resolve(name, in: symbols.bytes(of: known), into: &pathScratch)
    }

    /// The path of a directory argument, or nil when it is not known.
    private func directoryText(
        _ directory: Int64, of slot: ThreadSlot, isFromSentry: Bool
    ) -> Symbol? {
        if directory == -100 {
            let common = self[commonRow(of: slot)]
            return common.isCwdKnown || !isFromSentry ? common.cwd : nil
        }
        let found = descriptor(directory, of: slot)
        return found.isNone || !Self.isFile(self[found].type) ? nil : self[found].name
    }

    /// The absolute form of a path argument, as parameters and fields of an event show it. The
    /// result lies in `scratch`.
    package func resolvePath(
        _ path: BorrowedBytes, directory: Int64, of slot: ThreadSlot,
        into scratch: inout ByteScratch
    ) {
        let isFromSentry = !slot.isNone && self[slot].isFromSentry
        if !slot.isNone,
            let known = directoryText(directory, of: slot, isFromSentry: isFromSentry)
        {
            PathText.resolve(path, in: symbols.bytes(of: known), into: &scratch)
        } else {
            PathText.resolveUnknown(path, into: &scratch)
        }
    }

    /// - Parameter isPlain: the name is the path; else that lies in the scratch.
    private mutating func addFile(
        _ call: OpenCall, isPlain: Bool, number: Int32, of slot: ThreadSlot
    ) {
        let sandbox = threads[slot.rawValue].sandbox
        guard let name = hold(isPlain ? call.name : pathScratch.view, in: sandbox) else {
            dropDescriptor(number, of: slot)
            return
        }
        var row = DescriptorRow()
        row.number = number
        row.type = call.flags & OpenFlag.directory != 0 ? .directory : .file
        row.openFlags = call.flags
        row.isCloseOnExec = call.flags & OpenFlag.closeOnExec != 0
        row.device = call.device
        row.inode = call.inode
        row.name = name
        row.rawName =
            isPlain ? symbols.retain(name) : hold(rawName(call.name), in: sandbox) ?? .empty
        addDescriptor(&row, of: slot)
    }

    /// The path as passed; a relative one with its double slashes collapsed.
    private mutating func rawName(_ name: BorrowedBytes) -> BorrowedBytes {
        if name.isEmpty || name[0] == UInt8(ascii: "/") { return name }
        textScratch.clear()
        var index = 0
        while index < name.count {
            let isDouble =
                name[index] == UInt8(ascii: "/") && index > 0
                && name[index - 1] == UInt8(ascii: "/")
            if !isDouble { textScratch.append(name[index]) }
            index += 1
        }
        return textScratch.view
    }
}
