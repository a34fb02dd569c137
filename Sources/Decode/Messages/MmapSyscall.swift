/// mmap (type 36).
///
/// Source: gVisor seccheck wire format.
package struct MmapSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int64 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `addr`.
    package var addr: UInt64 = 0
    /// Field 7 `length`.
    package var length: UInt64 = 0
    /// Field 8 `prot`.
    package var prot: UInt32 = 0
    /// Field 9 `flags`.
    package var flags: UInt32 = 0
    /// Field 10 `offset`.
    package var offset: Int64 = 0

    @inlinable package init() {}
}
