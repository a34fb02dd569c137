import CLinux
import Foundation
import TestSupport

/// A peer that behaves like a Sentry: handshake, then datagrams, blocking when the queue is full.
final class FakeSentry {
    private let fd: Int32

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Connects and does the handshake.
    init(socket: String) throws {
        fd = gvfast_seqpacket_socket(0)
        guard fd >= 0, unsafe gvfast_connect_path(fd, socket) == 0 else {
            throw Failure(description: "cannot connect to \(socket)")
        }
        send([0x08, 0x01])
        var reply = [UInt8](repeating: 0, count: 16)
        guard gvfast_poll_in(fd, 120_000) > 0,
            unsafe gvfast_receive(fd, &reply, reply.count) == 2
        else { throw Failure(description: "no reply to the handshake") }
    }

    deinit { close(fd) }

    /// Sends one datagram; waits while the queue is full. False when the peer is gone.
    @discardableResult
    func send(_ datagram: [UInt8]) -> Bool {
        unsafe gvfast_send(fd, datagram, datagram.count, 1) == Int64(datagram.count)
    }

    /// Sends every datagram of a capture, `times` times.
    func send(_ datagrams: [[UInt8]], times: Int = 1) -> Int {
        var count = 0
        for _ in 0..<times {
            for datagram in datagrams where send(datagram) { count += 1 }
        }
        return count
    }
}
