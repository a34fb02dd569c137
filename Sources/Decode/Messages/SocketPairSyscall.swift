/// socketpair; the sockets on exit only (type 33).
///
/// Source: gVisor seccheck wire format.
package struct SocketPairSyscall: BitwiseCopyable {
    /// Field 4 `domain`.
    package var domain: Int32 = 0
    /// Field 5 `type`.
    package var type: Int32 = 0
    /// Field 6 `protocol`.
    package var protocolNumber: Int32 = 0
    /// Field 7 `socket1`.
    package var socket1: Int32 = 0
    /// Field 8 `socket2`.
    package var socket2: Int32 = 0

    @inlinable package init() {}
}
