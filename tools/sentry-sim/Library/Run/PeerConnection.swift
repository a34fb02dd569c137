internal import CLinux
internal import Glibc

/// One connection to the server under test, made as the runsc command makes it: connect, send the
/// handshake, wait for the answer.
struct PeerConnection: ~Copyable {
    let fd: Int32

    /// A connection without a handshake. A server that does not listen yet is waited for.
    init(connecting path: String, waitSeconds: Double = 0) throws(SimError) {
        let fd = gvfast_seqpacket_socket(0)
        guard fd >= 0 else { throw SimError("socket: \(Self.text(-fd))") }
        var result: Int32 = 0
        let deadline = SimRunner.nowNanos() + UInt64(waitSeconds * 1e9)
        // A full backlog makes connect(2) wait or fail with EAGAIN; runsc would wait.
        for _ in 0..<2_000 {
            result = unsafe gvfast_connect_path(fd, path)
            while result == -ENOENT || result == -ECONNREFUSED, SimRunner.nowNanos() < deadline {
                usleep(10_000)
                result = unsafe gvfast_connect_path(fd, path)
            }
            if result != -EAGAIN { break }
            usleep(1_000)
        }
        guard result == 0 else {
            Glibc.close(fd)
            throw SimError("connect to \(path): \(Self.text(-result))")
        }
        self.fd = fd
    }

    /// A connection that is ready for messages.
    static func ready(
        _ path: String, timeoutMillis: Int32 = 10_000, waitSeconds: Double = 0
    ) throws(SimError) -> PeerConnection {
        let connection = try PeerConnection(connecting: path, waitSeconds: waitSeconds)
        try connection.handshake(timeoutMillis: timeoutMillis)
        return connection
    }

    deinit { Glibc.close(fd) }

    private static func text(_ errno: Int32) -> String {
        unsafe String(cString: strerror(errno))
    }

    borrowing func handshake(timeoutMillis: Int32) throws(SimError) {
        guard send([0x08, 0x01]) else { throw SimError("handshake: cannot send") }
        guard gvfast_poll_in(fd, timeoutMillis) > 0 else {
            throw SimError("handshake: no answer within \(timeoutMillis) ms")
        }
        var reply = [UInt8](repeating: 0, count: 10_240)
        let count = unsafe gvfast_receive(fd, &reply, reply.count)
        guard count > 0 else { throw SimError("handshake: closed without an answer") }
        guard count >= 2, reply[0] == 0x08, reply[1] >= 1 else {
            throw SimError("handshake: answer of an unsupported version")
        }
    }

    /// Sends one datagram, waiting for room; false when the peer is gone.
    @discardableResult
    borrowing func send(_ bytes: [UInt8]) -> Bool {
        unsafe gvfast_send(fd, bytes, bytes.count, 1) == Int64(bytes.count)
    }

    /// The peer has closed its end.
    borrowing func isClosedByPeer(withinMillis timeout: Int32) -> Bool {
        guard gvfast_poll_in(fd, timeout) > 0 else { return false }
        var byte: UInt8 = 0
        return unsafe gvfast_receive(fd, &byte, 1) <= 0
    }
}
