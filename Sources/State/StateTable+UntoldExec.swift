internal import Core
package import Events

// Execs that the sentry could not tell, a text of theirs not being UTF-8: such arguments suppress
// all three messages, such an environment `sentry/execve` alone.
extension StateTable {
    /// The raw twin of an exec has returned, which nothing suppresses. What tells of the exec comes
    /// next, but for the proof of the old order, which came before.
    mutating func noteRawExec(_ result: Int64, of slot: ThreadSlot) {
        let sandbox = threads[slot.rawValue].sandbox
        let isTold =
            threads[slot.rawValue].isExecProven
            && !sandboxes[sandbox.rawValue].isExitBeforeProof
        threads[slot.rawValue].isExecProven = false
        if result != 0 || isTold { return }
        threads[slot.rawValue].isExecUntold = true
        // The thread's next event must be looked at.
        changed(slot)
    }

    /// Something else came after the raw twin. Whether the image is another one releases since
    /// 20250820.0 do not say; what its arguments are is not known then.
    mutating func settleUntoldExec(of slot: ThreadSlot) {
        threads[slot.rawValue].isExecUntold = false
        let main = commonRow(of: slot)
        forgetImage(of: main)
        if isExitProof(in: threads[main.rawValue].sandbox) { closeImage(of: main) }
        changed(main)
        if main != slot {
            copyImage(from: main, to: slot)
            changed(slot)
        }
    }

    /// In this sandbox exits are clean for execs only that happened.
    private func isExitProof(in sandbox: SandboxSlot) -> Bool {
        sandboxes[sandbox.rawValue].isExitAfterProof
            && !sandboxes[sandbox.rawValue].isExitBeforeProof
    }

    /// A clean exit proves the exec, which `sentry/execve` would have told before: the release is
    /// one of those, and the call was seen to begin.
    func isProvenByExit(of slot: ThreadSlot, wasUntold: Bool) -> Bool {
        let row = self[slot]
        guard isExitProof(in: row.sandbox) else { return false }
        let isEntered =
            !row.execPath.isEmpty && row.execArgumentsHash == 0
            && row.enterLossEpoch == self[row.sandbox].lossEpoch
        return isEntered || wasUntold
    }

    /// The first name that a thread has after the clean exit of an exec without proof: when it is
    /// a new one and that of the file, the exec happened.
    mutating func settleUnprovenExec(of slot: ThreadSlot, isRenamed: Bool) {
        let row = threads[slot.rawValue]
        let name = PathText.baseName(symbols.bytes(of: row.execPath)).slice(0, Self.nameLimit)
        if isRenamed && row.leader == slot && name.equals(symbols.bytes(of: row.comm)) {
            count(.execsUnseen, in: row.sandbox)
            setImage(
                of: slot, exe: symbols.retain(row.execExe), exePath: absoluteExecPath(of: slot),
                arguments: symbols.retain(row.execArguments),
                argumentCount: row.execArgumentCount)
            setEnvironment(.empty, of: slot)
            forgetFile(of: slot)
            threads[slot.rawValue].lastExecTimeNanos = row.execExitTimeNanos
            closeImage(of: slot)
            changed(slot)
            untoldExec = slot
        }
        forgetExecPath(of: slot)
    }

    /// The exec that the event just applied has proven, as the event that rules would have seen.
    /// Only where `untoldExec` is one; the text is valid until the next event.
    package func fillUntoldExec(
        provenBy proof: borrowing SyscallEvent, into event: inout SyscallEvent
    ) -> EventBinding {
        let row = self[untoldExec]
        event.begin(EventCode(Code.execve))
        event.number = proof.number
        event.timeNanos = row.lastExecTimeNanos
        event.threadID = row.threadID
        event.task = proof.task
        event.task.serial = 0
        event.task.fdPath = BorrowedBytes()
        event.set(ClonePlace.result, integer: 0)
        event.set(ClonePlace.exe, bytes: symbols.bytes(of: row.exe))
        event.set(ClonePlace.arguments, bytes: symbols.bytes(of: row.arguments))
        event.set(ClonePlace.threadID, integer: Int64(row.threadID))
        event.set(ClonePlace.processID, integer: Int64(row.processID))
        event.set(ClonePlace.cwd, bytes: symbols.bytes(of: row.cwd))
        event.set(ClonePlace.comm, bytes: symbols.bytes(of: row.comm))
        event.set(ExecPlace.exePath, bytes: symbols.bytes(of: row.exePath))
        event.set(ExecPlace.fileName, bytes: symbols.bytes(of: row.exePath))
        var binding = EventBinding()
        binding.thread = untoldExec
        return binding
    }

    private mutating func absoluteExecPath(of main: ThreadSlot) -> Symbol {
        let row = threads[main.rawValue]
        let path = symbols.bytes(of: row.execPath)
        if path.isEmpty { return .empty }
        if path[0] == UInt8(ascii: "/") { return symbols.retain(row.execPath) }
        if !row.isCwdKnown { return .empty }
        PathText.resolve(path, in: symbols.bytes(of: row.cwd), into: &pathScratch)
        return hold(pathScratch.view, in: row.sandbox) ?? .empty
    }

    /// What an exec ends: the sharing of descriptors, and those that are to close.
    private mutating func closeImage(of main: ThreadSlot) {
        unshareTable(of: main)
        closeOnExec(main)
    }

    /// An image was run that no message told of.
    mutating func forgetImage(of main: ThreadSlot) {
        count(.execsUnseen, in: threads[main.rawValue].sandbox)
        setImage(
            of: main, exe: symbols.retain(unknownText), exePath: .empty, arguments: .empty,
            argumentCount: 0)
        setEnvironment(.empty, of: main)
        forgetFile(of: main)
    }

    private mutating func forgetFile(of main: ThreadSlot) {
        threads[main.rawValue].isExeWritable = false
        threads[main.rawValue].isExeUpperLayer = false
        threads[main.rawValue].isExeLowerLayer = false
        threads[main.rawValue].isExeFromMemfd = false
        threads[main.rawValue].exeInode = 0
        threads[main.rawValue].exeChangeTimeNanos = 0
        threads[main.rawValue].exeModifyTimeNanos = 0
    }
}
