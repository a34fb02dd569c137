/// One end of a socket; `port` is byte-swapped on the wire.
///
/// Source: gVisor seccheck wire format.
package struct SocketIp: BitwiseCopyable {
    /// The message was on the wire; every other property is meaningless otherwise.
    package var isPresent = false
    /// Field 1 `family`.
    package var family: UInt32 = 0
    /// Field 2 `ip`.
    package var ip: ByteRange = .absent
    /// Field 3 `port`.
    package var port: UInt32 = 0

    @inlinable package init() {}
}
