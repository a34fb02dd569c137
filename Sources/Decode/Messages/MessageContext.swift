/// Who did it: field 1 `context_data` of every payload, filled as far as the session asked.
///
/// Thread and process ids are those of the sandbox's root PID namespace, times are nanoseconds
/// since 1970 on the Sentry's clock. Source: gVisor seccheck wire format.
package struct MessageContext: BitwiseCopyable {
    /// The message was on the wire; every other property is meaningless otherwise.
    package var isPresent = false
    /// Field 1 `time_ns`.
    package var timeNanos: Int64 = 0
    /// Field 2 `thread_id`.
    package var threadID: Int32 = 0
    /// Field 3 `thread_start_time_ns`.
    package var threadStartTimeNanos: Int64 = 0
    /// Field 4 `thread_group_id`.
    package var threadGroupID: Int32 = 0
    /// Field 5 `thread_group_start_time_ns`.
    package var threadGroupStartTimeNanos: Int64 = 0
    /// Field 6 `container_id`.
    package var containerID: ByteRange = .absent
    /// Field 7 `credentials`; present and all zero for root.
    package var credentials = MessageCredentials()
    /// Field 8 `cwd`, relative to the process's own root.
    package var cwd: ByteRange = .absent
    /// Field 9 `process_name`, at most 15 bytes, changeable by the process.
    package var processName: ByteRange = .absent
    /// Field 10 `parent_thread_group_id`; 0 when absent.
    package var parentThreadGroupID: Int32 = 0
    /// Field 11 `is_exec_session`.
    package var isExecSession = false

    @inlinable package init() {}
}

/// Field 7 of the context: ids of the sandbox's root user namespace.
package struct MessageCredentials: BitwiseCopyable {
    /// The message was on the wire; all root is present and empty.
    package var isPresent = false
    /// Field 1 `real_uid`.
    package var realUID: UInt32 = 0
    /// Field 2 `effective_uid`.
    package var effectiveUID: UInt32 = 0
    /// Field 3 `saved_uid`.
    package var savedUID: UInt32 = 0
    /// Field 4 `real_gid`.
    package var realGID: UInt32 = 0
    /// Field 5 `effective_gid`.
    package var effectiveGID: UInt32 = 0
    /// Field 6 `saved_gid`.
    package var savedGID: UInt32 = 0

    @inlinable package init() {}
}

extension MessageContext {
    /// Reads one occurrence of the message; a later one overrides what it names.
    mutating func merge(from reader: inout WireReader) throws(RejectReason) {
        let outerEnd = try reader.enter()
        try mergeFields(from: &reader)
        reader.leave(outerEnd)
    }

    /// Reads the fields up to the end of the message that the reader is in.
    mutating func mergeFields(from outer: inout WireReader) throws(RejectReason) {
        var reader = outer
        isPresent = true
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o10: timeNanos = try reader.longInt64()
            case 0o20: threadID = try reader.int32()
            case 0o30: threadStartTimeNanos = try reader.longInt64()
            case 0o40: threadGroupID = try reader.int32()
            case 0o50: threadGroupStartTimeNanos = try reader.longInt64()
            case 0o62: containerID = try reader.range()
            case 0o72:
                outer = reader
                try credentials.merge(from: &outer)
                reader = outer
            case 0o102: cwd = try reader.range()
            case 0o112: processName = try reader.range()
            case 0o120: parentThreadGroupID = try reader.int32()
            case 0o130: isExecSession = try reader.bool()
            default:
                outer = reader
                try outer.skipUnknown(tag, known: 0b111111111110)
                reader = outer
            }
        }
        outer = reader
    }
}

extension MessageCredentials {
    /// Reads one occurrence of the message; a later one overrides what it names.
    mutating func merge(from reader: inout WireReader) throws(RejectReason) {
        isPresent = true
        let outerEnd = try reader.enter()
        while reader.hasMore {
            let tag = try reader.tag()
            switch tag {
            case 0o10: realUID = try reader.uint32()
            case 0o20: effectiveUID = try reader.uint32()
            case 0o30: savedUID = try reader.uint32()
            case 0o40: realGID = try reader.uint32()
            case 0o50: effectiveGID = try reader.uint32()
            case 0o60: savedGID = try reader.uint32()
            default: try reader.skipUnknown(tag, known: 0b1111110)
            }
        }
        reader.leave(outerEnd)
    }
}
