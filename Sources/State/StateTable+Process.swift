internal import Core
internal import Events

// What calls change in a process itself: directories, credentials, session, limits.
extension StateTable {
    // MARK: - Directories

    mutating func applyDirectoryChange(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        // With a context that has the new directory there is nothing left to work out.
        guard event.integer(0) == 0, event.has(1), event.task.cwd.isEmpty
        else { return }
        let common = commonRow(of: slot)
        let path = event.bytes(1)
        if path.isEmpty { return }
        let isRelative = path[0] != UInt8(ascii: "/")
        let isPresent = event.task.isPresent
        if isRelative && !threads[common.rawValue].isCwdKnown && isPresent { return }
        resolveAndSet(path, of: common)
    }

    private mutating func resolveAndSet(_ path: BorrowedBytes, of common: ThreadSlot) {
        // `setDirectory` uses the same scratch: the joined path goes over the other one.
        PathText.resolve(
            path, in: symbols.bytes(of: threads[common.rawValue].cwd), into: &pathScratch)
        textScratch.clear()
        textScratch.append(pathScratch.view)
        setDirectory(textScratch.view, of: common)
    }

    mutating func applyDescriptorDirectoryChange(
        _ event: borrowing SyscallEvent, of slot: ThreadSlot
    ) {
        guard event.integer(0) == 0, event.task.cwd.isEmpty else { return }
        let common = commonRow(of: slot)
        let path = event.task.fdPath
        if !path.isEmpty && path[0] == UInt8(ascii: "/") {
            setDirectory(path, of: common)
            return
        }
        let found = descriptor(event.integer(1), of: slot)
        if !found.isNone && Self.isFile(self[found].type) {
            textScratch.clear()
            textScratch.append(symbols.bytes(of: self[found].name))
            setDirectory(textScratch.view, of: common)
        } else if event.task.isPresent {
            forgetDirectory(of: common)
        }
    }

    static func isFile(_ type: DescriptorType) -> Bool { type == .file || type == .directory }

    /// The directory has changed to one that is not known.
    private mutating func forgetDirectory(of common: ThreadSlot) {
        symbols.release(threads[common.rawValue].cwd)
        threads[common.rawValue].cwd = symbols.retain(unknownDirectory)
        threads[common.rawValue].isCwdKnown = false
        changed(common)
        spreadDirectories(of: common)
    }

    /// Paths are not rewritten: what an open passes is relative to the new root, while `fd_path`
    /// is relative to the mount namespace's.
    mutating func applyRootChange(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        guard event.integer(0) == 0, event.has(1) else { return }
        let common = commonRow(of: slot)
        let row = threads[common.rawValue]
        PathText.resolve(
            event.bytes(1), in: symbols.bytes(of: row.cwd), into: &pathScratch)
        guard let symbol = hold(pathScratch.view, in: row.sandbox) else { return }
        symbols.release(row.root)
        threads[common.rawValue].root = symbol
        changed(common)
        spreadDirectories(of: common)
    }

    // MARK: - Credentials

    static func isCredentialCode(_ code: UInt16) -> Bool {
        switch code {
        case Code.setuid, Code.setgid, Code.setresuid, Code.setresgid, Code.setreuid,
            Code.setregid:
            true
        default: false
        }
    }

    /// Sets the thread's effective id. With credentials in the context those count alone. An id of
    /// -1 leaves the id as it is; Falco stores it, which events without context keep.
    mutating func applyCredentials(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        guard event.integer(0) >= 0, !event.task.hasCredentials else { return }
        let code = event.code.rawValue
        let isSimple = code == Code.setuid || code == Code.setgid
        let index = isSimple ? 1 : 2
        guard event.has(index) else { return }
        let id = UInt32(truncatingIfNeeded: event.integer(index))
        let isPresent = event.task.isPresent
        if id == .max && isPresent { return }
        let isUser = code == Code.setuid || code == Code.setresuid || code == Code.setreuid
        if isUser {
            threads[slot.rawValue].uid = id
        } else {
            threads[slot.rawValue].gid = id
        }
        changed(slot)
    }

    // MARK: - Session and limits

    mutating func applySession(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        let result = event.integer(0)
        if result < 0 { return }
        let main = commonRow(of: slot)
        if event.code.rawValue == Code.setsid {
            // The result is the caller's own id in its namespace.
            let id = Int32(truncatingIfNeeded: result)
            threads[main.rawValue].virtualGroupID = id
            let isPresent = event.task.isPresent
            if isPresent && threads[main.rawValue].processID > 0 {
                threads[main.rawValue].sessionID = threads[main.rawValue].processID
                threads[main.rawValue].groupID = threads[main.rawValue].processID
                setVirtualID(id, of: main)
            } else {
                threads[main.rawValue].sessionID = id
            }
            changed(main)
            bumpEpoch(of: threads[main.rawValue].sandbox)
            return
        }
        applyGroup(event, of: main)
    }

    /// setpgid. Its ids are those of the caller's namespace: they are used where that is the root.
    private mutating func applyGroup(_ event: borrowing SyscallEvent, of main: ThreadSlot) {
        let row = threads[main.rawValue]
        if event.task.isPresent {
            guard !row.container.isNone, containers[row.container.rawValue].namespace == .root
            else { return }
        }
        let target = Int32(truncatingIfNeeded: event.integer(1))
        let found = target == 0 ? main : mainThread(of: thread(id: target, in: row.sandbox))
        if found.isNone { return }
        var group = Int32(truncatingIfNeeded: event.integer(2))
        if group == 0 { group = threads[found.rawValue].processID }
        threads[found.rawValue].groupID = group
        if event.task.isPresent { threads[found.rawValue].virtualGroupID = group }
        changed(found)
        bumpEpoch(of: row.sandbox)
    }

    mutating func applyLimit(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        guard event.integer(0) == 0, event.has(1) else { return }
        let isPrlimit = event.code.rawValue == Code.prlimit
        let target = isPrlimit ? event.integer(5) : 0
        let isOther = isPrlimit ? event.has(5) : false
        let resource = event.integer(isPrlimit ? 6 : 3)
        let fileLimit: Int64 = 7
        guard resource == fileLimit else { return }
        var main = commonRow(of: slot)
        if isOther && target != 0 {
            // The id is one of the caller's namespace; only its own is sure to be understood.
            let id = Int32(truncatingIfNeeded: target)
            let row = threads[main.rawValue]
            if id != row.virtualProcessID {
                if event.task.isPresent { return }
                main = mainThread(of: thread(id: id, in: row.sandbox))
            }
        }
        if main.isNone { return }
        threads[main.rawValue].fdLimit = event.integer(1)
        changed(main)
    }

    mutating func applyCapabilities(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        guard event.integer(0) == 0, event.has(3) else { return }
        threads[slot.rawValue].capInheritable = UInt64(bitPattern: event.integer(1))
        threads[slot.rawValue].capPermitted = UInt64(bitPattern: event.integer(2))
        threads[slot.rawValue].capEffective = UInt64(bitPattern: event.integer(3))
        changed(slot)
    }
}
