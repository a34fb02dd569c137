/// clone as called (type 23).
///
/// Source: gVisor seccheck wire format.
package struct CloneSyscall: BitwiseCopyable {
    /// Field 4 `flags`.
    package var flags: UInt64 = 0
    /// Field 5 `stack`.
    package var stack: UInt64 = 0
    /// Field 6 `new_tid`.
    package var newTid: UInt64 = 0
    /// Field 7 `tls`.
    package var tls: UInt64 = 0

    @inlinable package init() {}
}

extension CloneSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = CloneSyscall()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.flags = try reader.uint64()
            case 0o50: payload.stack = try reader.uint64()
            case 0o60: payload.newTid = try reader.uint64()
            case 0o70: payload.tls = try reader.uint64()
            default:
                outer = reader
                try message.decodeSyscall(tag, &outer, known: 0b11110000)
                reader = outer
            }
        }
        outer = reader
        message.store(payload)
    }
}
