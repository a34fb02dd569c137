internal import Core
internal import Decode
package import Events

extension StateTable {
    /// Makes an event's changes, but for removals, and says which rows it touches. The event's
    /// parameters are completed where another message of the same call told more.
    ///
    /// Never traps, whatever the event holds. Constant time but for exec (linear in the process's
    /// threads and close-on-exec descriptors) and evictions (bounded).
    package mutating func apply(
        _ event: inout SyscallEvent, in sandbox: SandboxSlot
    ) -> EventBinding {
        forgetRenaming()
        applyingThread = .none
        untoldExec = .none
        var binding = EventBinding()
        switch event.code.rawValue {
        case Code.clone, Code.fork, Code.vfork, Code.clone3:
            applyClone(&event, in: sandbox, &binding)
        case Code.procexit:
            applyExit(&event, in: sandbox, &binding)
        default:
            if !beginAsBefore(&event, in: sandbox, &binding) {
                beginAnew(&event, in: sandbox, &binding)
            }
            if !binding.thread.isNone { applyToThread(&event, &binding) }
        }
        bindDescriptor(&event, &binding)
        return binding
    }

    /// Finds the event's thread and takes in its context by what became of the same context before;
    /// false when there was none, or when its rows have changed since.
    private mutating func beginAsBefore(
        _ event: inout SyscallEvent, in sandbox: SandboxSlot, _ binding: inout EventBinding
    ) -> Bool {
        let serial = event.task.serial
        let place = ContextMemory.slot(of: serial)
        guard serial != 0, contextLinks[place].serial == serial,
            contextLinks[place].sandbox == sandbox
        else { return false }
        let link = contextLinks[place]
        let slot = link.thread
        let isMain = slot == link.common
        guard sandboxes[sandbox.rawValue].ancestryEpoch == link.epoch,
            isMain || threads[link.common.rawValue].generation == link.commonGeneration,
            Self.resume(&threads[slot.rawValue], link.threadGeneration, isMain, event.timeNanos)
        else { return false }
        // Something of an exec by another thread may be left to settle.
        if isMain && !threads[slot.rawValue].nextThread.isNone && hasDying(slot) { return false }
        applyingThread = slot
        binding.thread = slot
        return true
    }

    /// What each event changes of its thread, if the row is as it was and lives.
    @inline(__always)
    private static func resume(
        _ row: inout ThreadRow, _ generation: UInt32, _ isMain: Bool, _ timeNanos: UInt64
    ) -> Bool {
        if row.generation != generation || isMain && row.isDead { return false }
        row.isTouched = true
        row.lateEventCount = 0
        row.lastEventTimeNanos = timeNanos
        return true
    }

    /// The same by looking at everything; what then agrees with the table is remembered.
    private mutating func beginAnew(
        _ event: inout SyscallEvent, in sandbox: SandboxSlot, _ binding: inout EventBinding
    ) {
        let known = locate(&event, in: sandbox, creates: true)
        binding.thread = known
        if known.isNone { return }
        let generation = lastGeneration
        let epoch = sandboxes[sandbox.rawValue].ancestryEpoch
        let refused = totals[.textsRefused] &+ totals[.containersRefused]
        begin(&event, of: known)
        let serial = event.task.serial
        // What was refused is tried again, and what was set right is looked at once more.
        guard serial != 0, lastGeneration == generation,
            sandboxes[sandbox.rawValue].ancestryEpoch == epoch,
            totals[.textsRefused] &+ totals[.containersRefused] == refused,
            !isExec(event.code.rawValue, known)
        else { return }
        let common = commonRow(of: known)
        contextLinks[ContextMemory.slot(of: serial)] = ContextLink(
            serial: serial, sandbox: sandbox, thread: known, common: common,
            threadGeneration: threads[known.rawValue].generation,
            commonGeneration: threads[common.rawValue].generation, epoch: epoch)
    }

    /// What every event of a known thread does.
    mutating func begin(_ event: inout SyscallEvent, of slot: ThreadSlot) {
        applyingThread = slot
        threads[slot.rawValue].isTouched = true
        threads[slot.rawValue].lastEventTimeNanos = event.timeNanos
        if !event.task.isPresent { return }
        observe(event.task, code: event.code.rawValue, of: slot)
        let main = mainThread(of: slot)
        if main == slot { settleTakeover(&event, of: slot) }
    }

