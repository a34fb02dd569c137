/// chdir, fchdir; `pathname` of fchdir is forgeable (type 13).
///
/// Source: gVisor seccheck wire format.
package struct ChdirSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int64 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `pathname`.
    package var pathname: ByteRange = .absent

    @inlinable package init() {}
}
