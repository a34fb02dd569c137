internal import CSentryWire

typealias ExitPointer = UnsafeMutablePointer<Gvisor__Syscall__Exit>?

/// Makes payloads out of drafts with libprotobuf-c, the context left out: it is field 1 and stands
/// before the rest, so the caller writes it first.
struct BodyEncoder {
    let texts: Texts

    init(_ texts: Texts) { self.texts = texts }

    /// Appends the payload of `draft`.
    func encode(_ draft: Draft, into sink: ByteSink) {
        switch draft.type {
        case 1: containerStartBody(draft, into: sink)
        case 2: cloneInfoBody(draft, into: sink)
        case 3: execveInfoBody(draft, into: sink)
        case 4, 5: exitBody(draft, into: sink)
        case 35: mmapInfoBody(draft, into: sink)
        default:
            guard draft.isExit else {
                unsafe syscall(draft, nil, into: sink)
                return
            }
            var exit = unsafe Gvisor__Syscall__Exit()
            unsafe gvisor__syscall__exit__init(&exit)
            unsafe exit.result = draft.result
            unsafe exit.errorno = Int64(draft.errno)
            unsafe withUnsafeMutablePointer(to: &exit) { unsafe syscall(draft, $0, into: sink) }
        }
    }

    private func syscall(_ draft: Draft, _ exit: ExitPointer, into sink: ByteSink) {
        switch draft.type {
        case 6: unsafe rawBody(draft, exit, into: sink)
        case 16: unsafe prlimitBody(draft, exit, into: sink)
        case 7: unsafe openBody(draft, exit, into: sink)
        case 8: unsafe closeBody(draft, exit, into: sink)
        case 9: unsafe readBody(draft, exit, into: sink)
        case 10: unsafe connectBody(draft, exit, into: sink)
        case 11: unsafe execveBody(draft, exit, into: sink)
        case 12: unsafe socketBody(draft, exit, into: sink)
        case 13: unsafe chdirBody(draft, exit, into: sink)
        case 14: unsafe setidBody(draft, exit, into: sink)
        case 15: unsafe setresidBody(draft, exit, into: sink)
        case 17: unsafe pipeBody(draft, exit, into: sink)
        case 18: unsafe fcntlBody(draft, exit, into: sink)
        case 19: unsafe dupBody(draft, exit, into: sink)
        case 20: unsafe signalfdBody(draft, exit, into: sink)
        case 21: unsafe chrootBody(draft, exit, into: sink)
        case 22: unsafe eventfdBody(draft, exit, into: sink)
        case 23: unsafe cloneBody(draft, exit, into: sink)
        case 24: unsafe bindBody(draft, exit, into: sink)
        case 25: unsafe acceptBody(draft, exit, into: sink)
        case 26: unsafe timerfdCreateBody(draft, exit, into: sink)
        case 27: unsafe timerfdSetTimeBody(draft, exit, into: sink)
        case 28: unsafe timerfdGetTimeBody(draft, exit, into: sink)
        case 29: unsafe forkBody(draft, exit, into: sink)
        case 30: unsafe inotifyInitBody(draft, exit, into: sink)
        case 31: unsafe inotifyAddWatchBody(draft, exit, into: sink)
        case 32: unsafe inotifyRmWatchBody(draft, exit, into: sink)
        case 33: unsafe socketPairBody(draft, exit, into: sink)
        case 34: unsafe writeBody(draft, exit, into: sink)
        case 36: unsafe mmapBody(draft, exit, into: sink)
        case 37: unsafe listenBody(draft, exit, into: sink)
        case 38: unsafe ptraceBody(draft, exit, into: sink)
        default: preconditionFailure("no message of type \(draft.type)")
        }
    }

    /// Appends a message that begins with protobuf-c's base. What it needs at most may be told
    /// where that is cheaper than to measure.
    func pack<Wire>(_ message: inout Wire, into sink: ByteSink, atMost limit: Int? = nil) {
        unsafe withUnsafePointer(to: &message) { pointer in
            let base = unsafe UnsafeRawPointer(pointer).assumingMemoryBound(
                to: ProtobufCMessage.self)
            let room = unsafe sink.reserve(
                limit ?? protobuf_c_message_get_packed_size(base))
            unsafe sink.advance(
                protobuf_c_message_pack(base, room.assumingMemoryBound(to: UInt8.self)))
        }
    }

    /// What a call without lists needs at most: 15 numbers of ten bytes, as many tags and lengths,
    /// and its texts.
    func limit(_ draft: Draft) -> Int {
        256 + texts.byteCount(draft.text0) + texts.byteCount(draft.text1)
    }

    /// The bytes of a socket address, which a draft holds as its second text.
    func address(_ draft: Draft) -> ProtobufCBinaryData {
        let pointer = unsafe UnsafeMutableRawPointer(texts.pointer(draft.text1))
        return unsafe ProtobufCBinaryData(
            len: texts.byteCount(draft.text1), data: pointer.assumingMemoryBound(to: UInt8.self))
    }
}
