/// open, openat, creat (type 7).
///
/// Source: gVisor seccheck wire format.
package struct OpenSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int64 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `pathname`.
    package var pathname: ByteRange = .absent
    /// Field 7 `flags`.
    package var flags: UInt32 = 0
    /// Field 8 `mode`.
    package var mode: UInt32 = 0

    @inlinable package init() {}
}

extension OpenSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = OpenSyscall()
        var reader = outer
        var tag = try reader.nextTag()
        while tag != 0 {
            let start = reader.position
            if tag == 0o40 {
                payload.fd = try reader.longInt64()
                tag = try reader.nextTag()
            }
            if tag == 0o52 {
                payload.fdPath = try reader.range()
                tag = try reader.nextTag()
            }
            if tag == 0o62 {
                payload.pathname = try reader.range()
                tag = try reader.nextTag()
            }
            if tag == 0o70 {
                payload.flags = try reader.uint32()
                tag = try reader.nextTag()
            }
            if tag == 0o100 {
                payload.mode = try reader.uint32()
                tag = try reader.nextTag()
            }
            if reader.position != start { continue }
            outer = reader
            try message.decodeSyscall(tag, &outer, known: 0b111110000)
            reader = outer
            tag = try reader.nextTag()
        }
        outer = reader
        message.store(payload)
    }
}
