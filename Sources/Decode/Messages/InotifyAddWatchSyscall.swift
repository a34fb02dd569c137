/// inotify_add_watch (type 31).
///
/// Source: gVisor seccheck wire format.
package struct InotifyAddWatchSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int32 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `pathname`.
    package var pathname: ByteRange = .absent
    /// Field 7 `mask`.
    package var mask: UInt32 = 0

    @inlinable package init() {}
}

extension InotifyAddWatchSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = InotifyAddWatchSyscall()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.fd = try reader.int32()
            case 0o52: payload.fdPath = try reader.range()
            case 0o62: payload.pathname = try reader.range()
            case 0o70: payload.mask = try reader.uint32()
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
