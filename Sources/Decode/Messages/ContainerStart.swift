/// A container starts; values are those of its OCI spec (type 1).
///
/// Source: gVisor seccheck wire format.
package struct ContainerStart: BitwiseCopyable {
    /// Field 2 `id`.
    package var id: ByteRange = .absent
    /// Field 3 `cwd`.
    package var cwd: ByteRange = .absent
    /// Field 4 `args`.
    package var args: RepeatedRange = .none
    /// Field 5 `env`.
    package var env: RepeatedRange = .none
    /// Field 6 `terminal`.
    package var terminal: Bool = false

    @inlinable package init() {}
}
