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
        _ reader: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = TimerfdGettimeSyscall()
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.fd = try reader.int32()
            case 0o52: payload.fdPath = try reader.range()
            case 0o62: try payload.curValue.merge(from: &reader)
            default: try message.decodeSyscall(tag, &reader, known: 0b1110000)
            }
        }
        message.payload = .timerfdGettime(payload)
    }
}
