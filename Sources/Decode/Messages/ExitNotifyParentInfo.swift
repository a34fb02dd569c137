/// The last thread of a process is gone (type 4).
///
/// Source: gVisor seccheck wire format.
package struct ExitNotifyParentInfo: BitwiseCopyable {
    /// Field 2 `exit_status`.
    package var exitStatus: Int32 = 0

    @inlinable package init() {}
}

extension ExitNotifyParentInfo {
    /// Reads the payload to its end.
    static func decode(
        _ reader: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = ExitNotifyParentInfo()
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o20: payload.exitStatus = try reader.int32()
            default: try message.decodeShared(tag, &reader, known: 0b100)
            }
        }
        message.payload = .exitNotifyParent(payload)
    }
}
