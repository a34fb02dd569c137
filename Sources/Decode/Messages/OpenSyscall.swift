/// open, openat, creat (type 7).
///
/// Source: gVisor seccheck wire format.
package struct OpenSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int64 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `pathname`.
    package var pathname: ByteRange = .absent
    /// Field 7 `flags`.
    package var flags: UInt32 = 0
    /// Field 8 `mode`.
    package var mode: UInt32 = 0

    @inlinable package init() {}
}
