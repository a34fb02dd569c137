/// execve, execveat as called (type 11).
///
/// Source: gVisor seccheck wire format.
package struct ExecveSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int64 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `pathname`.
    package var pathname: ByteRange = .absent
    /// Field 7 `argv`.
    package var argv: RepeatedRange = .none
    /// Field 8 `envv`.
    package var envv: RepeatedRange = .none
    /// Field 9 `flags`.
    package var flags: UInt32 = 0

    @inlinable package init() {}
}
