/// chroot (type 21).
///
/// Source: gVisor seccheck wire format.
package struct ChrootSyscall: BitwiseCopyable {
    /// Field 4 `pathname`.
    package var pathname: ByteRange = .absent

    @inlinable package init() {}
}

extension ChrootSyscall {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = ChrootSyscall()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o42: payload.pathname = try reader.range()
            default:
                outer = reader
                try message.decodeSyscall(tag, &outer, known: 0b10000)
                reader = outer
            }
        }
        outer = reader
        message.store(payload)
    }
}
