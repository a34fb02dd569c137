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
        let slot = contextLinks[place].thread
        let common = contextLinks[place].common
        guard threads[slot.rawValue].generation == contextLinks[place].threadGeneration,
            threads[common.rawValue].generation == contextLinks[place].commonGeneration,
            sandboxes[sandbox.rawValue].ancestryEpoch == contextLinks[place].epoch
        else { return false }
        if slot == common {
            // Something of an exec by another thread may be left to settle.
            if threads[slot.rawValue].isDead { return false }
            if !threads[slot.rawValue].nextThread.isNone && hasDying(slot) { return false }
        }
        applyingThread = slot
        binding.thread = slot
        threads[slot.rawValue].isTouched = true
        threads[slot.rawValue].lateEventCount = 0
        threads[slot.rawValue].lastEventTimeNanos = event.timeNanos
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
        guard Int(event.code.rawValue) < EventCode.limit else { return }
        let shape = shapes[Int(event.code.rawValue)]
        let code = event.code.rawValue
        let isDuplication = code == Code.fcntl
        guard shape.hasDescriptor else { return }
        binding.hasDescriptorNumber = true
        binding.descriptorNumber = -1
        if isDuplication || Self.isDup(code) {
            let result = event.integer(0)
            let isNew = result >= 0 ? Self.makesDuplicate(event) : false
            let isKnown = !binding.thread.isNone
            let number = event.integer(isNew ? 0 : 1)
            binding.descriptorNumber = number
            if isNew && isKnown && descriptor(number, of: binding.thread).isNone {
                // The old one was not known: nothing was copied.
                binding.descriptorNumber = event.integer(1)
            }
        } else if shape.createsDescriptor {
            let index = Int(shape.resultIndex)
            let result = event.integer(0)
            let isSet = event.has(index)
            if shape.isExit && index >= 0 && result >= 0 && isSet {
                binding.descriptorNumber = event.integer(index)
            }
        } else if shape.descriptorIndex >= 0 {
            binding.descriptorNumber = event.integer(Int(shape.descriptorIndex))
        }
        if binding.thread.isNone { return }
        let found = descriptor(binding.descriptorNumber, of: binding.thread)
        binding.descriptor = found
        let isPathOfUsed = shape.usesDescriptor && !shape.createsDescriptor
        let hasPath = !event.task.fdPath.isEmpty
        if hasPath && (isPathOfUsed || isDuplication) {
            learnPath(&event, &binding)
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
