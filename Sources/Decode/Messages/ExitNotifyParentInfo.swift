/// The last thread of a process is gone (type 4).
///
/// Source: gVisor seccheck wire format.
package struct ExitNotifyParentInfo: BitwiseCopyable {
    /// Field 2 `exit_status`.
    package var exitStatus: Int32 = 0

    @inlinable package init() {}
}
