/// accept, accept4; `fd` is the listening one (type 25).
///
/// Source: gVisor seccheck wire format.
package struct AcceptSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int32 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `address`.
    package var address: ByteRange = .absent
    /// Field 7 `flags`.
    package var flags: Int32 = 0

    @inlinable package init() {}
}

extension AcceptSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = AcceptSyscall()
        var reader = outer
        var tag = try reader.nextTag()
        while tag != 0 {
            let start = reader.position
            if tag == 0o40 {
                payload.fd = try reader.int32()
                tag = try reader.nextTag()
            }
            if tag == 0o52 {
                payload.fdPath = try reader.range()
                tag = try reader.nextTag()
            }
            if tag == 0o62 {
                payload.address = try reader.range()
                tag = try reader.nextTag()
            }
            if tag == 0o70 {
                payload.flags = try reader.int32()
                tag = try reader.nextTag()
            }
            if reader.position != start { continue }
            outer = reader
            try message.decodeSyscall(tag, &outer, known: 0b11110000)
            reader = outer
            tag = try reader.nextTag()
        }
        outer = reader
        message.store(payload)
    }
}
