/// eventfd, eventfd2 (type 22).
///
/// Source: gVisor seccheck wire format.
package struct EventfdSyscall: BitwiseCopyable {
    /// Field 4 `val`.
    package var val: Int32 = 0
    /// Field 5 `flags`.
    package var flags: UInt32 = 0

    @inlinable package init() {}
}

extension EventfdSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = EventfdSyscall()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.val = try reader.int32()
            case 0o50: payload.flags = try reader.uint32()
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
