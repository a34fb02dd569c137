/// prlimit64; `old_limit` means nothing on enter (type 16).
///
/// Source: gVisor seccheck wire format.
package struct PrlimitSyscall: BitwiseCopyable {
    /// Field 4 `pid`.
    package var pid: Int32 = 0
    /// Field 5 `resource`.
    package var resource: Int64 = 0
    /// Field 6 `new_limit`.
    package var newLimit: StructRlimit = StructRlimit()
    /// Field 7 `old_limit`.
    package var oldLimit: StructRlimit = StructRlimit()

    @inlinable package init() {}
}
