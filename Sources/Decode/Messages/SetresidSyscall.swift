/// setresuid, setresgid; −1 is 4294967295 (type 15).
///
/// Source: gVisor seccheck wire format.
package struct SetresidSyscall: BitwiseCopyable {
    /// Field 4 `rid`.
    package var rid: UInt32 = 0
    /// Field 5 `eid`.
    package var eid: UInt32 = 0
    /// Field 6 `sid`.
    package var sid: UInt32 = 0

    @inlinable package init() {}
}

extension SetresidSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = SetresidSyscall()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.rid = try reader.uint32()
            case 0o50: payload.eid = try reader.uint32()
            case 0o60: payload.sid = try reader.uint32()
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
