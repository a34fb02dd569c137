/// close (type 8).
///
/// Source: gVisor seccheck wire format.
package struct CloseSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int64 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent

    @inlinable package init() {}
}

extension CloseSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = CloseSyscall()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.fd = try reader.int64()
            case 0o52: payload.fdPath = try reader.range()
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
