internal import CSentryWire

/// Payloads that are not a system call's, and the two calls with submessages.
extension BodyEncoder {
    func containerStartBody(_ draft: Draft, into sink: ByteSink) {
        var message = unsafe Gvisor__Container__Start()
        unsafe gvisor__container__start__init(&message)
        unsafe message.id = texts.pointer(draft.text0)
        unsafe message.cwd = texts.pointer(draft.text1)
        let args = unsafe texts.elements(draft.list0)
        unsafe message.args = args.pointers
        unsafe message.n_args = args.count
        let env = unsafe texts.elements(draft.list1)
        unsafe message.env = env.pointers
        unsafe message.n_env = env.count
        unsafe message.terminal = draft.flags & DraftFlag.terminal != 0 ? 1 : 0
        unsafe pack(&message, into: sink)
    }

    /// n0 thread, n1 thread group, n2 start, n3 flags.
    func cloneInfoBody(_ draft: Draft, into sink: ByteSink) {
        var message = unsafe Gvisor__Sentry__CloneInfo()
        unsafe gvisor__sentry__clone_info__init(&message)
        unsafe message.created_thread_id = Int32(truncatingIfNeeded: draft.n0)
        unsafe message.created_thread_group_id = Int32(truncatingIfNeeded: draft.n1)
        unsafe message.created_thread_start_time_ns = draft.n2
        unsafe message.flags = UInt64(bitPattern: draft.n3)
        unsafe pack(&message, into: sink)
    }

    func exitBody(_ draft: Draft, into sink: ByteSink) {
        // Both types are a context and one number.
        var message = unsafe Gvisor__Sentry__TaskExit()
        unsafe gvisor__sentry__task_exit__init(&message)
        unsafe message.exit_status = Int32(truncatingIfNeeded: draft.n0)
        unsafe pack(&message, into: sink)
    }

    /// n0 mode, n1 inode, n2 ctime seconds, n3 size; text0 path, text1 execfn; n4 the paths of
    /// standard input and, in the upper half, output, n5 of standard error.
    func execveInfoBody(_ draft: Draft, into sink: ByteSink) {
        var message = unsafe Gvisor__Sentry__ExecveInfo()
        unsafe gvisor__sentry__execve_info__init(&message)
        unsafe message.binary_path = texts.pointer(draft.text0)
        let argv = unsafe texts.elements(draft.list0)
        unsafe message.argv = argv.pointers
        unsafe message.n_argv = argv.count
        let env = unsafe texts.elements(draft.list1)
        unsafe message.env = env.pointers
        unsafe message.n_env = env.count
        let hasInfo = draft.flags & DraftFlag.binaryInfo != 0
        if hasInfo { unsafe message.binary_mode = UInt32(truncatingIfNeeded: draft.n0) }
        guard draft.flags & DraftFlag.recent != 0 else {
            unsafe pack(&message, into: sink)
            return
        }
        unsafe message.execfn = texts.pointer(draft.text1)
        var digests = [UInt8](repeating: 0, count: 52)
        if draft.flags & (DraftFlag.sha256 | DraftFlag.sha1) != 0 {
            for index in digests.indices {
                digests[index] = UInt8(truncatingIfNeeded: draft.n1 &* 31 &+ Int64(index * 7))
            }
        }
        var changed = unsafe Gvisor__Common__Timespec()
        unsafe gvisor__common__timespec__init(&changed)
        unsafe changed.sec = draft.n2
        unsafe changed.nsec = 851_791_660
        unsafe digests.withUnsafeMutableBufferPointer { digests in
            if draft.flags & DraftFlag.sha256 != 0, let bytes = digests.baseAddress {
                unsafe message.binary_sha256 = ProtobufCBinaryData(len: 32, data: bytes)
            }
            if draft.flags & DraftFlag.sha1 != 0, let bytes = digests.baseAddress {
                unsafe message.binary_sha1 = ProtobufCBinaryData(len: 20, data: bytes + 32)
            }
            unsafe withUnsafeMutablePointer(to: &changed) { changed in
                if hasInfo {
                    let isUpper = draft.flags & DraftFlag.upperLayer != 0
                    let isMemfd = draft.flags & DraftFlag.memfd != 0
                    unsafe message.binary_ino = UInt64(bitPattern: draft.n1)
                    unsafe message.binary_ctime = changed
                    unsafe message.binary_overlayfs_upper = isUpper ? 1 : 0
                    unsafe message.binary_overlayfs_lower = isUpper || isMemfd ? 0 : 1
                    unsafe message.binary_in_memfd = isMemfd ? 1 : 0
                    unsafe message.binary_size = draft.n3
                    unsafe message.binary_nlink = 1
                }
                unsafe packWithDescriptors(&message, draft, into: sink)
            }
        }
    }

