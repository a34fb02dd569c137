package import Core

extension ParameterText {
    /// The resolved text of a parameter that the event has; nothing where the type has none.
    package func appendResolved<Lookup: ParameterLookup & ~Copyable & ~Escapable>(
        of event: SyscallEventView, _ index: Int, _ lookup: borrowing Lookup,
        to scratch: inout ByteScratch
    ) {
        guard has(event, index) else { return }
        let row = table.parameter(event.code, index)
        let value = event.integer(index)
        switch row.type {
        case .fd, .fd32:
            let isResult = index == 0 && table[event.code].isExit
            appendDescriptor(value, isResult: isResult, lookup, to: &scratch)
        case .errno: if value < 0 { scratch.append(errorName(value)) }
        case .pid, .pid32:
            if let comm = lookup.comm(ofThread: value) { scratch.append(comm) }
        case .uid:
            appendUser(value, lookup.userName(UInt32(truncatingIfNeeded: value)), to: &scratch)
        case .gid:
            appendUser(value, lookup.groupName(UInt32(truncatingIfNeeded: value)), to: &scratch)
        case .fspath:
            appendPath(event.bytes(index), from: lookup.workingDirectory, to: &scratch)
        case .fsrelpath:
            let path = event.bytes(index)
            appendRelative(path, directory(of: event, index), lookup, to: &scratch)
        case .flags8, .flags16, .flags32, .mode:
            let bits = UInt32(truncatingIfNeeded: value)
            _ = FlagText.appendFlags(bits, table.flagTables, row.flagTable, to: &scratch)
        case .enumflags8, .enumflags16, .enumflags32:
            let bits = UInt32(truncatingIfNeeded: value)
            _ = FlagText.appendEnumeration(bits, table.flagTables, row.flagTable, to: &scratch)
        case .sigtype: scratch.append(names.signal(value))
        case .syscallid:
            if let number = UInt16(exactly: value) { scratch.append(table.names[number]) }
        case .reltime: scratch.append(secondsOfNanos: UInt64(bitPattern: value))
        default: break
        }
    }

    private func errorName(_ value: Int64) -> BorrowedBytes {
        names.error(value == .min ? 0 : -value)
    }

    /// A known descriptor; else the error's name, or the name of "the working directory".
    private func appendDescriptor<Lookup: ParameterLookup & ~Copyable & ~Escapable>(
        _ value: Int64, isResult: Bool, _ lookup: borrowing Lookup, to scratch: inout ByteScratch
    ) {
        if value >= 0 {
            _ = lookup.appendDescriptor(value, to: &scratch)
        } else if value == -100 && !isResult {
            scratch.append("AT_FDCWD")
        } else {
            scratch.append(errorName(value))
        }
    }

    private func appendUser(_ value: Int64, _ name: BorrowedBytes?, to scratch: inout ByteScratch) {
        if value == 0xFFFF_FFFF || value == -1 {
            scratch.append("<NONE>")
        } else if let name {
            scratch.append(name)
        } else {
            scratch.append("<NA>")
        }
    }

    /// The directory that a relative path starts at: the descriptor next before the path.
    private func directory(of event: SyscallEventView, _ index: Int) -> Int64? {
        var candidate = index - 1
        while candidate >= 0 {
            if table.parameter(event.code, candidate).type == .fd {
                return event.has(candidate) ? event.integer(candidate) : nil
            }
            candidate -= 1
        }
        return nil
    }

    private func appendRelative<Lookup: ParameterLookup & ~Copyable & ~Escapable>(
        _ path: BorrowedBytes, _ directory: Int64?, _ lookup: borrowing Lookup,
        to scratch: inout ByteScratch
    ) {
        if directory == -100 {
            appendPath(path, from: lookup.workingDirectory, to: &scratch)
        } else if let directory, let base = lookup.directoryPath(directory) {
            appendPath(path, from: base, to: &scratch)
        } else {
            appendPath(path, from: BorrowedBytes(), to: &scratch)
        }
    }

    /// Nothing for absolute and empty paths, which are what they are.
    private func appendPath(
        _ path: BorrowedBytes, from directory: BorrowedBytes, to scratch: inout ByteScratch
    ) {
        if path.isEmpty || path[0] == UInt8(ascii: "/") { return }
        PathText.append(path, from: directory, to: &scratch)
    }
}
