/// One thread ends; a wait status (type 5).
///
/// Source: gVisor seccheck wire format.
package struct TaskExit: BitwiseCopyable {
    /// Field 2 `exit_status`.
    package var exitStatus: Int32 = 0

    @inlinable package init() {}
}

extension TaskExit {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = TaskExit()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o20: payload.exitStatus = try reader.int32()
            default:
                outer = reader
                try message.decodeShared(tag, &outer, known: 0b100)
                reader = outer
            }
        }
        outer = reader
        message.store(payload)
    }
}
