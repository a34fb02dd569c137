/// bind (type 24).
///
/// Source: gVisor seccheck wire format.
package struct BindSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int32 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `address`.
    package var address: ByteRange = .absent

    @inlinable package init() {}
}

extension BindSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = BindSyscall()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.fd = try reader.int32()
            case 0o52: payload.fdPath = try reader.range()
            case 0o62: payload.address = try reader.range()
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
