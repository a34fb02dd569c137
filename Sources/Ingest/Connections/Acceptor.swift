internal import CLinux
internal import Core
internal import Glibc

/// The listener of a reactor that accepts, and how it behaves when accepting fails.
struct Acceptor: ~Copyable {
    let listener: SocketListener
    /// A descriptor kept back so that peers can still be turned away when no other is left.
    private var reserve: Int32
    /// Accepting pauses until then; 0 when it does not pause.
    private(set) var pausedUntilNanos: UInt64 = 0
    /// Pauses since the last connection.
    private(set) var pauseCount = 0
    /// The kernel watches the listener for us.
    var isArmed = false

    init(_ listener: consuming SocketListener) {
        self.listener = listener
        reserve = Self.openReserve()
    }

    deinit { if reserve >= 0 { closeDescriptor(reserve) } }

    private static func openReserve() -> Int32 {
        max(-1, unsafe gvfast_open("/dev/null", O_RDONLY | O_CLOEXEC, 0))
    }

    /// Whether the listener should be armed now.
    mutating func wantsToArm(nowNanos: UInt64) -> Bool {
        if isArmed || nowNanos < pausedUntilNanos { return false }
        pausedUntilNanos = 0
        return true
    }

    mutating func succeeded() { pauseCount = 0 }

    /// Takes in that accept(2) failed; true when accepting must pause.
    mutating func failed(code: Int32, nowNanos: UInt64, settings: borrowing IngestSettings) -> Bool
    {
        if !AcceptFailure.pauses(code) { return false }
        pausedUntilNanos = nowNanos &+ settings.acceptPauseNanos
        pauseCount += 1
        return true
    }

    /// Turns peers away that have waited for all the pauses there are, so that they get an error
    /// instead of hanging for ever. Returns how many.
    mutating func refuseWaiting() -> Int {
        var count = 0
        while count < 64, gvfast_poll_state(listener.fd) & Int32(POLLIN) != 0 {
            if reserve >= 0 { closeDescriptor(reserve) }
            let fd = gvfast_accept(listener.fd)
            if fd >= 0 {
                closeDescriptor(fd)
                count += 1
            }
            reserve = Self.openReserve()
            if fd < 0 { break }
        }
        return count
    }
}

/// What accept(2) says when it gives no connection.
package enum AcceptFailure {
    /// Whether it would say the same again at once: no descriptor or memory is left (EMFILE,
    /// ENFILE, ENOBUFS, ENOMEM), or a security module forbids it (EPERM). Else the peer gave up
    /// before we came, or there is nobody left.
    package static func pauses(_ code: Int32) -> Bool {
        code != ECONNABORTED && code != EAGAIN && code != EINTR
    }
}

extension ReactorCore {
    /// Takes a socket that the kernel accepted: keeps it, or hands it to a reactor with fewer
    /// connections, or closes it at the limit. The connection is returned when it is kept here.
    mutating func accepted(fd: Int32) -> ConnectionID? {
        acceptor?.succeeded()
        guard let owner = group.place() else {
            counters.refusedCount &+= 1
            closeDescriptor(fd)
            return nil
        }
        var found = gvfast_peer()
        let status = unsafe gvfast_peer_credentials(fd, &found)
        let peer =
            status == 0
            ? PeerCredentials(pid: found.pid, uid: found.uid, gid: found.gid) : PeerCredentials()
        if owner == index { return add(fd: fd, peer: peer, isHandshaken: false) }
        group.inboxes[owner].push(
            ReactorInbox.Adoption(fd: fd, peer: peer, isHandshaken: false))
        return nil
    }

    /// Takes in that accept(2) failed; true when accepting pauses.
    mutating func acceptFailed(code: Int32) -> Bool {
        if code != EAGAIN { counters.acceptErrorCount &+= 1 }
        guard var acceptor = acceptor.take() else { return false }
        let pauses = acceptor.failed(code: code, nowNanos: nowNanos, settings: settings)
        if pauses && acceptor.pauseCount > settings.acceptPauseLimit {
            counters.refusedCount &+= UInt64(acceptor.refuseWaiting())
        }
        self.acceptor = consume acceptor
        return pauses
    }

    /// The longest the reactor may sleep: `limitNanos`, the next handshake deadline, or the end of
    /// a pause of accepting, whichever comes first.
    mutating func sleepNanos(limitNanos: UInt64) -> UInt64 {
        var nanos = limitNanos
        if let untilOverdue = nanosUntilOverdue() { nanos = min(nanos, untilOverdue) }
        let pausedUntil = acceptor?.pausedUntilNanos ?? 0
        if pausedUntil > nowNanos { nanos = min(nanos, pausedUntil - nowNanos) }
        return nanos
    }
}

extension ReactorCore {
    /// The listening descriptor when the kernel has to be told to watch it, which is then taken as
    /// done; else nil.
    mutating func listenerToArm() -> Int32? {
        guard var acceptor = acceptor.take() else { return nil }
        let isWanted = acceptor.wantsToArm(nowNanos: nowNanos)
        if isWanted { acceptor.isArmed = true }
        let fd = acceptor.listener.fd
        self.acceptor = consume acceptor
        return isWanted ? fd : nil
    }
}
