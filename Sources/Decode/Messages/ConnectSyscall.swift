/// connect; `address` is the raw sockaddr (type 10).
///
/// Source: gVisor seccheck wire format.
package struct ConnectSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int64 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `address`.
    package var address: ByteRange = .absent

    @inlinable package init() {}
}
