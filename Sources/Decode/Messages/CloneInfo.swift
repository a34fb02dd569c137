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
