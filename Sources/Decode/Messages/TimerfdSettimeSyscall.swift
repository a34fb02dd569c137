/// timerfd_settime (type 27).
///
/// Source: gVisor seccheck wire format.
package struct TimerfdSettimeSyscall: BitwiseCopyable {
    /// Field 4 `fd`.
    package var fd: Int32 = 0
    /// Field 5 `fd_path`.
    package var fdPath: ByteRange = .absent
    /// Field 6 `flags`.
    package var flags: Int32 = 0
    /// Field 7 `new_value`.
    package var newValue: ItimerSpec = ItimerSpec()
    /// Field 8 `old_value`.
    package var oldValue: ItimerSpec = ItimerSpec()

    @inlinable package init() {}
}
