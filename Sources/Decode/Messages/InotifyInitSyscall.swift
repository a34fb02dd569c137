/// inotify_init, inotify_init1 (type 30).
///
/// Source: gVisor seccheck wire format.
package struct InotifyInitSyscall: BitwiseCopyable {
    /// Field 4 `flags`.
    package var flags: Int32 = 0

    @inlinable package init() {}
}

extension InotifyInitSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = InotifyInitSyscall()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.flags = try reader.int32()
            default:
                outer = reader
                try message.decodeSyscall(tag, &outer, known: 0b10000)
                reader = outer
            }
        }
        outer = reader
        message.store(payload)
    }
}
