/// inotify_rm_watch; `wd` is forgeable (type 32).
///
/// Source: gVisor seccheck wire format.
package struct InotifyRmWatchSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int32 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `wd`.
    package var wd: Int32 = 0

    @inlinable package init() {}
}
