internal import CLinux
internal import Core
internal import Glibc

/// What both socket backends share: the table of connections, their life from accept to close, and
/// the run of items. One owner, one thread.
///
/// Safety: `items` holds `itemCapacity` items and is written only below it.
@safe
struct ReactorCore: ~Copyable {
    let settings: IngestSettings
    let group: ReactorGroup
    /// Which of the group's reactors this is.
    let index: Int
    let inbox: ReactorInbox
    var connections: Slab<Connection>
    /// Connections of this reactor that are not closed.
    var liveCount = 0
    var counters = IngestCounters()
    var nowNanos: UInt64
    /// Accepting, if this reactor does it.
    var acceptor: Acceptor?
    /// Adoptions taken from the inbox that found no room in the run.
    private var adoptions: [ReactorInbox.Adoption] = []

    let items: UnsafeMutablePointer<IngestItem>
    let itemCapacity: Int
    var itemCount = 0

    /// Connections that the owner wants closed; done at the next turn.
    var requestedCloses: [ConnectionID] = []

    private var nextSerial: UInt32 = 1
    /// Connections in handshake, oldest first; since all have the same time, also by deadline.
    private var handshakes: SlotQueue
    /// Slots that can be used again from the next turn on.
    private var closedSlots: SlotQueue

    init(
        settings: IngestSettings, group: ReactorGroup, index: Int, acceptor: consuming Acceptor?
    ) {
        let capacity = group.maxConnections
        self.settings = settings
        self.group = group
        self.index = index
        inbox = group.inboxes[index]
        connections = Slab(capacity: capacity)
        nowNanos = settings.time.nowNanos
        self.acceptor = acceptor
        itemCapacity = settings.bufferCount + 64
        unsafe items = .allocate(capacity: itemCapacity)
        handshakes = SlotQueue(capacity: 2 * capacity)
        closedSlots = SlotQueue(capacity: capacity)
    }

    deinit {
        for adoption in adoptions { closeDescriptor(adoption.fd) }
        for slot in 0..<UInt32(connections.highWaterCount) where connections[slot].state != .closed
        {
            // the kernel may hold the socket a little longer than the descriptor
            shutdown(connections[slot].fd, Int32(SHUT_RDWR))
            closeDescriptor(connections[slot].fd)
            group.remove(from: index)
        }
        unsafe items.deallocate()
    }

    /// Room for items in this run.
    var freeItemCount: Int { itemCapacity - itemCount }

    var run: IngestRun { unsafe IngestRun(items: items, count: itemCount) }

    /// Starts a turn: forgets the last run and frees the slots of the connections that it closed.
    mutating func beginTurn() {
        itemCount = 0
        while let id = closedSlots.removeFirst() { connections.remove(id.slot) }
        nowNanos = settings.time.nowNanos
    }

    /// Adds an item to the run. The caller has checked that there is room.
    mutating func append(_ item: IngestItem) {
        precondition(itemCount < itemCapacity)
        let slots = unsafe items
        unsafe (slots + itemCount).initialize(to: item)
        itemCount &+= 1
    }

    /// The row of a connection that is still the one that `id` names, and not closed.
    func isCurrent(_ id: ConnectionID) -> Bool {
        guard Int(id.slot) < connections.highWaterCount else { return false }
        return connections[id.slot].serial == id.serial && connections[id.slot].state != .closed
    }

    /// Takes a connected socket that `ReactorGroup.place` has put here; nil when there is no row.
    mutating func add(fd: Int32, peer: PeerCredentials, isHandshaken: Bool) -> ConnectionID? {
        let serial = nextSerial
        let row = Connection(
            fd: fd, state: isHandshaken ? .open : .handshaking, serial: serial, peer: peer,
            deadlineNanos: nowNanos &+ settings.handshakeDeadlineNanos)
        guard let slot = connections.insert(row) else {
            // closed slots are free only from the next turn on
            counters.refusedCount &+= 1
            closeDescriptor(fd)
            group.remove(from: index)
            return nil
        }
        nextSerial = nextSerial == .max ? 1 : nextSerial + 1
        liveCount += 1
        counters.connectedCount &+= 1
        let id = ConnectionID(slot: slot, serial: serial)
        if isHandshaken {
            reportOpened(id)
        } else {
            awaitHandshake(id)
        }
        return id
    }

    /// Puts a connection at the end of the handshakes. The list also holds entries of handshakes
    /// that are done; when it is full of them they go.
    private mutating func awaitHandshake(_ id: ConnectionID) {
        if handshakes.append(id) { return }
        for _ in 0..<handshakes.count {
            guard let old = handshakes.removeFirst() else { break }
            if isInHandshake(old) { _ = handshakes.append(old) }
        }
        // it has twice the room of the connections that can exist
        precondition(handshakes.append(id))
    }

    private func isInHandshake(_ id: ConnectionID) -> Bool {
        isCurrent(id) && connections[id.slot].state == .handshaking
    }

    /// Takes one connection that was left in the inbox; nil when there is none or no room to report
    /// it. `wasNotified` says that the inbox has to be looked at.
    mutating func takeAdoption(wasNotified: Bool) -> ReactorInbox.Adoption? {
        if wasNotified { adoptions.append(contentsOf: inbox.takeAll()) }
        // it can be reported as opened and, when it cannot be watched, as closed
        if adoptions.isEmpty || freeItemCount < 2 { return nil }
        return adoptions.removeFirst()
    }

