/// inotify_add_watch (type 31).
///
/// Source: gVisor seccheck wire format.
package struct InotifyAddWatchSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int32 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `pathname`.
    package var pathname: ByteRange = .absent
    /// Field 7 `mask`.
    package var mask: UInt32 = 0

    @inlinable package init() {}
}
