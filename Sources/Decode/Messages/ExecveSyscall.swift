/// execve, execveat as called (type 11).
///
/// Source: gVisor seccheck wire format.
package struct ExecveSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int64 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `pathname`.
    package var pathname: ByteRange = .absent
    /// Field 7 `argv`.
    package var argv: RepeatedRange = .none
    /// Field 8 `envv`.
    package var envv: RepeatedRange = .none
    /// Field 9 `flags`.
    package var flags: UInt32 = 0

    @inlinable package init() {}
}

extension ExecveSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = ExecveSyscall()
        var reader = outer
        while reader.hasMore {
            let start = reader.position
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.fd = try reader.int64()
            case 0o52: payload.fdPath = try reader.range()
            case 0o62: payload.pathname = try reader.range()
            case 0o72: try reader.append(to: &payload.argv, field: 7, from: start)
            case 0o102: try reader.append(to: &payload.envv, field: 8, from: start)
            case 0o110: payload.flags = try reader.uint32()
            default:
                outer = reader
                try message.decodeSyscall(tag, &outer, known: 0b1111110000)
                reader = outer
            }
        }
        outer = reader
        message.store(payload)
    }
}
