internal import Core

// Threads that something other than the stream tells (cold): a sandbox that ran before its session.
extension StateTable {
    /// Takes over the processes of a procfs dump; what the stream has told since stays. Returns how
    /// many are new or were completed.
    @discardableResult
    package mutating func importProcfs(
        _ text: String, containers: [Int32: String] = [:], in sandbox: SandboxSlot
    ) -> Int {
        importProcesses(ProcfsDump.processes(of: text, containers: containers), in: sandbox)
    }

    /// The same with a dump that was read elsewhere.
    @discardableResult
    package mutating func importProcesses(
        _ dump: (processes: [ImportedThread], rejectedCount: Int), in sandbox: SandboxSlot
    ) -> Int {
        count(.procfsEntriesRejected, in: sandbox, UInt64(dump.rejectedCount))
        var imported = 0
        // Parents come before their children, whatever the dump's order.
        for process in dump.processes.sorted(by: { $0.startTimeNanos < $1.startTimeNanos })
        where !importThread(process, in: sandbox, isFromSentry: true).isNone {
            imported += 1
        }
        count(.threadsImported, in: sandbox, UInt64(imported))
        return imported
    }

    /// Takes over one main thread. None when it has ended, a younger thread has its id or the table
    /// is full.
    @discardableResult
    package mutating func importThread(
        _ thread: ImportedThread, in sandbox: SandboxSlot, isFromSentry: Bool = false
    ) -> ThreadSlot {
        applyingThread = .none
        var found = self.thread(id: thread.threadID, in: sandbox)
        if !found.isNone {
            let known = threads[found.rawValue].cloneTimeNanos
            if known != 0 && thread.startTimeNanos != 0 && known != thread.startTimeNanos {
                if known > thread.startTimeNanos { return .none }
                count(.idsReused, in: sandbox)
                removeThread(found, reaper: reaper(for: found))
                found = .none
            }
        }
        if found.isNone {
            if ended.contains(thread.threadID, thread.startTimeNanos, in: sandbox) { return .none }
            found = insertThread(unknownRow(id: thread.threadID, in: sandbox))
            if found.isNone { return .none }
            threads[found.rawValue].processID = thread.threadID
            threads[found.rawValue].cloneTimeNanos = thread.startTimeNanos
            threads[found.rawValue].isFromSentry = isFromSentry
        }
        complete(found, thread)
        return found
    }

    private mutating func complete(_ slot: ThreadSlot, _ thread: ImportedThread) {
        let sandbox = threads[slot.rawValue].sandbox
        if threads[slot.rawValue].leader != slot {
            leaveProcess(slot)
            threads[slot.rawValue].processID = thread.threadID
            beLeader(slot)
        }
        if threads[slot.rawValue].cloneTimeNanos == 0 {
            threads[slot.rawValue].cloneTimeNanos = thread.startTimeNanos
        }
        let home: ContainerSlot? = lend(thread.containerID) { container($0, in: sandbox) }
        if let home, !home.isNone { threads[slot.rawValue].container = home }
        if threads[slot.rawValue].lastExecTimeNanos == 0 { importImage(slot, thread) }
        importNumbers(slot, thread)
        if !thread.cwd.isEmpty && !threads[slot.rawValue].isCwdKnown {
            _ = lend(thread.cwd) { setDirectory($0, of: slot) }
        }
        importRoot(thread.root, of: slot)
        if threads[slot.rawValue].parent.isNone {
            threads[slot.rawValue].parentID = thread.parentID
            adoptParent(thread.parentID, of: slot)
        }
        if thread.parentID == 0 { importContainerInit(slot) }
        setRootIDs(of: slot)
        for file in thread.files { importFile(file, of: slot) }
        changed(slot)
        bumpEpoch(of: sandbox)
    }

    private mutating func importImage(_ slot: ThreadSlot, _ thread: ImportedThread) {
        let sandbox = threads[slot.rawValue].sandbox
        let isTold = !thread.exe.isEmpty || !thread.exePath.isEmpty || !thread.arguments.isEmpty
        if isTold {
            let exe: Symbol? = lend(thread.exe) { hold($0, in: sandbox) ?? .empty }
            let path: Symbol? = lend(pathText(thread.exePath)) {
                hold($0, in: sandbox) ?? .empty
            }
            let list = thread.arguments.joined(separator: "\0")
            let arguments = lend(list) {
                holdList($0, limit: limits.argumentBytes, in: sandbox)
            }
            setImage(
                of: slot, exe: exe ?? .empty, exePath: path ?? .empty,
                arguments: arguments ?? .empty,
                argumentCount: UInt32(truncatingIfNeeded: thread.arguments.count))
            threads[slot.rawValue].isSynthetic = false
        }
        if !thread.comm.isEmpty { _ = lend(thread.comm) { setName($0, of: slot) } }
        if !thread.environment.isEmpty {
            let environment = lend(thread.environment.joined(separator: "\0")) {
                holdList($0, limit: limits.environmentBytes, in: sandbox)
            }
            setEnvironment(environment ?? .empty, of: slot)
        }
        threads[slot.rawValue].isExeWritable = thread.isExeWritable
    }

