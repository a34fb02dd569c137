/// setuid, setgid, setsid (type 14).
///
/// Source: gVisor seccheck wire format.
package struct SetidSyscall: BitwiseCopyable {
    /// Field 4 `id`.
    package var id: UInt32 = 0

    @inlinable package init() {}
}

extension SetidSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = SetidSyscall()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.id = try reader.uint32()
            default:
                outer = reader
                try message.decodeSyscall(tag, &outer, known: 0b10000)
                reader = outer
            }
        }
        outer = reader
        message.store(payload)
    }
}
