/// accept, accept4; `fd` is the listening one (type 25).
///
/// Source: gVisor seccheck wire format.
package struct AcceptSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int32 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `address`.
    package var address: ByteRange = .absent
    /// Field 7 `flags`.
    package var flags: Int32 = 0

    @inlinable package init() {}
}
