/// setresuid, setresgid; −1 is 4294967295 (type 15).
///
/// Source: gVisor seccheck wire format.
package struct SetresidSyscall: BitwiseCopyable {
    /// Field 4 `rid`.
    package var rid: UInt32 = 0
    /// Field 5 `eid`.
    package var eid: UInt32 = 0
    /// Field 6 `sid`.
    package var sid: UInt32 = 0

    @inlinable package init() {}
}
