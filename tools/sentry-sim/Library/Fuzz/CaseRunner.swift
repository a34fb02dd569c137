internal import CLinux
internal import Glibc

/// Performs cases. Connections that a case abandons stay open until there are too many.
final class CaseRunner {
    let endpoint: String
    /// Half-open and idle connections left behind, oldest first.
    private var abandoned: [ConnectionBox] = []
    private let abandonedLimit = 1_000
    private(set) var messageCount = 0
    private(set) var connectionCount = 0

    private final class ConnectionBox {
        let connection: PeerConnection
        init(_ connection: consuming PeerConnection) { self.connection = connection }
    }

    init(endpoint: String) { self.endpoint = endpoint }

    /// Performs one case. A server that closes the connection ends the case's part of it; a server
    /// that cannot be reached at all is an error.
    func perform(_ fuzzCase: FuzzCase) throws(SimError) {
        var current: ConnectionBox?
        for action in fuzzCase.actions {
            switch action {
            case .connect(let handshake):
                current = ConnectionBox(try PeerConnection(connecting: endpoint))
                connectionCount += 1
                guard let handshake, let box = current else { continue }
                send(handshake, over: box)
                // An honest client waits for the answer; after a bad handshake none may come.
                if handshake == FuzzGenerator.handshake {
                    _ = gvfast_poll_in(box.connection.fd, 2_000)
                }
            case .send(let bytes):
                if let box = current, !send(bytes, over: box) { current = nil }
            case .wait(let millis): usleep(UInt32(min(millis, 1_000)) * 1_000)
            case .close: current = nil
            case .abandon:
                if let box = current { abandoned.append(box) }
                if abandoned.count > abandonedLimit { abandoned.removeFirst(100) }
                current = nil
            }
        }
    }

    /// Sends one datagram, waiting a while for room; false when the peer is gone.
    @discardableResult
    private func send(_ bytes: [UInt8], over box: ConnectionBox) -> Bool {
        for _ in 0..<20_000 {
            let result = unsafe gvfast_send(box.connection.fd, bytes, bytes.count, 0)
            if result >= 0 {
                messageCount += 1
                return true
            }
            // Too large for any socket: nothing that a peer could send either.
            if result == Int64(-EMSGSIZE) { return true }
            guard result == Int64(-EAGAIN) else { return false }
            usleep(100)
        }
        return false
    }

    func closeAll() { abandoned.removeAll() }
}
