/// Both ends of a socket that a standard descriptor refers to.
///
/// Source: gVisor seccheck wire format.
package struct SocketInfo: BitwiseCopyable {
    /// The message was on the wire; every other property is meaningless otherwise.
    package var isPresent = false
    /// Field 1 `family`.
    package var family: UInt32 = 0
    /// Field 2 `local`.
    package var local: SocketIp = SocketIp()
    /// Field 3 `remote`.
    package var remote: SocketIp = SocketIp()

    @inlinable package init() {}
}

extension SocketInfo {
    /// Reads one occurrence of the message; a later one overrides what it names.
    mutating func merge(from reader: inout WireReader) throws(RejectReason) {
        isPresent = true
        let outerEnd = try reader.enter()
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o10: family = try reader.uint32()
            case 0o22: try local.merge(from: &reader)
            case 0o32: try remote.merge(from: &reader)
            default: try reader.skipUnknown(tag, known: 0b1110)
            }
        }
        reader.leave(outerEnd)
    }
}
