/// socket (type 12).
///
/// Source: gVisor seccheck wire format.
package struct SocketSyscall: BitwiseCopyable {
    /// Field 4 `domain`.
    package var domain: Int32 = 0
    /// Field 5 `type`.
    package var type: Int32 = 0
    /// Field 6 `protocol`.
    package var protocolNumber: Int32 = 0

    @inlinable package init() {}
}
