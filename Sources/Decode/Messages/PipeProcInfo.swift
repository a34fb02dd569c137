/// The process at the other end of a pipe that a standard descriptor of an exec refers to.
///
/// Source: gVisor seccheck wire format.
package struct PipeProcInfo: BitwiseCopyable {
    /// The message was on the wire; every other property is meaningless otherwise.
    package var isPresent = false
    /// Field 1 `context_data` of the sibling.
    package var context = MessageContext()

    @inlinable package init() {}
}

extension PipeProcInfo {
    /// Reads one occurrence of the message; a later one overrides what it names.
    mutating func merge(from reader: inout WireReader) throws(RejectReason) {
        isPresent = true
        let outerEnd = try reader.enter()
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o12: try context.merge(from: &reader)
            default: try reader.skipUnknown(tag, known: 0b10)
            }
        }
        reader.leave(outerEnd)
    }
}