    /// Adds the standard descriptors; one that is closed has no path and is left out.
    private func packWithDescriptors(
        _ message: inout Gvisor__Sentry__ExecveInfo, _ draft: Draft, into sink: ByteSink
    ) {
        guard draft.flags & DraftFlag.stdio != 0 else {
            unsafe pack(&message, into: sink)
            return
        }
        let ids = [draft.n4, draft.n4 >> 32, draft.n5].map {
            TextID(rawValue: UInt32(truncatingIfNeeded: $0))
        }
        var infos = unsafe ids.map { unsafe descriptorInfo($0) }
        unsafe infos.withUnsafeMutableBufferPointer { infos in
            guard let first = infos.baseAddress else { return }
            if ids[0] != Texts.none { unsafe message.stdin = first }
            if ids[1] != Texts.none { unsafe message.stdout = first + 1 }
            if ids[2] != Texts.none { unsafe message.stderr = first + 2 }
            unsafe pack(&message, into: sink)
        }
    }

    /// What a Sentry says of a descriptor with this path. Modes as recorded: streams of the host
    /// are a terminal or null device for input and files for output.
    private func descriptorInfo(_ path: TextID) -> Gvisor__Sentry__FdInfo {
        var info = unsafe Gvisor__Sentry__FdInfo()
        unsafe gvisor__sentry__fd_info__init(&info)
        unsafe info.path = texts.pointer(path)
        let text = texts.string(path)
        let number = UInt64(text.drop { $0 != "[" }.dropFirst().prefix { $0.isNumber })
        if text.hasPrefix("/") {
            unsafe info.mode = 0o100_644
            unsafe info.ino = UInt64(Sandbox.inode(of: text))
            return unsafe info
        }
        unsafe info.ino = number ?? 0
        if text.hasPrefix("pipe:") {
            unsafe info.mode = 0o10_600
        } else if text.hasPrefix("socket:") {
            unsafe info.mode = 0o140_777
        } else {
            unsafe info.mode = number == 1 ? 0o20_666 : 0o100_644
        }
        return unsafe info
    }

    /// n0 inode, n1 mode, n2 ctime seconds; text0 path.
    func mmapInfoBody(_ draft: Draft, into sink: ByteSink) {
        var message = unsafe Gvisor__Sentry__MmapInfo()
        unsafe gvisor__sentry__mmap_info__init(&message)
        guard draft.text0 != Texts.none else {
            unsafe pack(&message, into: sink)
            return
        }
        var changed = unsafe Gvisor__Common__Timespec()
        unsafe gvisor__common__timespec__init(&changed)
        unsafe changed.sec = draft.n2
        unsafe changed.nsec = 851_791_660
        unsafe message.mapped_path = texts.pointer(draft.text0)
        unsafe message.mapped_ino = UInt64(bitPattern: draft.n0)
        unsafe message.mapped_mode = UInt32(truncatingIfNeeded: draft.n1)
        unsafe message.overlayfs_lower = 1
        unsafe withUnsafeMutablePointer(to: &changed) { changed in
            unsafe message.mapped_ctime = changed
            unsafe pack(&message, into: sink)
        }
    }

    func rawBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Syscall()
        unsafe gvisor__syscall__syscall__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.arg1 = UInt64(bitPattern: draft.n0)
        unsafe message.arg2 = UInt64(bitPattern: draft.n1)
        unsafe message.arg3 = UInt64(bitPattern: draft.n2)
        unsafe message.arg4 = UInt64(bitPattern: draft.n3)
        unsafe message.arg5 = UInt64(bitPattern: draft.n4)
        unsafe message.arg6 = UInt64(bitPattern: draft.n5)
        unsafe pack(&message, into: sink)
    }

    /// n0 pid, n1 resource, n2 and n3 the new limit, n4 and n5 the old one.
    func prlimitBody(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        var message = unsafe Gvisor__Syscall__Prlimit()
        unsafe gvisor__syscall__prlimit__init(&message)
        unsafe message.exit = exit
        unsafe message.sysno = UInt64(draft.sysno)
        unsafe message.pid = Int32(truncatingIfNeeded: draft.n0)
        unsafe message.resource = draft.n1
        var limits = unsafe (Gvisor__Syscall__StructRlimit(), Gvisor__Syscall__StructRlimit())
        unsafe gvisor__syscall__struct_rlimit__init(&limits.0)
        unsafe gvisor__syscall__struct_rlimit__init(&limits.1)
        unsafe limits.0.cur = UInt64(bitPattern: draft.n2)
        unsafe limits.0.max = UInt64(bitPattern: draft.n3)
        unsafe limits.1.cur = UInt64(bitPattern: draft.n4)
        unsafe limits.1.max = UInt64(bitPattern: draft.n5)
        unsafe withUnsafeMutablePointer(to: &limits.0) { new in
            unsafe withUnsafeMutablePointer(to: &limits.1) { old in
                if draft.flags & DraftFlag.newLimit != 0 { unsafe message.new_limit = new }
                if draft.flags & DraftFlag.oldLimit != 0 { unsafe message.old_limit = old }
                unsafe pack(&message, into: sink)
            }
        }
    }
}
