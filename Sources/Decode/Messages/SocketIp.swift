/// One end of a socket; `port` is byte-swapped on the wire.
///
/// Source: gVisor seccheck wire format.
package struct SocketIp: BitwiseCopyable {
    /// The message was on the wire; every other property is meaningless otherwise.
    package var isPresent = false
    /// Field 1 `family`.
    package var family: UInt32 = 0
    /// Field 2 `ip`.
    package var ip: ByteRange = .absent
    /// Field 3 `port`.
    package var port: UInt32 = 0

    @inlinable package init() {}
}

extension SocketIp {
    /// Reads one occurrence of the message; a later one overrides what it names.
    mutating func merge(from reader: inout WireReader) throws(RejectReason) {
        isPresent = true
        let outerEnd = try reader.enter()
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o10: family = try reader.uint32()
            case 0o22: ip = try reader.range()
            case 0o30: port = try reader.uint32()
            default: try reader.skipUnknown(tag, known: 0b1110)
            }
        }
        reader.leave(outerEnd)
    }
}
