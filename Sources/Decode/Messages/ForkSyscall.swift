/// fork, vfork (type 29).
///
/// Source: gVisor seccheck wire format.
package struct ForkSyscall: BitwiseCopyable {
    @inlinable package init() {}
}

extension ForkSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            outer = reader
            try message.decodeSyscall(tag, &outer, known: 0)
            reader = outer
        }
        outer = reader
        message.store(ForkSyscall())
    }
}
