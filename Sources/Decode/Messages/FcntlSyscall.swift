/// fcntl; `args` is the raw third register (type 18).
///
/// Source: gVisor seccheck wire format.
package struct FcntlSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int32 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `cmd`.
    package var cmd: Int32 = 0
    /// Field 7 `args`.
    package var args: Int64 = 0

    @inlinable package init() {}
}
