/// What a standard descriptor refers to at exec.
///
/// Source: gVisor seccheck wire format.
package struct FdInfo: BitwiseCopyable {
    /// The message was on the wire; every other property is meaningless otherwise.
    package var isPresent = false
    /// Field 1 `mode`.
    package var mode: UInt32 = 0
    /// Field 2 `ino`.
    package var ino: UInt64 = 0
    /// Field 3 `path`.
    package var path: ByteRange = .absent
    /// Field 4 `socket`.
    package var socket: SocketInfo = SocketInfo()

    @inlinable package init() {}
}

extension FdInfo {
    /// Reads one occurrence of the message; a later one overrides what it names.
    mutating func merge(from reader: inout WireReader) throws(RejectReason) {
        isPresent = true
        let outerEnd = try reader.enter()
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o10: mode = try reader.uint32()
            case 0o20: ino = try reader.uint64()
            case 0o32: path = try reader.range()
            case 0o42: try socket.merge(from: &reader)
            default: try reader.skipUnknown(tag, known: 0b11110)
            }
        }
        reader.leave(outerEnd)
    }
}
