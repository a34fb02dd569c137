/// A timer setting, as `struct itimerspec`.
///
/// Source: gVisor seccheck wire format.
package struct ItimerSpec: BitwiseCopyable {
    /// The message was on the wire; every other property is meaningless otherwise.
    package var isPresent = false
    /// Field 1 `interval`.
    package var interval: Timespec = Timespec()
    /// Field 2 `value`.
    package var value: Timespec = Timespec()

    @inlinable package init() {}
}
