/// One thread ends; a wait status (type 5).
///
/// Source: gVisor seccheck wire format.
package struct TaskExit: BitwiseCopyable {
    /// Field 2 `exit_status`.
    package var exitStatus: Int32 = 0

    @inlinable package init() {}
}
