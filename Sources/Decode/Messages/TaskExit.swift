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
        _ reader: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = TaskExit()
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o20: payload.exitStatus = try reader.int32()
            default: try message.decodeShared(tag, &reader, known: 0b100)
            }
        }
        message.payload = .taskExit(payload)
    }
}
