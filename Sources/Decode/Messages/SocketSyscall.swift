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
        _ reader: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = SocketSyscall()
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.domain = try reader.int32()
            case 0o50: payload.type = try reader.int32()
            case 0o60: payload.protocolNumber = try reader.int32()
            default: try message.decodeSyscall(tag, &reader, known: 0b1110000)
            }
        }
        message.payload = .socket(payload)
    }
}
