/// A resource limit; 2⁶⁴−1 means unlimited.
///
/// Source: gVisor seccheck wire format.
package struct StructRlimit: BitwiseCopyable {
    /// The message was on the wire; every other property is meaningless otherwise.
    package var isPresent = false
    /// Field 1 `cur`.
    package var cur: UInt64 = 0
    /// Field 2 `max`.
    package var max: UInt64 = 0

    @inlinable package init() {}
}
