internal import Core
internal import Events

// A process runs another image. Up to three messages tell of it: the call's enter, its exit, and
// `sentry/execve`. Exactly one of them becomes the visible event, and only that one changes the
// table. Before gVisor's release-20250820.0 the order is enter, sentry/execve, exit; since then
// enter, exit, sentry/execve, and the exit is clean for failed calls too.
extension StateTable {
    /// The enter event: keeps the path as passed, which `sentry/execve` does not always have.
    mutating func rememberExec(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        let isAt = event.code.rawValue == Code.execveatEnter
        keepExecPath(event.bytes(isAt ? 1 : 0), hash: 0, of: slot)
        threads[slot.rawValue].awaitsExecExit = false
        threads[slot.rawValue].isExecByExit = false
        threads[slot.rawValue].execExitTimeNanos = 0
    }

    private mutating func keepExecPath(
        _ path: BorrowedBytes, hash: UInt32, of slot: ThreadSlot
    ) {
        let row = threads[slot.rawValue]
        let symbol = hold(path, in: row.sandbox) ?? .empty
        symbols.release(row.execPath)
        threads[slot.rawValue].execPath = symbol
        threads[slot.rawValue].execArgumentsHash = hash
        threads[slot.rawValue].enterLossEpoch = sandboxes[row.sandbox.rawValue].lossEpoch
    }

    mutating func applyExec(_ event: inout SyscallEvent, _ binding: inout EventBinding) {
        let slot = binding.thread
        let result = event.integer(ClonePlace.result)
        if event.exec.isRawTwin {
            binding.isVisible = false
            noteRawExec(result, of: slot)
            return
        }
        let wasUntold = threads[slot.rawValue].isExecUntold
        threads[slot.rawValue].isExecUntold = false
        if result < 0 {
            // A failed call is seen and changes nothing.
            threads[slot.rawValue].awaitsExecExit = false
            forgetExecPath(of: slot)
            return
        }
        let isOrdinary = event.task.isPresent ? !event.task.isContainerStart : false
        if !isOrdinary {
            changeImage(event, of: slot, &binding)
            return
        }
        if event.exec.isPresent {
            applyProvenExec(&event, &binding)
        } else {
            applyExecExit(event, wasUntold: wasUntold, &binding)
        }
    }

    /// `sentry/execve`: the proof.
    private mutating func applyProvenExec(
        _ event: inout SyscallEvent, _ binding: inout EventBinding
    ) {
        let slot = binding.thread
        let sandbox = threads[slot.rawValue].sandbox
        if sandboxes[sandbox.rawValue].execProof == .unknown {
            sandboxes[sandbox.rawValue].execProof = .sentryExecve
        }
        if threads[slot.rawValue].execArgumentsHash != 0 {
            sandboxes[sandbox.rawValue].isExitBeforeProof = true
        }
        completeExec(&event, of: slot)
        let epoch = sandboxes[sandbox.rawValue].lossEpoch
        if threads[slot.rawValue].isExecByExit && threads[slot.rawValue].enterLossEpoch == epoch {
            // The exit was shown already; this message only adds what the exit could not know.
            threads[slot.rawValue].isExecByExit = false
            sandboxes[sandbox.rawValue].isExitBeforeProof = true
            binding.isVisible = false
        }
        changeImage(event, of: slot, &binding)
        let main = mainThread(of: slot)
        let isOldOrder = !sandboxes[sandbox.rawValue].isExitBeforeProof
        noteProof(isOldOrder, of: slot)
        if !main.isNone { noteProof(isOldOrder, of: main) }
        // The thread that takes over may still tell its exit under the old id: its row waits.
        if isOldOrder && main != slot { threads[slot.rawValue].isDead = false }
        showAtExit(isOldOrder, slot, main, &binding)
    }

    private mutating func noteProof(_ awaitsExit: Bool, of slot: ThreadSlot) {
        let sandbox = threads[slot.rawValue].sandbox
        threads[slot.rawValue].isExecProven = true
        threads[slot.rawValue].awaitsExecExit = awaitsExit
        threads[slot.rawValue].enterLossEpoch = sandboxes[sandbox.rawValue].lossEpoch
    }

