/// timerfd_settime (type 27).
///
/// Source: gVisor seccheck wire format.
package struct TimerfdSettimeSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int32 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `flags`.
    package var flags: Int32 = 0
    /// Field 7 `new_value`.
    package var newValue: ItimerSpec = ItimerSpec()
    /// Field 8 `old_value`.
    package var oldValue: ItimerSpec = ItimerSpec()

    @inlinable package init() {}
}

extension TimerfdSettimeSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = TimerfdSettimeSyscall()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.fd = try reader.int32()
            case 0o52: payload.fdPath = try reader.range()
            case 0o60: payload.flags = try reader.int32()
            case 0o72:
                outer = reader
                try payload.newValue.merge(from: &outer)
                reader = outer
            case 0o102:
                outer = reader
                try payload.oldValue.merge(from: &outer)
                reader = outer
            default:
                outer = reader
                try message.decodeSyscall(tag, &outer, known: 0b111110000)
                reader = outer
            }
        }
        outer = reader
        message.store(payload)
    }
}
