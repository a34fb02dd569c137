import CLinux
import Foundation
import SentrySim

/// Answers one handshake and then reads nothing until it is asked what came.
final class SilentServer: @unchecked Sendable {
    // Safety: written by the thread before `isReady`, read after it.
    private let listener: Int32
    private var connection: Int32 = -1
    private let lock = NSLock()

    init(_ path: String) throws {
        listener = gvfast_seqpacket_socket(0)
        guard unsafe gvfast_bind_path(listener, path) >= 0, listen(listener, 8) == 0 else {
            throw SimError("cannot listen on \(path)")
        }
        Thread { self.welcome() }.start()
    }

    deinit {
        close(listener)
        if connection >= 0 { close(connection) }
    }

    private func welcome() {
        guard gvfast_poll_in(listener, 60_000) > 0 else { return }
        let fd = gvfast_accept(listener)
        var bytes = [UInt8](repeating: 0, count: 64)
        _ = gvfast_poll_in(fd, 60_000)
        _ = unsafe gvfast_receive(fd, &bytes, 64)
        lock.withLock { connection = fd }
        let reply: [UInt8] = [8, 1]
        _ = unsafe gvfast_send(fd, reply, 2, 1)
    }

    /// Returns once something was sent.
    func waitForMessages() {
        while true {
            let fd = lock.withLock { connection }
            if fd >= 0, gvfast_poll_in(fd, 60_000) > 0 { return }
            usleep(1_000)
        }
    }

    /// Ends the connection, with what waits in it, once something waits.
    func hangUp() {
        waitForMessages()
        shutdown(lock.withLock { connection }, Int32(SHUT_RDWR))
    }

    /// The dropped count of every message that was sent.
    func droppedCounts() -> [UInt32] {
        let fd = lock.withLock { connection }
        var counts: [UInt32] = []
        var bytes = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = unsafe gvfast_receive(fd, &bytes, bytes.count)
            if count < 8 { return counts }
            counts.append(bytes[4..<8].reversed().reduce(0) { $0 << 8 | UInt32($1) })
        }
    }
}
