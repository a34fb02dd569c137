/// dup, dup2, dup3 (type 19).
///
/// Source: gVisor seccheck wire format.
package struct DupSyscall: BitwiseCopyable {
    /// Field 4 `old_fd`.
    package var oldFd: Int32 = 0
    /// Field 5 `new_fd`.
    package var newFd: Int32 = 0
    /// Field 6 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 7 `flags`.
    package var flags: UInt32 = 0

    @inlinable package init() {}
}
