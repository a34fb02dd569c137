/// An executable mapping is about to be made (type 35).
///
/// Source: gVisor seccheck wire format.
package struct MmapInfo: BitwiseCopyable {
    /// Field 2 `mapped_path`.
    package var mappedPath: ByteRange = .absent
    /// Field 3 `mapped_ino`.
    package var mappedIno: UInt64 = 0
    /// Field 4 `mapped_mode`.
    package var mappedMode: UInt32 = 0
    /// Field 5 `mapped_uid`.
    package var mappedUid: UInt32 = 0
    /// Field 6 `mapped_gid`.
    package var mappedGid: UInt32 = 0
    /// Field 7 `is_initial_mmap`.
    package var isInitialMmap: Bool = false
    /// Field 8 `mapped_ctime`.
    package var mappedCtime: Timespec = Timespec()
    /// Field 9 `overlayfs_upper`.
    package var overlayfsUpper: Bool = false
    /// Field 10 `overlayfs_lower`.
    package var overlayfsLower: Bool = false

    @inlinable package init() {}
}
