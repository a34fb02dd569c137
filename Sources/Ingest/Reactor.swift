/// A source of datagrams for one thread: sockets through io_uring or epoll, or capture files.
///
/// The interface is datagrams, not readiness. Each turn gives a run of items that borrow the
/// reactor's memory; the next turn takes them back. Code that serves any reactor is generic over
/// it and specialised once per shard; nothing is called per datagram.
package protocol Reactor: ~Copyable {
    /// Takes the last run back, waits at most `maxWaitNanos` for something to report, reports it.
    ///
    /// The run is empty when the time is over, when a signal came, or when the inbox was notified.
    /// With a wait of 0 an empty run says that nothing was queued in any connection.
    mutating func next(maxWaitNanos: UInt64) -> IngestRun

    /// Ends one connection; what it still had queued is lost. Its `closed` item comes with the next
    /// run. A connection that is over already is left alone.
    mutating func close(_ connection: ConnectionID)

    /// Closes the listener, so that what is queued can be drained before the end.
    mutating func stopAccepting()

    /// The sums since the start.
    var counters: IngestCounters { get }

    /// What one connection has delivered; valid from its first item until the turn after its last.
    func connectionCounters(_ connection: ConnectionID) -> ConnectionCounters

    /// Who connected.
    func peer(_ connection: ConnectionID) -> PeerCredentials

    /// Connections that exist, those in handshake included.
    var connectionCount: Int { get }

    /// No item will ever come again. Never true of sockets.
    var isAtEnd: Bool { get }
}
