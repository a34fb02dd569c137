internal import CSentryWire

/// Payloads of system calls, one function per message: the draft's numbers and texts in the order
/// of the message's own fields.
extension BodyEncoder {
    func connectBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Connect()
        unsafe gvisor__syscall__connect__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.fd = draft.n0
        unsafe message.fd_path = texts.pointer(draft.text0)
        unsafe message.address = address(draft)
        unsafe pack(&message, into: sink)
    }

    func socketBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Socket()
        unsafe gvisor__syscall__socket__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.domain = Int32(truncatingIfNeeded: draft.n0)
        unsafe message.type = Int32(truncatingIfNeeded: draft.n1)
        unsafe message.protocol = Int32(truncatingIfNeeded: draft.n2)
        unsafe pack(&message, into: sink)
    }

    func bindBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Bind()
        unsafe gvisor__syscall__bind__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.fd = Int32(truncatingIfNeeded: draft.n0)
        unsafe message.fd_path = texts.pointer(draft.text0)
        unsafe message.address = address(draft)
        unsafe pack(&message, into: sink)
    }

    func acceptBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Accept()
        unsafe gvisor__syscall__accept__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.fd = Int32(truncatingIfNeeded: draft.n0)
        unsafe message.fd_path = texts.pointer(draft.text0)
        unsafe message.address = address(draft)
        unsafe message.flags = Int32(truncatingIfNeeded: draft.n1)
        unsafe pack(&message, into: sink)
    }

    func socketPairBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__SocketPair()
        unsafe gvisor__syscall__socket_pair__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.domain = Int32(truncatingIfNeeded: draft.n0)
        unsafe message.type = Int32(truncatingIfNeeded: draft.n1)
        unsafe message.protocol = Int32(truncatingIfNeeded: draft.n2)
        unsafe message.socket1 = Int32(truncatingIfNeeded: draft.n3)
        unsafe message.socket2 = Int32(truncatingIfNeeded: draft.n4)
        unsafe pack(&message, into: sink)
    }

    func listenBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Listen()
        unsafe gvisor__syscall__listen__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.fd = Int32(truncatingIfNeeded: draft.n0)
        unsafe message.fd_path = texts.pointer(draft.text0)
        unsafe message.backlog = Int32(truncatingIfNeeded: draft.n1)
        unsafe message.address = address(draft)
        unsafe message.socket_family = Int32(truncatingIfNeeded: draft.n2)
        unsafe message.socket_type = Int32(truncatingIfNeeded: draft.n3)
        unsafe pack(&message, into: sink)
    }
}
