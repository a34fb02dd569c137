/// close (type 8).
///
/// Source: gVisor seccheck wire format.
package struct CloseSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int64 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent

    @inlinable package init() {}
}
