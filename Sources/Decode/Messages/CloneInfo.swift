/// A task makes another; the context is the maker's (type 2).
///
/// Source: gVisor seccheck wire format.
package struct CloneInfo: BitwiseCopyable {
    /// Field 3 `created_thread_id`.
    package var createdThreadId: Int32 = 0
    /// Field 4 `created_thread_group_id`.
    package var createdThreadGroupId: Int32 = 0
    /// Field 5 `created_thread_start_time_ns`.
    package var createdThreadStartTimeNs: Int64 = 0
    /// Field 6 `flags`.
    package var flags: UInt64 = 0

    @inlinable package init() {}
}

extension CloneInfo {
    /// Reads the payload to its end.
    static func decode(
        _ outer: inout WireReader, into message: inout Message
    ) throws(RejectReason) {
        var payload = CloneInfo()
        var reader = outer
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o30: payload.createdThreadId = try reader.int32()
            case 0o40: payload.createdThreadGroupId = try reader.int32()
            case 0o50: payload.createdThreadStartTimeNs = try reader.int64()
            case 0o60: payload.flags = try reader.uint64()
            default:
                outer = reader
                try message.decodeShared(tag, &outer, known: 0b1111000)
                reader = outer
            }
        }
        outer = reader
        message.store(payload)
    }
}
