/// write, pwrite64, writev, pwritev, pwritev2 (type 34).
///
/// Source: gVisor seccheck wire format.
package struct WriteSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int64 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `count`.
    package var count: UInt64 = 0
    /// Field 7 `has_offset`.
    package var hasOffset: Bool = false
    /// Field 8 `offset`.
    package var offset: Int64 = 0
    /// Field 9 `flags`.
    package var flags: UInt32 = 0

    @inlinable package init() {}
}
