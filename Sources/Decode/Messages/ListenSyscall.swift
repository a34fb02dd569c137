/// listen; `address` is the kernel's own and trustworthy (type 37).
///
/// Source: gVisor seccheck wire format.
package struct ListenSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int32 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `backlog`.
    package var backlog: Int32 = 0
    /// Field 7 `address`.
    package var address: ByteRange = .absent
    /// Field 8 `socket_family`.
    package var socketFamily: Int32 = 0
    /// Field 9 `socket_type`.
    package var socketType: Int32 = 0

    @inlinable package init() {}
}
