/// eventfd, eventfd2 (type 22).
///
/// Source: gVisor seccheck wire format.
package struct EventfdSyscall: BitwiseCopyable {
    /// Field 4 `val`.
    package var val: Int32 = 0
    /// Field 5 `flags`.
    package var flags: UInt32 = 0

    @inlinable package init() {}
}
