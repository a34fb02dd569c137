/// pipe, pipe2; both ends on exit only (type 17).
///
/// Source: gVisor seccheck wire format.
package struct PipeSyscall: BitwiseCopyable {
    /// Field 4 `flags`.
    package var flags: UInt32 = 0
    /// Field 5 `reader`.
    package var reader: Int32 = 0
    /// Field 6 `writer`.
    package var writer: Int32 = 0

    @inlinable package init() {}
}
