internal import Core

extension StateTable {
    /// Makes room for one connection; nil when the shard has as many as it may.
    ///
    /// - Parameter execProof: `sentryExecve` or `exits` when the session's configuration is known.
    package mutating func openSandbox(execProof: ExecProof = .unknown) -> SandboxSlot? {
        var row = SandboxRow()
        row.isOpen = true
        row.execProof = execProof
        // Not from 0, so that a stamp of an earlier user of the slot does not come again soon.
        row.ancestryEpoch = nextGeneration()
        guard let index = sandboxes.insert(row) else { return nil }
        counters[Int(index)] = StateCounters()
        return SandboxSlot(rawValue: index)
    }

    /// Forgets everything about a sandbox: its connection has ended. Time grows with what it holds.
    package mutating func closeSandbox(_ sandbox: SandboxSlot) {
        precondition(sandboxes[sandbox.rawValue].isOpen)
        applyingThread = .none
        renamedDescriptor = .none
        while !sandboxes[sandbox.rawValue].oldestThread.isNone {
            removeThread(sandboxes[sandbox.rawValue].oldestThread)
        }
        removeContainers(of: sandbox)
        symbols.release(sandboxes[sandbox.rawValue].id)
        assert(sandboxes[sandbox.rawValue].threadCount == 0)
        assert(sandboxes[sandbox.rawValue].descriptorCount == 0)
        assert(sandboxes[sandbox.rawValue].nodeCount == 0)
        assert(symbols.byteCount(of: sandbox.rawValue &+ 1) == 0)
        sandboxes[sandbox.rawValue].isOpen = false
        sandboxes.remove(sandbox.rawValue)
    }

    /// The stream of a sandbox has a gap: what waited for its other half is void.
    package mutating func noteLoss(in sandbox: SandboxSlot) {
        sandboxes[sandbox.rawValue].lossEpoch &+= 1
        sandboxes[sandbox.rawValue].isExitAfterProof = false
    }

    /// The runtime's id of a sandbox, when something else than its stream tells it. Cold.
    package mutating func setSandboxID(_ id: String, of sandbox: SandboxSlot) {
        var text = id
        let symbol = text.withUTF8 { buffer in
            hold(unsafe BorrowedBytes(UnsafeRawBufferPointer(buffer)), in: sandbox) ?? .empty
        }
        symbols.release(sandboxes[sandbox.rawValue].id)
        sandboxes[sandbox.rawValue].id = symbol
    }

    /// The runtime's id of a sandbox as far as it is known: as told, else that of the container
    /// whose first process has thread id 1; empty unknown. Cold.
    package func sandboxID(of sandbox: SandboxSlot) -> String {
        let row = sandboxes[sandbox.rawValue]
        if !row.id.isEmpty { return symbols.bytes(of: row.id).string }
        if row.rootContainer.isNone { return "" }
        return symbols.bytes(of: containers[row.rootContainer.rawValue].fullID).string
    }
}
