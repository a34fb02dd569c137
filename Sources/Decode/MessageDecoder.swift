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
    @inlinable
    package static func decode(
        _ datagram: RawSpan, into message: inout Message
    ) -> DecodeStatus {
        let count = datagram.byteCount
        message.payload = .unknown
        guard count >= DecodeLimits.headerByteCountMin else {
            return .rejected(.datagramTooShort)
        }
        guard count <= DecodeLimits.datagramByteCount else { return .rejected(.datagramTooLong) }
        // In bounds: offsets below 8 <= count, compared above.
        let header = unsafe UInt64(
            littleEndian: datagram.unsafeLoadUnaligned(
                fromUncheckedByteOffset: 0, as: UInt64.self))
        message.rawType = UInt16(truncatingIfNeeded: header &>> 16)
        message.droppedCount = UInt32(truncatingIfNeeded: header &>> 32)
        let headerSize = Int(header & 0xFFFF)
        guard headerSize >= DecodeLimits.headerByteCountMin else {
            return .rejected(.headerTooSmall)
        }
        guard headerSize <= count else { return .rejected(.headerTooLarge) }
        guard let type = MessageType(rawValue: message.rawType) else { return .unknownType }
        return decodePayload(datagram, from: headerSize, as: type, into: &message)
    }

    /// The part that other modules call and do not inline: one call per datagram, within which all
    /// field reading is inlined.
    @usableFromInline
    static func decodePayload(
        _ datagram: RawSpan, from offset: Int, as type: MessageType, into message: inout Message
    ) -> DecodeStatus {
        message.context = MessageContext()
        message.exit = MessageExit()
        message.sysno = 0
        var reader = WireReader(datagram, from: offset)
        do throws(RejectReason) {
            try decodeFirstFields(type, &reader, &message)
            try decode(type, &reader, &message)
        } catch {
            message.payload = .unknown
            return .rejected(error)
        }
        message.unknownFieldCount = reader.unknownFieldCount
        return .decoded
    }

    /// The shared fields, in the order in which a Sentry writes them. What stands elsewhere is left
    /// to the code of the type, which knows them too.
    ///
    /// PERF: saves that code three ways out of its loop.
    @inline(__always)
    private static func decodeFirstFields(
        _ type: MessageType, _ reader: inout WireReader, _ message: inout Message
    ) throws(RejectReason) {
        if reader.take(0o12) { try message.context.merge(from: &reader) }
        // Types below are not system calls, and neither is one beyond.
        guard type.rawValue >= MessageType.rawSyscall.rawValue, type != .mmapInfo else { return }
        if reader.take(0o22) { try message.exit.merge(from: &reader) }
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
