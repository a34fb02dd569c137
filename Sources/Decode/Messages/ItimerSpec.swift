/// A timer setting, as `struct itimerspec`.
///
/// Source: gVisor seccheck wire format.
package struct ItimerSpec: BitwiseCopyable {
    /// Field 1 `interval`.
    package var interval: Timespec = Timespec()
    /// Field 2 `value`.
    package var value: Timespec = Timespec()
    /// The message was on the wire; every other property is meaningless otherwise.
    package var isPresent = false

    @inlinable package init() {}
}

extension ItimerSpec {
    /// Reads one occurrence of the message; a later one overrides what it names.
    mutating func merge(from reader: inout WireReader) throws(RejectReason) {
        isPresent = true
        let outerEnd = try reader.enter()
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o12: try interval.merge(from: &reader)
            case 0o22: try value.merge(from: &reader)
            default: try reader.skipUnknown(tag, known: 0b110)
            }
        }
        reader.leave(outerEnd)
    }
}
