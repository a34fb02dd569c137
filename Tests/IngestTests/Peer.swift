import CLinux
import Core
import Glibc

/// The sending end of one connection, as a sandbox has it.
struct Peer: ~Copyable {
    private let socket: OwnedDescriptor

    var fd: Int32 { socket.fd }

    /// Connects to a listener; waits while its backlog is full, as runsc does.
    init(path: String) throws(SystemError) {
        let fd = gvfast_seqpacket_socket(0)
        if fd < 0 { throw SystemError(call: "socket", code: -fd) }
        let status = unsafe gvfast_connect_path(fd, path)
        if status < 0 {
            closeDescriptor(fd)
            throw SystemError(call: "connect", code: -status)
        }
        socket = OwnedDescriptor(fd)
    }

    /// Takes over the other end of a socket pair.
    init(fd: Int32) { socket = OwnedDescriptor(fd) }

    /// Gives the descriptor away.
    consuming func take() -> Int32 { socket.release() }

    /// Sends one datagram; the errno, 0 when it was sent. A test that sends from the thread that
    /// also receives must not wait for room.
    @discardableResult
    func send(_ bytes: [UInt8], isBlocking: Bool = false) -> Int32 {
        // an empty array has no address, and an empty datagram needs one
        let addressed = bytes.isEmpty ? [0] : bytes
        let result = unsafe addressed.withUnsafeBytes { buffer -> Int64 in
            guard let base = buffer.baseAddress else { return -22 }
            return unsafe gvfast_send(socket.fd, base, bytes.count, isBlocking ? 1 : 0)
        }
        return result < 0 ? Int32(-result) : 0
    }

    /// The version that gVisor sends.
    @discardableResult
    func sendHandshake() -> Int32 { send([0x08, 0x01]) }

    /// Waits until the server has answered or closed.
    func awaitReply() { _ = gvfast_poll_in(socket.fd, -1) }

    /// What the server has sent: nil when nothing is there, empty when it has closed.
    func receive() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = unsafe buffer.withUnsafeMutableBytes { bytes -> Int64 in
            guard let base = bytes.baseAddress else { return -22 }
            return unsafe gvfast_receive(socket.fd, base, bytes.count)
        }
        if count == Int64(-EAGAIN) { return nil }
        return count < 0 ? [] : Array(buffer.prefix(Int(count)))
    }

    /// Two connected ends of a new socket pair.
    static func pair() throws(SystemError) -> (Int32, Int32) {
        var ends: [Int32] = [-1, -1]
        let status = unsafe ends.withUnsafeMutableBufferPointer { buffer -> Int32 in
            guard let base = buffer.baseAddress else { return -22 }
            return unsafe gvfast_seqpacket_pair(0, base)
        }
        if status < 0 { throw SystemError(call: "socketpair", code: -status) }
        return (ends[0], ends[1])
    }
}