    /// In the old order the exit follows at once, and Falco dates an exec by it. Once the sandbox
    /// is known to send exits, they show the exec in place of the proof.
    private mutating func showAtExit(
        _ isOldOrder: Bool, _ slot: ThreadSlot, _ main: ThreadSlot,
        _ binding: inout EventBinding
    ) {
        let sandbox = threads[slot.rawValue].sandbox
        // Where other threads die of the exec, the exit comes under another id.
        let isAlone = main == slot && threads[slot.rawValue].threadCount <= 1
        let isShownLater =
            isOldOrder && isAlone && binding.isVisible
            && sandboxes[sandbox.rawValue].isExitAfterProof
        threads[slot.rawValue].isExecToShow = isShownLater
        if !main.isNone { threads[main.rawValue].isExecToShow = isShownLater }
        if isShownLater { binding.isVisible = false }
    }

    /// A clean exit: the exec itself where the session proves it no other way, else a companion.
    private mutating func applyExecExit(
        _ event: borrowing SyscallEvent, wasUntold: Bool, _ binding: inout EventBinding
    ) {
        let slot = binding.thread
        let sandbox = threads[slot.rawValue].sandbox
        if threads[slot.rawValue].awaitsExecExit {
            threads[slot.rawValue].awaitsExecExit = false
            threads[slot.rawValue].isExecProven = false
            if threads[slot.rawValue].isDying {
                // It goes with this event; its main thread has nothing more to wait for.
                threads[slot.rawValue].isDead = true
                let main = mainThread(of: slot)
                if !main.isNone { threads[main.rawValue].awaitsExecExit = false }
            } else if hasDying(slot) {
                // Told under the main thread's id: the exec is complete, the others have ended.
                threads[slot.rawValue].awaitsTakeover = false
                removeDyingThreads(of: slot)
            }
            if threads[slot.rawValue].enterLossEpoch == sandboxes[sandbox.rawValue].lossEpoch {
                sandboxes[sandbox.rawValue].isExitAfterProof = true
            }
            binding.isVisible = threads[slot.rawValue].isExecToShow
            threads[slot.rawValue].isExecToShow = false
            return
        }
        let isProven = isProvenByExit(of: slot, wasUntold: wasUntold)
        if sandboxes[sandbox.rawValue].execProof == .sentryExecve && !isProven {
            binding.isVisible = false
            keepExec(event, of: slot)
            return
        }
        forgetExecPath(of: slot)
        changeImage(event, of: slot, &binding)
        // A proof of the same exec may follow all the same.
        threads[slot.rawValue].isExecByExit = sandboxes[sandbox.rawValue].execProof != .exits
        threads[slot.rawValue].enterLossEpoch = sandboxes[sandbox.rawValue].lossEpoch
    }

    /// What an exit tells, until `sentry/execve` proves it, or a new name.
    private mutating func keepExec(_ event: borrowing SyscallEvent, of slot: ThreadSlot) {
        let sandbox = threads[slot.rawValue].sandbox
        keepExecPath(
            event.bytes(ExecPlace.fileName), hash: Self.argumentsHash(event), of: slot)
        threads[slot.rawValue].execExitTimeNanos = event.timeNanos
        let list = event.bytes(ClonePlace.arguments)
        let exe = hold(event.bytes(ClonePlace.exe), in: sandbox)
        let arguments = holdList(list, limit: limits.argumentBytes, in: sandbox)
        symbols.release(threads[slot.rawValue].execExe)
        symbols.release(threads[slot.rawValue].execArguments)
        threads[slot.rawValue].execExe = exe ?? symbols.retain(unknownText)
        threads[slot.rawValue].execArguments = arguments
        threads[slot.rawValue].execArgumentCount = Self.entryCount(list)
    }

    /// Never 0; `argv[0]` is left out, since a script's is replaced.
    private static func argumentsHash(_ event: borrowing SyscallEvent) -> UInt32 {
        UInt32(truncatingIfNeeded: event.bytes(ClonePlace.arguments).hash()) | 1
    }

