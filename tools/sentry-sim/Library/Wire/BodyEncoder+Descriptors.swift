internal import CSentryWire

/// Payloads of system calls, one function per message: the draft's numbers and texts in the order
/// of the message's own fields.
extension BodyEncoder {
    func signalfdBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Signalfd()
        unsafe gvisor__syscall__signalfd__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.fd = Int32(truncatingIfNeeded: draft.n0)
        unsafe message.fd_path = texts.pointer(draft.text0)
        unsafe message.sigset = UInt64(bitPattern: draft.n1)
        unsafe message.flags = Int32(truncatingIfNeeded: draft.n2)
        unsafe pack(&message, into: sink)
    }

    func eventfdBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Eventfd()
        unsafe gvisor__syscall__eventfd__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.val = Int32(truncatingIfNeeded: draft.n0)
        unsafe message.flags = UInt32(truncatingIfNeeded: draft.n1)
        unsafe pack(&message, into: sink)
    }

    func timerfdCreateBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__TimerfdCreate()
        unsafe gvisor__syscall__timerfd_create__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.clock_id = Int32(truncatingIfNeeded: draft.n0)
        unsafe message.flags = Int32(truncatingIfNeeded: draft.n1)
        unsafe pack(&message, into: sink)
    }

    func timerfdSetTimeBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__TimerfdSetTime()
        unsafe gvisor__syscall__timerfd_set_time__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.fd = Int32(truncatingIfNeeded: draft.n0)
        unsafe message.fd_path = texts.pointer(draft.text0)
        unsafe message.flags = Int32(truncatingIfNeeded: draft.n1)
        unsafe pack(&message, into: sink)
    }

    func timerfdGetTimeBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__TimerfdGetTime()
        unsafe gvisor__syscall__timerfd_get_time__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.fd = Int32(truncatingIfNeeded: draft.n0)
        unsafe message.fd_path = texts.pointer(draft.text0)
        unsafe pack(&message, into: sink)
    }

    func inotifyInitBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__InotifyInit()
        unsafe gvisor__syscall__inotify_init__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.flags = Int32(truncatingIfNeeded: draft.n0)
        unsafe pack(&message, into: sink)
    }

    func inotifyAddWatchBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__InotifyAddWatch()
        unsafe gvisor__syscall__inotify_add_watch__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.fd = Int32(truncatingIfNeeded: draft.n0)
        unsafe message.fd_path = texts.pointer(draft.text0)
        unsafe message.pathname = texts.pointer(draft.text1)
        unsafe message.mask = UInt32(truncatingIfNeeded: draft.n1)
        unsafe pack(&message, into: sink)
    }

    func inotifyRmWatchBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__InotifyRmWatch()
        unsafe gvisor__syscall__inotify_rm_watch__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.fd = Int32(truncatingIfNeeded: draft.n0)
        unsafe message.fd_path = texts.pointer(draft.text0)
        unsafe message.wd = Int32(truncatingIfNeeded: draft.n1)
        unsafe pack(&message, into: sink)
    }
}
