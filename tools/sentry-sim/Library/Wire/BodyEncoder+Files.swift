internal import CSentryWire

/// Payloads of system calls, one function per message: the draft's numbers and texts in the order
/// of the message's own fields.
extension BodyEncoder {
    func openBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Open()
        unsafe gvisor__syscall__open__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.fd = draft.n0
        unsafe message.fd_path = texts.pointer(draft.text0)
        unsafe message.pathname = texts.pointer(draft.text1)
        unsafe message.flags = UInt32(truncatingIfNeeded: draft.n1)
        unsafe message.mode = UInt32(truncatingIfNeeded: draft.n2)
        unsafe pack(&message, into: sink, atMost: limit(draft))
    }

    func closeBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Close()
        unsafe gvisor__syscall__close__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.fd = draft.n0
        unsafe message.fd_path = texts.pointer(draft.text0)
        unsafe pack(&message, into: sink, atMost: limit(draft))
    }

    func readBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Read()
        unsafe gvisor__syscall__read__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.fd = draft.n0
        unsafe message.fd_path = texts.pointer(draft.text0)
        unsafe message.count = UInt64(bitPattern: draft.n1)
        unsafe message.flags = UInt32(truncatingIfNeeded: draft.n3)
        unsafe message.has_offset = draft.flags & DraftFlag.hasOffset != 0 ? 1 : 0
        unsafe message.offset = draft.n2
        unsafe pack(&message, into: sink, atMost: limit(draft))
    }

    func writeBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Write()
        unsafe gvisor__syscall__write__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.fd = draft.n0
        unsafe message.fd_path = texts.pointer(draft.text0)
        unsafe message.count = UInt64(bitPattern: draft.n1)
        unsafe message.flags = UInt32(truncatingIfNeeded: draft.n3)
        unsafe message.has_offset = draft.flags & DraftFlag.hasOffset != 0 ? 1 : 0
        unsafe message.offset = draft.n2
        unsafe pack(&message, into: sink, atMost: limit(draft))
    }

    func mmapBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Mmap()
        unsafe gvisor__syscall__mmap__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.fd = draft.n0
        unsafe message.fd_path = texts.pointer(draft.text0)
        unsafe message.addr = UInt64(bitPattern: draft.n1)
        unsafe message.length = UInt64(bitPattern: draft.n2)
        unsafe message.prot = UInt32(truncatingIfNeeded: draft.n3)
        unsafe message.flags = UInt32(truncatingIfNeeded: draft.n4)
        unsafe message.offset = draft.n5
        unsafe pack(&message, into: sink)
    }

    func fcntlBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Fcntl()
        unsafe gvisor__syscall__fcntl__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.fd = Int32(truncatingIfNeeded: draft.n0)
        unsafe message.fd_path = texts.pointer(draft.text0)
        unsafe message.cmd = Int32(truncatingIfNeeded: draft.n1)
        unsafe message.args = draft.n2
        unsafe pack(&message, into: sink)
    }

    func dupBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Dup()
        unsafe gvisor__syscall__dup__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.old_fd = Int32(truncatingIfNeeded: draft.n0)
        unsafe message.new_fd = Int32(truncatingIfNeeded: draft.n1)
        unsafe message.fd_path = texts.pointer(draft.text0)
        unsafe message.flags = UInt32(truncatingIfNeeded: draft.n2)
        unsafe pack(&message, into: sink)
    }

    func pipeBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Pipe()
        unsafe gvisor__syscall__pipe__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.flags = UInt32(truncatingIfNeeded: draft.n0)
        unsafe message.reader = Int32(truncatingIfNeeded: draft.n1)
        unsafe message.writer = Int32(truncatingIfNeeded: draft.n2)
        unsafe pack(&message, into: sink)
    }
}