    private mutating func reportOpened(_ id: ConnectionID) {
        counters.openedCount &+= 1
        append(IngestItem(kind: .opened, connection: id, value: connections[id.slot].peer.pid))
    }

    /// Takes one received datagram, which is whole and not empty: a handshake or an item. Returns a
    /// reason when the connection must end.
    mutating func received(_ id: ConnectionID, _ bytes: BorrowedBytes) -> CloseReason? {
        let slot = id.slot
        if connections[slot].state == .open {
            connections[slot].counters.receivedCount &+= 1
            connections[slot].counters.receivedBytes &+= UInt64(bytes.count)
            counters.receivedCount &+= 1
            counters.receivedBytes &+= UInt64(bytes.count)
            append(IngestItem(kind: .datagram, connection: id, bytes: bytes))
            return nil
        }
        if connections[slot].state != .handshaking { return nil }
        if case .refused(let reason) = Handshake.judge(bytes) { return reason }
        let reply: (UInt8, UInt8) = (Handshake.reply[0], Handshake.reply[1])
        let sent = unsafe withUnsafeBytes(of: reply) { buffer -> Int64 in
            guard let base = buffer.baseAddress else { return 0 }
            return unsafe gvfast_send(connections[slot].fd, base, 2, 0)
        }
        if sent != 2 { return .handshakeReply }
        connections[slot].state = .open
        reportOpened(id)
        return nil
    }

    /// Takes a datagram of which only the beginning was received.
    mutating func receivedTruncated(_ id: ConnectionID) -> CloseReason? {
        counters.truncatedCount &+= 1
        connections[id.slot].counters.truncatedCount &+= 1
        return connections[id.slot].state == .handshaking ? .handshakeMalformed : nil
    }

    /// Takes a datagram of no bytes. As a handshake it says version 0.
    mutating func receivedEmpty(_ id: ConnectionID) -> CloseReason? {
        counters.emptyCount &+= 1
        connections[id.slot].counters.emptyCount &+= 1
        return connections[id.slot].state == .handshaking ? .handshakeVersion : nil
    }

    /// Whether a receive of 0 bytes means the end: the peer has closed and nothing is queued.
    ///
    /// An empty datagram looks the same, and more datagrams may stand behind it.
    func isAtEndOfFile(_ id: ConnectionID) -> Bool {
        let fd = connections[id.slot].fd
        let events = gvfast_poll_state(fd)
        if events < 0 || events & (Int32(POLLHUP) | gvfast_POLLRDHUP) == 0 { return false }
        var queued: Int32 = 0
        let status = unsafe ioctl(fd, UInt(FIONREAD), &queued)
        return status != 0 || queued == 0
    }

    /// Whether a receive that failed with `code` is simply done again. ECONNRESET says once that
    /// the peer closed without reading our reply; what it sent before is still queued behind it.
    static func goesOn(afterReceive code: Int32) -> Bool {
        code == EAGAIN || code == EINTR || code == ENOMEM || code == ECONNRESET
    }

    /// Reports that a connection is over. Its slot stays taken until `release`.
    mutating func reportEnd(_ id: ConnectionID, _ reason: CloseReason, code: Int32 = 0) {
        let slot = id.slot
        let wasOpen = connections[slot].state == .open
        precondition(wasOpen || connections[slot].state == .handshaking)
        connections[slot].state = .closing
        if reason == .receiveError { counters.receiveErrorCount &+= 1 }
        if wasOpen {
            counters.closedCount &+= 1
            append(IngestItem(kind: .closed, connection: id, reason: reason, value: code))
            return
        }
        let failure =
            reason == .endOfFile || reason == .receiveError
            ? CloseReason.handshakeEndOfFile : reason
        counters.countFailedHandshake(failure)
        append(
            IngestItem(kind: .handshakeFailed, connection: id, reason: failure, value: code))
    }

    /// Closes the descriptor of a connection that was reported and that the kernel no longer uses.
    mutating func release(_ id: ConnectionID) {
        let slot = id.slot
        precondition(connections[slot].state == .closing)
        closeDescriptor(connections[slot].fd)
        connections[slot].state = .closed
        liveCount -= 1
        group.remove(from: index)
        if !closedSlots.append(id) { preconditionFailure("more closed slots than slots") }
    }

    /// The next connection whose handshake is overdue, or nil. The caller ends it.
    mutating func nextOverdueHandshake() -> ConnectionID? {
        while let id = handshakes.first {
            if isInHandshake(id) {
                if connections[id.slot].deadlineNanos > nowNanos { return nil }
                _ = handshakes.removeFirst()
                return id
            }
            _ = handshakes.removeFirst()
        }
        return nil
    }

    /// The next connection that the owner wants closed and that is not over, or nil.
    mutating func nextRequestedClose() -> ConnectionID? {
        while freeItemCount > 0, let id = requestedCloses.popLast() {
            guard isCurrent(id) else { continue }
            let state = connections[id.slot].state
            if state == .open || state == .handshaking { return id }
        }
        return nil
    }

    /// Nanoseconds until the oldest handshake is overdue; nil when there is none.
    mutating func nanosUntilOverdue() -> UInt64? {
        while let id = handshakes.first {
            if isInHandshake(id) {
                let deadline = connections[id.slot].deadlineNanos
                return deadline > nowNanos ? deadline - nowNanos : 0
            }
            _ = handshakes.removeFirst()
        }
        return nil
    }
}
