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
        _ reader: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = TimerfdSettimeSyscall()
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.fd = try reader.int32()
            case 0o52: payload.fdPath = try reader.range()
            case 0o60: payload.flags = try reader.int32()
            case 0o72: try payload.newValue.merge(from: &reader)
            case 0o102: try payload.oldValue.merge(from: &reader)
            default: try message.decodeSyscall(tag, &reader, known: 0b111110000)
            }
        }
        message.payload = .timerfdSettime(payload)
    }
}