    /// A path without the mark of a deleted file.
    private func pathText(_ path: String) -> String {
        let mark = " (deleted)"
        return path.hasSuffix(mark) ? String(path.dropLast(mark.count)) : path
    }

    private mutating func importNumbers(_ slot: ThreadSlot, _ thread: ImportedThread) {
        var row = threads[slot.rawValue]
        row.uid = row.uid == .max ? thread.uid ?? row.uid : row.uid
        row.gid = row.gid == .max ? thread.gid ?? row.gid : row.gid
        row.loginUID = thread.loginUID ?? row.loginUID
        row.tty = thread.tty ?? row.tty
        row.groupID = thread.groupID ?? row.groupID
        row.sessionID = thread.sessionID ?? row.sessionID
        row.virtualThreadID = thread.virtualThreadID ?? row.virtualThreadID
        row.virtualProcessID = thread.virtualThreadID ?? row.virtualProcessID
        row.virtualGroupID = thread.virtualGroupID ?? row.virtualGroupID
        row.capEffective = thread.capabilities ?? row.capEffective
        row.capPermitted = thread.capabilities ?? row.capPermitted
        row.capInheritable = thread.capabilities ?? row.capInheritable
        row.fdLimit = thread.fdLimit ?? row.fdLimit
        row.vmSize = thread.vmSize ?? row.vmSize
        row.vmResident = thread.vmResident ?? row.vmResident
        threads[slot.rawValue] = row
    }

    private mutating func importRoot(_ root: String, of slot: ThreadSlot) {
        let sandbox = threads[slot.rawValue].sandbox
        guard !root.isEmpty, threads[slot.rawValue].root.isEmpty,
            let symbol: Symbol = lend(root, { hold($0, in: sandbox) ?? .empty })
        else { return }
        threads[slot.rawValue].root = symbol
    }

    /// The oldest parentless process of a container is its first one; later ones are `runsc
    /// exec`'s.
    private mutating func importContainerInit(_ slot: ThreadSlot) {
        let row = threads[slot.rawValue]
        guard !row.container.isNone,
            containers[row.container.rawValue].initThread.isNone
        else { return }
        threads[slot.rawValue].isContainerInit = true
        containers[row.container.rawValue].initThread = slot
        containers[row.container.rawValue].startTimeNanos = row.cloneTimeNanos
        containers[row.container.rawValue].generation = nextGeneration()
        threads[slot.rawValue].namespaceStartNanos = row.cloneTimeNanos
        if row.threadID == 1 {
            containers[row.container.rawValue].namespace = .root
            sandboxes[row.sandbox.rawValue].rootContainer = row.container
        }
    }

    private mutating func importFile(_ file: ImportedThread.File, of slot: ThreadSlot) {
        guard descriptor(Int64(file.number), of: slot).isNone else { return }
        let sandbox = threads[slot.rawValue].sandbox
        var row = DescriptorRow()
        row.number = file.number
        if file.path.isEmpty {
            row.type = .unknown
        } else {
            row.type = lend(file.path) { Self.type(ofPath: $0) } ?? .unknown
        }
        let isDirectory = file.mode & 0o170000 == 0o040000
        if row.type == .file && isDirectory { row.type = .directory }
        if Self.isFile(row.type) || row.type == .memfd || row.type == .other {
            row.name = lend(file.path) { hold($0, in: sandbox) ?? .empty } ?? .empty
        }
        addDescriptor(&row, of: slot, marksName: false)
    }

}

/// Lends a string's bytes to `body`; nil for the empty string.
private func lend<Result>(_ text: String, _ body: (BorrowedBytes) -> Result) -> Result? {
    if text.isEmpty { return nil }
    var text = text
    return text.withUTF8 { unsafe body(BorrowedBytes(UnsafeRawBufferPointer($0))) }
}