    private mutating func applyToThread(
        _ event: inout SyscallEvent, _ binding: inout EventBinding
    ) {
        let slot = binding.thread
        switch event.code.rawValue {
        case Code.execveEnter, Code.execveatEnter:
            rememberExec(event, of: slot)
        case Code.execve, Code.execveat:
            applyExec(&event, &binding)
        case Code.openEnter, Code.creatEnter, Code.openatEnter, Code.openat2Enter:
            rememberOpen(&event, of: slot)
        case Code.open, Code.creat, Code.openat, Code.openat2, Code.openByHandleAt:
            applyOpen(&event, of: slot)
        case Code.chdir: applyDirectoryChange(event, of: slot)
        case Code.fchdir: applyDescriptorDirectoryChange(event, of: slot)
        case Code.chroot: applyRootChange(event, of: slot)
        case Code.unshare: applyUnshare(event, of: slot)
        case Code.setuid, Code.setgid, Code.setresuid, Code.setresgid, Code.setreuid,
            Code.setregid:
            applyCredentials(event, of: slot)
        case Code.setsid, Code.setpgid: applySession(event, of: slot)
        case Code.prlimit, Code.setrlimit: applyLimit(event, of: slot)
        case Code.capset: applyCapabilities(event, of: slot)
        case Code.socket, Code.socketpair, Code.bind, Code.connect, Code.listen, Code.accept,
            Code.accept4, Code.sendto, Code.sendmsg, Code.recvfrom, Code.recvmsg, Code.shutdown:
            applySocket(event, of: slot)
        case Code.closeRange: applyCloseRange(event, of: slot)
        default:
            if shapes[Int(event.code.rawValue & 511)].createsDescriptor
                || event.code.rawValue == Code.fcntl
            {
                applyNewDescriptor(event, of: slot)
            }
        }
    }

    /// Which descriptor the event's `fd.*` fields read.
    private mutating func bindDescriptor(
        _ event: inout SyscallEvent, _ binding: inout EventBinding
    ) {
        let code = Int(event.code.rawValue)
        guard code < EventCode.limit else { return }
        let source = shapes[code].source
        if source == .none { return }
        binding.hasDescriptorNumber = true
        var takesPath = false
        switch source {
        case .none: return
        case .parameter:
            let index = Int(shapes[code].descriptorIndex)
            binding.descriptorNumber = index >= 0 ? event.integer(index) : -1
            takesPath = shapes[code].usesDescriptor
        case .result:
            let index = Int(shapes[code].resultIndex)
            let isMade = shapes[code].isExit && index >= 0 && event.integer(0) >= 0
            let isSet = isMade ? event.has(index) : false
            binding.descriptorNumber = isSet ? event.integer(index) : -1
        case .duplication:
            bindDuplicate(&event, &binding)
            takesPath = code == Int(Code.fcntl)
        }
        if binding.thread.isNone { return }
        binding.descriptor = descriptor(binding.descriptorNumber, of: binding.thread)
        if takesPath && !event.task.fdPath.isEmpty { learnPath(&event, &binding) }
    }

    private mutating func bindDuplicate(
        _ event: inout SyscallEvent, _ binding: inout EventBinding
    ) {
        let isNew = event.integer(0) >= 0 ? Self.makesDuplicate(event) : false
        binding.descriptorNumber = event.integer(isNew ? 0 : 1)
        if isNew && !binding.thread.isNone
            && descriptor(binding.descriptorNumber, of: binding.thread).isNone
        {
            // The old one was not known: nothing was copied.
            binding.descriptorNumber = event.integer(1)
        }
    }

    static func isDup(_ code: UInt16) -> Bool {
        code == Code.dup || code == Code.dup2 || code == Code.dup3
    }

    /// fcntl makes a descriptor with two of its commands, dup always.
    static func makesDuplicate(_ event: borrowing SyscallEvent) -> Bool {
        if event.code.rawValue != Code.fcntl { return true }
        let command = event.integer(2)
        return command == 1 || command == 26
    }

    private mutating func forgetRenaming() {
        if renamedDescriptor.isNone { return }
        let slot = renamedDescriptor.rawValue
        renamedDescriptor = .none
        descriptors[slot].isNameChanged = false
        descriptors[slot].generation = nextGeneration()
    }

    /// Makes an event's removals (close, exit) once the rules have seen it.
    package mutating func finish(_ event: borrowing SyscallEvent, _ binding: EventBinding) {
        if binding.thread.isNone { return }
        applyingThread = .none
        switch event.code.rawValue {
        case Code.close: finishClose(event, binding)
        case Code.closeRange: finishCloseRange(event, binding)
        case Code.procexit: finishExit(event, binding)
        case Code.execve, Code.execveat:
            if self[binding.thread].isDead { removeThread(binding.thread) }
        default: break
        }
    }
}
