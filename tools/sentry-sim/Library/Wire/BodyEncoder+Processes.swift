internal import CSentryWire

/// Payloads of system calls, one function per message: the draft's numbers and texts in the order
/// of the message's own fields.
extension BodyEncoder {
    func execveBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Execve()
        unsafe gvisor__syscall__execve__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.fd = draft.n0
        unsafe message.fd_path = texts.pointer(draft.text0)
        unsafe message.pathname = texts.pointer(draft.text1)
        let argv = unsafe texts.elements(draft.list0)
        unsafe message.argv = argv.pointers
        unsafe message.n_argv = argv.count
        let envv = unsafe texts.elements(draft.list1)
        unsafe message.envv = envv.pointers
        unsafe message.n_envv = envv.count
        unsafe message.flags = UInt32(truncatingIfNeeded: draft.n1)
        unsafe pack(&message, into: sink)
    }

    func chdirBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Chdir()
        unsafe gvisor__syscall__chdir__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.fd = draft.n0
        unsafe message.fd_path = texts.pointer(draft.text0)
        unsafe message.pathname = texts.pointer(draft.text1)
        unsafe pack(&message, into: sink)
    }

    func setidBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Setid()
        unsafe gvisor__syscall__setid__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.id = UInt32(truncatingIfNeeded: draft.n0)
        unsafe pack(&message, into: sink)
    }

    func setresidBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Setresid()
        unsafe gvisor__syscall__setresid__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.rid = UInt32(truncatingIfNeeded: draft.n0)
        unsafe message.eid = UInt32(truncatingIfNeeded: draft.n1)
        unsafe message.sid = UInt32(truncatingIfNeeded: draft.n2)
        unsafe pack(&message, into: sink)
    }

    func chrootBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Chroot()
        unsafe gvisor__syscall__chroot__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.pathname = texts.pointer(draft.text1)
        unsafe pack(&message, into: sink)
    }

    func cloneBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Clone()
        unsafe gvisor__syscall__clone__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.flags = UInt64(bitPattern: draft.n0)
        unsafe message.stack = UInt64(bitPattern: draft.n1)
        unsafe message.new_tid = UInt64(bitPattern: draft.n2)
        unsafe message.tls = UInt64(bitPattern: draft.n3)
        unsafe pack(&message, into: sink)
    }

    func forkBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Fork()
        unsafe gvisor__syscall__fork__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe pack(&message, into: sink)
    }

    func ptraceBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Ptrace()
        unsafe gvisor__syscall__ptrace__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.request = draft.n0
        unsafe message.pid = Int32(truncatingIfNeeded: draft.n1)
        unsafe pack(&message, into: sink)
    }
}
