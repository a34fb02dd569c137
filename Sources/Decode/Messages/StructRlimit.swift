/// A resource limit; 2⁶⁴−1 means unlimited.
///
/// Source: gVisor seccheck wire format.
package struct StructRlimit: BitwiseCopyable {
    /// The message was on the wire; every other property is meaningless otherwise.
    package var isPresent = false
    /// Field 1 `cur`.
    package var cur: UInt64 = 0
    /// Field 2 `max`.
    package var max: UInt64 = 0

    @inlinable package init() {}
}

extension StructRlimit {
    /// Reads one occurrence of the message; a later one overrides what it names.
    mutating func merge(from reader: inout WireReader) throws(RejectReason) {
        isPresent = true
        let outerEnd = try reader.enter()
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o10: cur = try reader.uint64()
            case 0o20: max = try reader.uint64()
            default: try reader.skipUnknown(tag, known: 0b110)
            }
        }
        reader.leave(outerEnd)
    }
}
