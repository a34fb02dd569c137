/// prlimit64; `old_limit` means nothing on enter (type 16).
///
/// Source: gVisor seccheck wire format.
package struct PrlimitSyscall: BitwiseCopyable {
    /// Field 4 `pid`.
    package var pid: Int32 = 0
    /// Field 5 `resource`.
    package var resource: Int64 = 0
    /// Field 6 `new_limit`.
    package var newLimit: StructRlimit = StructRlimit()
    /// Field 7 `old_limit`.
    package var oldLimit: StructRlimit = StructRlimit()

    @inlinable package init() {}
}

extension PrlimitSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = PrlimitSyscall()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.pid = try reader.int32()
            case 0o50: payload.resource = try reader.int64()
            case 0o62:
                outer = reader
                try payload.newLimit.merge(from: &outer)
                reader = outer
            case 0o72:
                outer = reader
                try payload.oldLimit.merge(from: &outer)
                reader = outer
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
