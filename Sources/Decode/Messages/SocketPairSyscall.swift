/// socketpair; the sockets on exit only (type 33).
///
/// Source: gVisor seccheck wire format.
package struct SocketPairSyscall: BitwiseCopyable {
    /// Field 4 `domain`.
    package var domain: Int32 = 0
    /// Field 5 `type`.
    package var type: Int32 = 0
    /// Field 6 `protocol`.
    package var protocolNumber: Int32 = 0
    /// Field 7 `socket1`.
    package var socket1: Int32 = 0
    /// Field 8 `socket2`.
    package var socket2: Int32 = 0

    @inlinable package init() {}
}

extension SocketPairSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = SocketPairSyscall()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o40: payload.domain = try reader.int32()
            case 0o50: payload.type = try reader.int32()
            case 0o60: payload.protocolNumber = try reader.int32()
            case 0o70: payload.socket1 = try reader.int32()
            case 0o100: payload.socket2 = try reader.int32()
            default:
                outer = reader
                try message.decodeSyscall(tag, &outer, known: 0b111110000)
                reader = outer
            }
        }
        outer = reader
        message.store(payload)
    }
}
