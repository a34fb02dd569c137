/// chroot (type 21).
///
/// Source: gVisor seccheck wire format.
package struct ChrootSyscall: BitwiseCopyable {
    /// Field 4 `pathname`.
    package var pathname: ByteRange = .absent

    @inlinable package init() {}
}
