/// timerfd_gettime (type 28).
///
/// Source: gVisor seccheck wire format.
package struct TimerfdGettimeSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int32 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `cur_value`.
    package var curValue: ItimerSpec = ItimerSpec()

    @inlinable package init() {}
}
