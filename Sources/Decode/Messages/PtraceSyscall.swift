/// ptrace (type 38).
///
/// Source: gVisor seccheck wire format.
package struct PtraceSyscall: BitwiseCopyable {
    /// Field 4 `request`.
    package var request: Int64 = 0
    /// Field 5 `pid`.
    package var pid: Int32 = 0

    @inlinable package init() {}
}

extension PtraceSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = PtraceSyscall()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.request = try reader.int64()
            case 0o50: payload.pid = try reader.int32()
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
