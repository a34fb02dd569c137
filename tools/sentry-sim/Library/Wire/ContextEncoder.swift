internal import CSentryWire

/// Makes the context of a task's messages, all but the time, which is field 1 and changes with
/// every message.
struct ContextEncoder {
    let texts: Texts
    private let sink = ByteSink(capacity: 1 << 10)

    init(_ texts: Texts) { self.texts = texts }

    /// The chosen fields, or nil when one of them is not UTF-8 and the message is therefore lost.
    /// Valid until the next call.
    func tail(of task: Task, _ fields: UInt16) -> UnsafeRawBufferPointer? {
        let process = task.process
        func has(_ number: UInt16) -> Bool { fields & 1 << number != 0 }
        if has(8), !texts.isUTF8(process.cwd) { return nil }
        if has(9), !texts.isUTF8(process.comm) { return nil }
        sink.removeAll()
        // the time is the caller's
        if fields & ~2 == 0 { return unsafe sink.bytes() }
        var context = unsafe Gvisor__Common__ContextData()
        unsafe gvisor__common__context_data__init(&context)
        if has(2) { unsafe context.thread_id = task.tid }
        if has(3) { unsafe context.thread_start_time_ns = task.startNanos }
        if has(4) { unsafe context.thread_group_id = process.pid }
        if has(5) { unsafe context.thread_group_start_time_ns = process.startNanos }
        if has(6) { unsafe context.container_id = texts.pointer(process.container.id) }
        if has(8) { unsafe context.cwd = texts.pointer(process.cwd) }
        if has(9) { unsafe context.process_name = texts.pointer(process.comm) }
        if has(10) { unsafe context.parent_thread_group_id = process.parentPID }
        if has(11) { unsafe context.is_exec_session = process.isExecSession ? 1 : 0 }
        var credentials = unsafe Gvisor__Common__Credentials()
        unsafe gvisor__common__credentials__init(&credentials)
        unsafe credentials.real_uid = process.realUID
        unsafe credentials.effective_uid = process.effectiveUID
        unsafe credentials.saved_uid = process.effectiveUID
        unsafe credentials.real_gid = process.gid
        unsafe credentials.effective_gid = process.gid
        unsafe credentials.saved_gid = process.gid
        unsafe withUnsafeMutablePointer(to: &credentials) {
            if has(7) { unsafe context.credentials = $0 }
            unsafe BodyEncoder(texts).pack(&context, into: sink)
        }
        return unsafe sink.bytes()
    }
}
