/// A container starts; values are those of its OCI spec (type 1).
///
/// Source: gVisor seccheck wire format.
package struct ContainerStart: BitwiseCopyable {
    /// Field 2 `id`.
    package var id: ByteRange = .absent
    /// Field 3 `cwd`.
    package var cwd: ByteRange = .absent
    /// Field 4 `args`.
    package var args: RepeatedRange = .none
    /// Field 5 `env`.
    package var env: RepeatedRange = .none
    /// Field 6 `terminal`.
    package var terminal: Bool = false

    @inlinable package init() {}
}

extension ContainerStart {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = ContainerStart()
        var reader = outer
        while reader.hasMore {
            let start = reader.position
            let tag = try reader.tag()
            switch tag {
            case 0o22: payload.id = try reader.range()
            case 0o32: payload.cwd = try reader.range()
            case 0o42: try reader.append(to: &payload.args, field: 4, from: start)
            case 0o52: try reader.append(to: &payload.env, field: 5, from: start)
            case 0o60: payload.terminal = try reader.bool()
            default:
                outer = reader
                try message.decodeShared(tag, &outer, known: 0b1111100)
                reader = outer
            }
        }
        outer = reader
        message.store(payload)
    }
}
