/// inotify_init, inotify_init1 (type 30).
///
/// Source: gVisor seccheck wire format.
package struct InotifyInitSyscall: BitwiseCopyable {
    /// Field 4 `flags`.
    package var flags: Int32 = 0

    @inlinable package init() {}
}
