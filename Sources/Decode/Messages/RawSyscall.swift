/// Six registers of any system call (type 6).
///
/// Source: gVisor seccheck wire format.
package struct RawSyscall: BitwiseCopyable {
    /// Field 5 `arg1`.
    package var arg1: UInt64 = 0
    /// Field 6 `arg2`.
    package var arg2: UInt64 = 0
    /// Field 7 `arg3`.
    package var arg3: UInt64 = 0
    /// Field 8 `arg4`.
    package var arg4: UInt64 = 0
    /// Field 9 `arg5`.
    package var arg5: UInt64 = 0
    /// Field 10 `arg6`.
    package var arg6: UInt64 = 0

    @inlinable package init() {}
}
