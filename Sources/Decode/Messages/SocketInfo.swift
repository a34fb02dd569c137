/// Both ends of a socket that a standard descriptor refers to.
///
/// Source: gVisor seccheck wire format.
package struct SocketInfo: BitwiseCopyable {
    /// The message was on the wire; every other property is meaningless otherwise.
    package var isPresent = false
    /// Field 1 `family`.
    package var family: UInt32 = 0
    /// Field 2 `local`.
    package var local: SocketIp = SocketIp()
    /// Field 3 `remote`.
    package var remote: SocketIp = SocketIp()

    @inlinable package init() {}
}
