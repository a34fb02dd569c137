/// timerfd_gettime (type 28).
///
/// Source: gVisor seccheck wire format.
package struct TimerfdGettimeSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int32 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `cur_value`.
    package var curValue: ItimerSpec = ItimerSpec()

    @inlinable package init() {}
}

extension TimerfdGettimeSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = TimerfdGettimeSyscall()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.fd = try reader.int32()
            case 0o52: payload.fdPath = try reader.range()
            case 0o62:
                outer = reader
                try payload.curValue.merge(from: &outer)
                reader = outer
            default:
                outer = reader
                try message.decodeSyscall(tag, &outer, known: 0b1110000)
                reader = outer
            }
        }
        outer = reader
        message.store(payload)
    }
}
