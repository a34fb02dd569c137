internal import CLinux
package import Core
internal import Glibc

/// The reactor over epoll and `recvmmsg`, for hosts where io_uring is missing or forbidden.
///
/// A turn asks which sockets are readable and takes up to `burstLimit` datagrams from each in turn,
/// so that a flooding connection cannot starve the others.
@safe
package struct EpollReactor: ~Copyable, Reactor {
    /// The most datagrams of one connection in one turn.
    static let burstLimit = 64
    private static let eventCapacity = 256
    /// How often a turn looks again, without waiting, after events that brought no item, such as
    /// those of a socket that was emptied since. An empty run then means that nothing is queued.
    private static let fruitlessTryLimit = 4
    /// `data` of the inbox and of the listener, above every slot.
    static let inboxData = UInt64(1) << 40
    static let listenerData = UInt64(2) << 40

    var core: ReactorCore
    let epoll: OwnedDescriptor
    let buffers: DatagramBuffers
    /// One slot of a `recvmmsg` vector per buffer.
    let vector: UnsafeMutableRawPointer
    /// Bytes that this turn wrote into each of the first `usedCount` buffers.
    let lengths: UnsafeMutablePointer<UInt32>
    var usedCount = 0
    private let events: UnsafeMutablePointer<gvfast_epoll_event>
    /// Events that were asked for and not yet served: those from `eventIndex` on.
    private var eventCount = 0
    private var eventIndex = 0
    private var policy: WakeUpPolicy
    /// A connection gave all that was asked of it, so more is likely queued.
    var hasMore = false
    /// The inbox was notified and not yet looked at.
    var isNotified = true
    private var hasBegun = false

    /// Builds the reactor; it may move to another thread before its first turn.
    package init(
        settings: IngestSettings, group: ReactorGroup, index: Int,
        listener: consuming SocketListener? = nil
    ) throws(SystemError) {
        let epoll = OwnedDescriptor(try Self.check(gvfast_epoll_create(), "epoll_create1"))
        let buffers = try DatagramBuffers(
            count: settings.bufferCount, byteCount: settings.maxDatagramBytes)
        _ = try Self.check(
            gvfast_epoll_add(epoll.fd, group.inboxes[index].signal.fd, Self.inboxData),
            "epoll_ctl")
        var acceptor: Acceptor?
        if let listener = listener.take() {
            let flags = fcntl(listener.fd, F_GETFL)
            _ = fcntl(listener.fd, F_SETFL, flags | O_NONBLOCK)
            acceptor = Acceptor(listener)
        }
        let count = settings.bufferCount
        unsafe vector = .allocate(
            byteCount: gvfast_receive_vector_size(UInt32(count)), alignment: 16)
        for number in 0..<count {
            unsafe gvfast_receive_vector_set(
                vector, UInt32(count), UInt32(number), buffers.address(number),
                buffers.byteCount)
        }
        unsafe lengths = .allocate(capacity: count)
        unsafe events = .allocate(capacity: Self.eventCapacity)
        core = ReactorCore(
            settings: settings, group: group, index: index, acceptor: acceptor)
        policy = WakeUpPolicy(
            limitNanos: settings.coalesceLimitNanos, countLimit: settings.bufferCount)
        self.epoll = epoll
        self.buffers = buffers
    }

    deinit {
        unsafe vector.deallocate()
        unsafe lengths.deallocate()
        unsafe events.deallocate()
    }

    package mutating func next(maxWaitNanos: UInt64) -> IngestRun {
        if !hasBegun {
            WakeUpPolicy.sharpenTimers()
            hasBegun = true
        }
        takeBuffersBack()
        core.beginTurn()
        while let id = core.nextRequestedClose() { end(id, .requested) }
        while core.freeItemCount > 0, let id = core.nextOverdueHandshake() {
            end(id, .handshakeTimeout)
        }
        let countBefore = core.counters.receivedCount
        var limitNanos = maxWaitNanos
        for _ in 0..<Self.fruitlessTryLimit {
            takeAdoptions()
            armListener()
            if eventIndex == eventCount {
                wait(core.itemCount > 0 ? 0 : core.sleepNanos(limitNanos: limitNanos))
                core.nowNanos = core.settings.time.nowNanos
            }
            if serveEvents() == 0 || core.itemCount > 0 { break }
            takeBuffersBack()
            limitNanos = 0
        }
        let received = Int(core.counters.receivedCount &- countBefore)
        policy.turnEnded(count: received, nowNanos: core.nowNanos)
        if core.itemCount == 0 { core.counters.emptyTurnCount &+= 1 }
        return core.run
    }

    /// Asks for readable sockets. When datagrams come fast and none are left it first lets them
    /// collect: it sleeps on the inbox alone, which only a notification cuts short.
    private mutating func wait(_ nanos: UInt64) {
        var limit = Int64(truncatingIfNeeded: min(nanos, UInt64(Int64.max)))
        if nanos > 0, !hasMore, let collecting = policy.collecting {
            let fd = core.inbox.signal.fd
            core.counters.kernelEntryCount &+= 1
            _ = gvfast_poll_in_nanos(fd, Int64(min(nanos, collecting.nanos)))
            limit = 0
        }
        core.counters.kernelEntryCount &+= 1
        let count = unsafe gvfast_epoll_wait(
            epoll.fd, events, Int32(Self.eventCapacity), limit)
        precondition(count >= 0, "epoll_wait: error \(-count)")
        eventCount = Int(count)
        eventIndex = 0
        hasMore = false
    }

    /// Serves events until the run is full; returns how many.
    private mutating func serveEvents() -> Int {
        let firstIndex = eventIndex
        while eventIndex < eventCount && usedCount < buffers.count && core.freeItemCount > 1 {
            let data = unsafe events[eventIndex].data
            eventIndex += 1
            if data == Self.inboxData {
                core.inbox.signal.drain()
                isNotified = true
            } else if data == Self.listenerData {
                accept()
            } else {
                serve(slot: UInt32(truncatingIfNeeded: data))
            }
        }
        return eventIndex - firstIndex
    }

    private mutating func takeBuffersBack() {
        for number in 0..<usedCount {
            buffers.reclaim(number, length: Int(unsafe lengths[number]))
        }
        usedCount = 0
    }

    static func check(_ result: Int32, _ call: StaticString) throws(SystemError) -> Int32 {
        if result < 0 { throw SystemError(call: call, code: -result) }
        return result
    }

    package mutating func close(_ connection: ConnectionID) {
        core.requestedCloses.append(connection)
    }

    package mutating func stopAccepting() {
        // closing the listener takes it out of the epoll set
        core.acceptor = nil
    }

    package var counters: IngestCounters { core.counters }

    package func connectionCounters(_ connection: ConnectionID) -> ConnectionCounters {
        core.connections[connection.slot].counters
    }

    package func peer(_ connection: ConnectionID) -> PeerCredentials {
        core.connections[connection.slot].peer
    }

    package var connectionCount: Int { core.liveCount }

    package var isAtEnd: Bool { false }
}
