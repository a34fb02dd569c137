/// listen; `address` is the kernel's own and trustworthy (type 37).
///
/// Source: gVisor seccheck wire format.
package struct ListenSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int32 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `backlog`.
    package var backlog: Int32 = 0
    /// Field 7 `address`.
    package var address: ByteRange = .absent
    /// Field 8 `socket_family`.
    package var socketFamily: Int32 = 0
    /// Field 9 `socket_type`.
    package var socketType: Int32 = 0

    @inlinable package init() {}
}

extension ListenSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = ListenSyscall()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.fd = try reader.int32()
            case 0o52: payload.fdPath = try reader.range()
            case 0o60: payload.backlog = try reader.int32()
            case 0o72: payload.address = try reader.range()
            case 0o100: payload.socketFamily = try reader.int32()
            case 0o110: payload.socketType = try reader.int32()
            default:
                outer = reader
                try message.decodeSyscall(tag, &outer, known: 0b1111110000)
                reader = outer
            }
        }
        outer = reader
        message.store(payload)
    }
}
