/// Makes a `Message` of a datagram: header, then payload, in one pass, nothing copied or allocated.
///
/// Layout, little-endian, source: gVisor seccheck wire format:
///
///     0        2        4                8            HeaderSize
///     | HeaderSize | MessageType | DroppedCount | later fields | payload … end of datagram |
///
/// The payload begins at `HeaderSize`, which may grow; it may be empty. Protobuf rules: a repeated
/// scalar's last value counts, repeated submessages are merged, unknown fields are skipped.
///
/// It accepts and refuses what libprotobuf-c does and finds the same values, except:
///
/// - Field number 0 is refused however it is written; protobuf-c takes it in two bytes (`80 00`).
/// - A bool field with the wire type of another kind of field is refused like any other field;
///   protobuf-c does not look at a bool's wire type.
/// - A scalar that only the first of two occurrences of a submessage holds is kept, as protobuf
///   demands; protobuf-c forgets it where fields have no presence.
/// - A string with a NUL has its whole length; in protobuf-c it ends at the NUL.
/// - A datagram beyond `DecodeLimits.datagramByteCount` is refused.
///
/// Like protobuf-c it does not check that strings are UTF-8.
package enum MessageDecoder {
    /// Decodes `datagram` into `message`, whose former content is forgotten.
    ///
    /// The ranges in `message` refer to `datagram` and are valid as long as its bytes. Never traps,
    /// whatever the bytes. Linear in the datagram's length.
    ///
    /// The one call per datagram that other modules make and do not inline; within it all field
    /// reading is inlined.
    package static func decode(
        _ datagram: RawSpan, into message: inout Message
    ) -> DecodeStatus {
        let header = readHeader(datagram, into: &message)
        guard let type = header.type else { return fail(header.status, &message) }
        message.forgetContext()
        var reader = WireReader(datagram, from: header.byteCount)
        do throws(RejectReason) {
            if reader.take(0o12) { try message.context.merge(from: &reader) }
            try decodeBehindContext(type, &reader, &message)
        } catch {
            return fail(.rejected(error), &message)
        }
        message.unknownFieldCount = reader.unknownFieldCount
        return .decoded
    }

    /// The same, but a context that `contexts` knows is not read again: the way of a stream, most
    /// of whose messages have the context of the one before.
    package static func decode(
        _ datagram: RawSpan, recalling contexts: inout ContextMemory, into message: inout Message
    ) -> DecodeStatus {
        let header = readHeader(datagram, into: &message)
        guard let type = header.type else { return fail(header.status, &message) }
        var reader = WireReader(datagram, from: header.byteCount)
        do throws(RejectReason) {
            if !reader.take(0o12) {
                message.forgetContext()
            } else if !contexts.recall(&reader, into: &message) {
                try contexts.read(&reader, into: &message)
            }
            try decodeBehindContext(type, &reader, &message)
        } catch {
            return fail(.rejected(error), &message)
        }
        message.unknownFieldCount = reader.unknownFieldCount
        return .decoded
    }

    @inline(never)
    private static func fail(_ status: DecodeStatus, _ message: inout Message) -> DecodeStatus {
        message.forgetPayload()
        return status
    }

    /// The type when there is a payload to be decoded, which begins at `byteCount`; else why not.
    @inline(__always)
    private static func readHeader(
        _ datagram: RawSpan, into message: inout Message
    ) -> (type: MessageType?, byteCount: Int, status: DecodeStatus) {
        let count = datagram.byteCount
        guard count >= DecodeLimits.headerByteCountMin else {
            return (nil, 0, .rejected(.datagramTooShort))
        }
        guard count <= DecodeLimits.datagramByteCount else {
            return (nil, 0, .rejected(.datagramTooLong))
        }
        // In bounds: offsets below 8 <= count, compared above.
        let header = unsafe UInt64(
            littleEndian: datagram.unsafeLoadUnaligned(
                fromUncheckedByteOffset: 0, as: UInt64.self))
        message.rawType = UInt16(truncatingIfNeeded: header &>> 16)
        message.droppedCount = UInt32(truncatingIfNeeded: header &>> 32)
        let headerSize = Int(header & 0xFFFF)
        guard headerSize >= DecodeLimits.headerByteCountMin else {
            return (nil, 0, .rejected(.headerTooSmall))
        }
        guard headerSize <= count else { return (nil, 0, .rejected(.headerTooLarge)) }
        guard let type = MessageType(known: message.rawType) else {
            return (nil, 0, .unknownType)
        }
        return (type, headerSize, .decoded)
    }

    /// The other shared fields, in the order in which a Sentry writes them, then those of the type.
    @inline(__always)
    private static func decodeBehindContext(
        _ type: MessageType, _ outer: inout WireReader, _ message: inout Message
    ) throws(RejectReason) {
        message.exit = MessageExit()
        message.sysno = 0
        var reader = outer
        try decodeFirstFields(type, &reader, &message)
        outer = reader
        try decode(type, &outer, &message)
    }

    /// The shared fields behind the context. What stands elsewhere is left to the code of the type,
    /// which knows them too.
    ///
    /// PERF: saves that code three ways out of its loop.
    @inline(__always)
    private static func decodeFirstFields(
        _ type: MessageType, _ reader: inout WireReader, _ message: inout Message
    ) throws(RejectReason) {
        // Types below are not system calls, and neither is one beyond.
        guard type.rawValue >= MessageType.rawSyscall.rawValue, type != .mmapInfo else { return }
        if reader.take(0o22) { try message.exit.mergeInline(from: &reader) }
        if type != .rawSyscall, reader.take(0o30) { message.sysno = try reader.uint64() }
    }

    /// One jump on the type, then straight code.
    private static func decode(
        _ type: MessageType, _ reader: inout WireReader, _ message: inout Message
    ) throws(RejectReason) {
        switch type {
        case .containerStart: try ContainerStart.decode(&reader, into: &message)
        case .clone: try CloneInfo.decode(&reader, into: &message)
        case .exec: try ExecveInfo.decode(&reader, into: &message)
        case .exitNotifyParent: try ExitNotifyParentInfo.decode(&reader, into: &message)
        case .taskExit: try TaskExit.decode(&reader, into: &message)
        case .rawSyscall: try RawSyscall.decode(&reader, into: &message)
        case .open: try OpenSyscall.decode(&reader, into: &message)
        case .close: try CloseSyscall.decode(&reader, into: &message)
        case .read: try ReadSyscall.decode(&reader, into: &message)
        case .connect: try ConnectSyscall.decode(&reader, into: &message)
        case .execve: try ExecveSyscall.decode(&reader, into: &message)
        case .socket: try SocketSyscall.decode(&reader, into: &message)
        case .chdir: try ChdirSyscall.decode(&reader, into: &message)
        case .setid: try SetidSyscall.decode(&reader, into: &message)
        case .setresid: try SetresidSyscall.decode(&reader, into: &message)
        case .prlimit: try PrlimitSyscall.decode(&reader, into: &message)
        case .pipe: try PipeSyscall.decode(&reader, into: &message)
        case .fcntl: try FcntlSyscall.decode(&reader, into: &message)
        case .dup: try DupSyscall.decode(&reader, into: &message)
        case .signalfd: try SignalfdSyscall.decode(&reader, into: &message)
        case .chroot: try ChrootSyscall.decode(&reader, into: &message)
        case .eventfd: try EventfdSyscall.decode(&reader, into: &message)
        case .cloneSyscall: try CloneSyscall.decode(&reader, into: &message)
        case .bind: try BindSyscall.decode(&reader, into: &message)
        case .accept: try AcceptSyscall.decode(&reader, into: &message)
        case .timerfdCreate: try TimerfdCreateSyscall.decode(&reader, into: &message)
        case .timerfdSettime: try TimerfdSettimeSyscall.decode(&reader, into: &message)
        case .timerfdGettime: try TimerfdGettimeSyscall.decode(&reader, into: &message)
        case .fork: try ForkSyscall.decode(&reader, into: &message)
        case .inotifyInit: try InotifyInitSyscall.decode(&reader, into: &message)
        case .inotifyAddWatch: try InotifyAddWatchSyscall.decode(&reader, into: &message)
        case .inotifyRmWatch: try InotifyRmWatchSyscall.decode(&reader, into: &message)
        case .socketPair: try SocketPairSyscall.decode(&reader, into: &message)
        case .write: try WriteSyscall.decode(&reader, into: &message)
        case .mmapInfo: try MmapInfo.decode(&reader, into: &message)
        case .mmap: try MmapSyscall.decode(&reader, into: &message)
        case .listen: try ListenSyscall.decode(&reader, into: &message)
        case .ptrace: try PtraceSyscall.decode(&reader, into: &message)
        }
    }
}
