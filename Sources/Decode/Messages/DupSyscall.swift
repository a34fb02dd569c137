/// dup, dup2, dup3 (type 19).
///
/// Source: gVisor seccheck wire format.
package struct DupSyscall: BitwiseCopyable {
    /// Field 4 `old_fd`.
    package var oldFd: Int32 = 0
    /// Field 5 `new_fd`.
    package var newFd: Int32 = 0
    /// Field 6 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 7 `flags`.
    package var flags: UInt32 = 0

    @inlinable package init() {}
}

extension DupSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = DupSyscall()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.oldFd = try reader.int32()
            case 0o50: payload.newFd = try reader.int32()
            case 0o62: payload.fdPath = try reader.range()
            case 0o70: payload.flags = try reader.uint32()
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
