/// Seconds and nanoseconds, as `struct timespec`.
///
/// Source: gVisor seccheck wire format.
package struct Timespec: BitwiseCopyable {
    /// Field 1 `sec`.
    package var sec: Int64 = 0
    /// Field 2 `nsec`.
    package var nsec: Int64 = 0
    /// The message was on the wire; every other property is meaningless otherwise.
    package var isPresent = false

    @inlinable package init() {}
}

extension Timespec {
    /// Reads one occurrence of the message; a later one overrides what it names.
    mutating func merge(from reader: inout WireReader) throws(RejectReason) {
        isPresent = true
        let outerEnd = try reader.enter()
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o10: sec = try reader.int64()
            case 0o20: nsec = try reader.int64()
            default: try reader.skipUnknown(tag, known: 0b110)
            }
        }
        reader.leave(outerEnd)
    }
}
