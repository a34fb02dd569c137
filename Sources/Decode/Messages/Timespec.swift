/// Seconds and nanoseconds, as `struct timespec`.
///
/// Source: gVisor seccheck wire format.
package struct Timespec: BitwiseCopyable {
    /// The message was on the wire; every other property is meaningless otherwise.
    package var isPresent = false
    /// Field 1 `sec`.
    package var sec: Int64 = 0
    /// Field 2 `nsec`.
    package var nsec: Int64 = 0

    @inlinable package init() {}
}
