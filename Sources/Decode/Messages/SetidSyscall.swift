/// setuid, setgid, setsid (type 14).
///
/// Source: gVisor seccheck wire format.
package struct SetidSyscall: BitwiseCopyable {
    /// Field 4 `id`.
    package var id: UInt32 = 0

    @inlinable package init() {}
}
