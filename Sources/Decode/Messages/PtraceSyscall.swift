/// ptrace (type 38).
///
/// Source: gVisor seccheck wire format.
package struct PtraceSyscall: BitwiseCopyable {
    /// Field 4 `request`.
    package var request: Int64 = 0
    /// Field 5 `pid`.
    package var pid: Int32 = 0

    @inlinable package init() {}
}
