/// pipe, pipe2; both ends on exit only (type 17).
///
/// Source: gVisor seccheck wire format.
package struct PipeSyscall: BitwiseCopyable {
    /// Field 4 `flags`.
    package var flags: UInt32 = 0
    /// Field 5 `reader`.
    package var reader: Int32 = 0
    /// Field 6 `writer`.
    package var writer: Int32 = 0

    @inlinable package init() {}
}

extension PipeSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = PipeSyscall()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.flags = try reader.uint32()
            case 0o50: payload.reader = try reader.int32()
            case 0o60: payload.writer = try reader.int32()
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
