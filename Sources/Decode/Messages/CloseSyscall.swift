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
        var tag = try reader.nextTag()
        while tag != 0 {
            let start = reader.position
            if tag == 0o40 {
                payload.fd = try reader.int64()
                tag = try reader.nextTag()
            }
            if tag == 0o52 {
                payload.fdPath = try reader.range()
                tag = try reader.nextTag()
            }
            if reader.position != start { continue }
            outer = reader
            try message.decodeSyscall(tag, &outer, known: 0b110000)
            reader = outer
            tag = try reader.nextTag()
        }
        outer = reader
        message.store(payload)
    }
}
