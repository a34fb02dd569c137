/// signalfd, signalfd4 (type 20).
///
/// Source: gVisor seccheck wire format.
package struct SignalfdSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int32 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `sigset`.
    package var sigset: UInt64 = 0
    /// Field 7 `flags`.
    package var flags: Int32 = 0

    @inlinable package init() {}
}
