/// read, pread64, readv, preadv, preadv2 (type 9).
///
/// Source: gVisor seccheck wire format.
package struct ReadSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int64 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `count`.
    @usableFromInline package var count: UInt64 = 0
    /// Field 7 `has_offset`.
    package var hasOffset: Bool = false
    /// Field 8 `offset`.
    package var offset: Int64 = 0
    /// Field 9 `flags`.
    package var flags: UInt32 = 0

    @inlinable package init() {}
}

extension ReadSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = ReadSyscall()
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
            if tag == 0o60 {
                payload.count = try reader.uint64()
                tag = try reader.nextTag()
            }
            if tag == 0o70 {
                payload.hasOffset = try reader.bool()
                tag = try reader.nextTag()
            }
            if tag == 0o100 {
                payload.offset = try reader.int64()
                tag = try reader.nextTag()
            }
            if tag == 0o110 {
                payload.flags = try reader.uint32()
                tag = try reader.nextTag()
            }
            if reader.position != start { continue }
            outer = reader
            try message.decodeSyscall(tag, &outer, known: 0b1111110000)
            reader = outer
            tag = try reader.nextTag()
        }
        outer = reader
        message.store(payload)
    }
}
