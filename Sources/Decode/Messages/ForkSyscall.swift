/// fork, vfork (type 29).
///
/// Source: gVisor seccheck wire format.
package struct ForkSyscall: BitwiseCopyable {
    @inlinable package init() {}
}

extension ForkSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ reader: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        while reader.hasMore {
            let tag = try reader.tag()
            try message.decodeSyscall(tag, &reader, known: 0)
        }
        message.payload = .fork(ForkSyscall())
    }
}
