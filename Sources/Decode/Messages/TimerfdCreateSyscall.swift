/// timerfd_create (type 26).
///
/// Source: gVisor seccheck wire format.
package struct TimerfdCreateSyscall: BitwiseCopyable {
    /// Field 4 `clock_id`.
    package var clockId: Int32 = 0
    /// Field 5 `flags`.
    package var flags: Int32 = 0

    @inlinable package init() {}
}
