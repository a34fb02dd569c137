package import Core
internal import Synchronization

/// How other threads speak to one reactor: they leave connections or just wake it.
package final class ReactorInbox: Sendable {
    /// A connection that somebody else accepted or made, with the ownership of its descriptor.
    struct Adoption: Sendable {
        let fd: Int32
        let peer: PeerCredentials
        /// The peer will not do a handshake: it was given the socket already connected.
        let isHandshaken: Bool
    }

    /// Makes the reactor's turn end when notified.
    package let signal: WakeSignal
    /// Connections placed on this reactor, those in the list included.
    let load = Atomic<Int>(0)
    private let adoptions = Mutex<[Adoption]>([])

    init() throws(SystemError) { signal = try WakeSignal() }

    deinit {
        for adoption in adoptions.withLock({ $0 }) { closeDescriptor(adoption.fd) }
    }

    func push(_ adoption: Adoption) {
        adoptions.withLock { $0.append(adoption) }
        signal.notify()
    }

    func takeAll() -> [Adoption] {
        adoptions.withLock { list in
            let taken = list
            list = []
            return taken
        }
    }
}

/// The reactors of one process: places each new connection on the one with the fewest, where it
/// stays for life, and keeps the common limit. Any thread.
package final class ReactorGroup: Sendable {
    /// One inbox for each reactor.
    package let inboxes: [ReactorInbox]
    /// Connections that may exist at once.
    package let maxConnections: Int
    private let total = Atomic<Int>(0)

    /// For `count` reactors. Fails when no eventfd can be made.
    package init(count: Int, maxConnections: Int) throws(SystemError) {
        precondition(count > 0 && maxConnections > 0)
        var inboxes: [ReactorInbox] = []
        for _ in 0..<count { inboxes.append(try ReactorInbox()) }
        self.inboxes = inboxes
        self.maxConnections = maxConnections
    }

    /// Connections that exist.
    package var connectionCount: Int { total.load(ordering: .relaxed) }

    /// Ends the present turn of every reactor.
    package func wakeAll() {
        for inbox in inboxes { inbox.signal.notify() }
    }

    /// Hands a connected socket to the reactor with the fewest connections, which then owns it.
    /// False at the limit: the socket was closed.
    ///
    /// `isHandshaken` is true for a socket that was donated to a running sandbox, which sends its
    /// messages at once.
    @discardableResult
    package func adopt(
        fd: Int32, peer: PeerCredentials = PeerCredentials(), isHandshaken: Bool
    ) -> Bool {
        guard let index = place() else {
            closeDescriptor(fd)
            return false
        }
        inboxes[index].push(
            ReactorInbox.Adoption(fd: fd, peer: peer, isHandshaken: isHandshaken))
        return true
    }

    /// Counts one more connection and says which reactor gets it; nil at the limit.
    func place() -> Int? {
        if total.add(1, ordering: .relaxed).newValue > maxConnections {
            total.subtract(1, ordering: .relaxed)
            return nil
        }
        var best = 0
        var least = Int.max
        for index in inboxes.indices {
            let load = inboxes[index].load.load(ordering: .relaxed)
            if load < least {
                least = load
                best = index
            }
        }
        inboxes[best].load.add(1, ordering: .relaxed)
        return best
    }

    /// A connection of reactor `index` is gone.
    func remove(from index: Int) {
        inboxes[index].load.subtract(1, ordering: .relaxed)
        total.subtract(1, ordering: .relaxed)
    }
}
