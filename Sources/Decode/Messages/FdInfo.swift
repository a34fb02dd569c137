/// What a standard descriptor refers to at exec.
///
/// Source: gVisor seccheck wire format.
package struct FdInfo: BitwiseCopyable {
    /// The message was on the wire; every other property is meaningless otherwise.
    package var isPresent = false
    /// Field 1 `mode`.
    package var mode: UInt32 = 0
    /// Field 2 `ino`.
    package var ino: UInt64 = 0
    /// Field 3 `path`.
    package var path: ByteRange = .absent
    /// Field 4 `socket`.
    package var socket: SocketInfo = SocketInfo()

    @inlinable package init() {}
}
