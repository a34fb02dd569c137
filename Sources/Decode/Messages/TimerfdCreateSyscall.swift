/// timerfd_create (type 26).
///
/// Source: gVisor seccheck wire format.
package struct TimerfdCreateSyscall: BitwiseCopyable {
    /// Field 4 `clock_id`.
    package var clockId: Int32 = 0
    /// Field 5 `flags`.
    package var flags: Int32 = 0

    @inlinable package init() {}
}

extension TimerfdCreateSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = TimerfdCreateSyscall()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.clockId = try reader.int32()
            case 0o50: payload.flags = try reader.int32()
            default:
                outer = reader
                try message.decodeSyscall(tag, &outer, known: 0b110000)
                reader = outer
            }
        }
        outer = reader
        message.store(payload)
    }
}
