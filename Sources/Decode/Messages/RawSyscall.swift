/// Six registers of any system call (type 6).
///
/// Source: gVisor seccheck wire format.
package struct RawSyscall: BitwiseCopyable {
    /// Field 5 `arg1`.
    package var arg1: UInt64 = 0
    /// Field 6 `arg2`.
    package var arg2: UInt64 = 0
    /// Field 7 `arg3`.
    package var arg3: UInt64 = 0
    /// Field 8 `arg4`.
    package var arg4: UInt64 = 0
    /// Field 9 `arg5`.
    package var arg5: UInt64 = 0
    /// Field 10 `arg6`.
    package var arg6: UInt64 = 0

    @inlinable package init() {}
}

extension RawSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = RawSyscall()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o50: payload.arg1 = try reader.uint64()
            case 0o60: payload.arg2 = try reader.uint64()
            case 0o70: payload.arg3 = try reader.uint64()
            case 0o100: payload.arg4 = try reader.uint64()
            case 0o110: payload.arg5 = try reader.uint64()
            case 0o120: payload.arg6 = try reader.uint64()
            default:
                outer = reader
                try message.decodeRawSyscall(tag, &outer, known: 0b11111100000)
                reader = outer
            }
        }
        outer = reader
        message.store(payload)
    }
}
