/// fcntl; `args` is the raw third register (type 18).
///
/// Source: gVisor seccheck wire format.
package struct FcntlSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int32 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `cmd`.
    package var cmd: Int32 = 0
    /// Field 7 `args`.
    package var args: Int64 = 0

    @inlinable package init() {}
}

extension FcntlSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = FcntlSyscall()
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
            if tag == 0o60 {
                payload.cmd = try reader.int32()
                tag = try reader.nextTag()
            }
            if tag == 0o70 {
                payload.args = try reader.int64()
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
