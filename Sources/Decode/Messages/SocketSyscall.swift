/// socket (type 12).
///
/// Source: gVisor seccheck wire format.
package struct SocketSyscall: BitwiseCopyable {
    /// Field 4 `domain`.
    package var domain: Int32 = 0
    /// Field 5 `type`.
    package var type: Int32 = 0
    /// Field 6 `protocol`.
    package var protocolNumber: Int32 = 0

    @inlinable package init() {}
}

extension SocketSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = SocketSyscall()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.domain = try reader.int32()
            case 0o50: payload.type = try reader.int32()
            case 0o60: payload.protocolNumber = try reader.int32()
            default:
                outer = reader
                try message.decodeSyscall(tag, &outer, known: 0b1110000)
                reader = outer
            }
        }
        outer = reader
        message.store(payload)
    }
}
