/// clone as called (type 23).
///
/// Source: gVisor seccheck wire format.
package struct CloneSyscall: BitwiseCopyable {
    /// Field 4 `flags`.
    package var flags: UInt64 = 0
    /// Field 5 `stack`.
    package var stack: UInt64 = 0
    /// Field 6 `new_tid`.
    package var newTid: UInt64 = 0
    /// Field 7 `tls`.
    package var tls: UInt64 = 0

    @inlinable package init() {}
}
