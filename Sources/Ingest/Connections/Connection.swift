internal import Core

/// One connection of a reactor: a row of its table.
struct Connection: BitwiseCopyable {
    enum State: UInt8 {
        /// Accepted; the first datagram is the handshake.
        case handshaking
        /// Datagrams are handed on.
        case open
        /// Reported as over; waits until the kernel lets go of its receive.
        case closing
        /// The descriptor is closed; the slot is free from the next turn on.
        case closed
    }

    var fd: Int32
    var state: State
    /// A receive is in the kernel (io_uring only).
    var isArmed = false
    /// The connection stands in the list of those to arm (io_uring only).
    var isWaitingToArm = false
    var serial: UInt32
    var peer: PeerCredentials
    var deadlineNanos: UInt64
    var counters = ConnectionCounters()
}

/// Who connected, as the kernel recorded it at connect(2): the launcher of the sandbox.
package struct PeerCredentials: Equatable, BitwiseCopyable, Sendable {
    package var pid: Int32
    package var uid: UInt32
    package var gid: UInt32

    package init(pid: Int32 = 0, uid: UInt32 = 0, gid: UInt32 = 0) {
        self.pid = pid
        self.uid = uid
        self.gid = gid
    }
}