    /// Gives the proof what an earlier message of the same call said: the path as passed, and so
    /// the name that the kernel gives to the thread.
    private mutating func completeExec(_ event: inout SyscallEvent, of slot: ThreadSlot) {
        defer { forgetExecPath(of: slot) }
        let row = threads[slot.rawValue]
        let hash = Self.argumentsHash(event)
        let isSame = row.execArgumentsHash == 0 || row.execArgumentsHash == hash
        guard isSame, row.enterLossEpoch == sandboxes[row.sandbox.rawValue].lossEpoch else {
            return
        }
        // Falco dates an exec by the call's exit.
        if row.execExitTimeNanos > 0 { event.timeNanos = row.execExitTimeNanos }
        guard !row.execPath.isEmpty, event.exec.passedPath.isEmpty else { return }
        textScratch.clear()
        textScratch.append(symbols.bytes(of: row.execPath))
        let path = textScratch.view
        let name = PathText.baseName(path).slice(0, Self.nameLimit)
        if name.isEmpty { return }
        event.set(ExecPlace.fileName, bytes: path)
        event.set(ClonePlace.comm, bytes: name)
        let isFromMemfd = event.exec.isFromMemfd
        if path[0] == UInt8(ascii: "/") && !isFromMemfd
            && !path.hasPrefix(Self.processFolder) && !path.hasPrefix(Self.descriptorFolder)
        {
            event.set(ExecPlace.exePath, bytes: path)
        }
    }

    private static var processFolder: BorrowedBytes { bytes("/proc/") }
    private static var descriptorFolder: BorrowedBytes { bytes("/dev/fd/") }

    static func bytes(_ text: StaticString) -> BorrowedBytes {
        unsafe BorrowedBytes(unsafeStart: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    mutating func forgetExecPath(of slot: ThreadSlot) {
        symbols.release(threads[slot.rawValue].execPath)
        symbols.release(threads[slot.rawValue].execExe)
        symbols.release(threads[slot.rawValue].execArguments)
        threads[slot.rawValue].execPath = .empty
        threads[slot.rawValue].execExe = .empty
        threads[slot.rawValue].execArguments = .empty
        threads[slot.rawValue].execArgumentsHash = 0
        threads[slot.rawValue].execExitTimeNanos = 0
    }

    // MARK: - Ids that pass on

    /// An event of a main thread shows that an exec of its process is complete, or, when the table
    /// has the thread dead, that one was missed: another thread has taken over the id.
    mutating func settleTakeover(_ event: inout SyscallEvent, of main: ThreadSlot) {
        let row = threads[main.rawValue]
        let isExec = Self.isExecCode(event.code.rawValue)
        if row.isDead {
            threads[main.rawValue].isDead = false
            count(.leadersTakenOver, in: row.sandbox)
            removeOtherThreads(of: main)
            threads[main.rawValue].threadCount = 1
            if !isExec { forgetImage(of: main) }
            changed(main)
            return
        }
        if row.nextThread.isNone || isExec || !hasDying(main) { return }
        if row.awaitsTakeover {
            let name = event.task.processName
            guard !name.isEmpty, name.equals(symbols.bytes(of: row.comm)) else { return }
            threads[main.rawValue].awaitsTakeover = false
            count(.leadersTakenOver, in: row.sandbox)
        }
        removeDyingThreads(of: main)
    }

    static func isExecCode(_ code: UInt16) -> Bool {
        code == Code.execve || code == Code.execveat || code == Code.execveEnter
            || code == Code.execveatEnter
    }

    /// The first of the other threads is dying: they all die together.
    func hasDying(_ main: ThreadSlot) -> Bool {
        let next = self[main].nextThread
        return !next.isNone && self[next].isDying
    }

    private mutating func removeDyingThreads(of main: ThreadSlot) {
        var other = threads[main.rawValue].nextThread
        while !other.isNone {
            let next = threads[other.rawValue].nextThread
            if threads[other.rawValue].isDying {
                count(.threadsVanished, in: threads[main.rawValue].sandbox)
                removeThread(other)
            }
            other = next
        }
        fixThreadCount(of: main)
    }

    private mutating func removeOtherThreads(of main: ThreadSlot) {
        while !threads[main.rawValue].nextThread.isNone {
            count(.threadsVanished, in: threads[main.rawValue].sandbox)
            removeThread(threads[main.rawValue].nextThread)
        }
    }

    private mutating func fixThreadCount(of main: ThreadSlot) {
        var live: UInt32 = threads[main.rawValue].isDead ? 0 : 1
        var other = threads[main.rawValue].nextThread
        while !other.isNone {
            if !threads[other.rawValue].isDead && !threads[other.rawValue].isDying { live &+= 1 }
            other = threads[other.rawValue].nextThread
        }
        threads[main.rawValue].threadCount = live
    }
}
