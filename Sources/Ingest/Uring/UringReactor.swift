internal import CLiburing
internal import CLinux
package import Core
internal import Glibc

/// The reactor over io_uring: one multishot receive per connection, one ring of provided buffers.
///
/// A turn gives the buffers of the last run back in one step, arms what has to be armed, enters the
/// kernel once, and turns completions into items. Needs Linux 6.0.
@safe
package struct UringReactor: ~Copyable, Reactor {
    /// How often a turn looks again, without waiting, after completions that brought no item: a
    /// notification, or receives that ran out of buffers and have to be armed again. An empty run
    /// then means that nothing is queued.
    private static let fruitlessTryLimit = 4

    var core: ReactorCore
    var ring: UringRing
    let buffers: DatagramBuffers
    /// Buffers that the present run borrows, and the bytes written into each.
    private let borrowed: UnsafeMutablePointer<BorrowedBuffer>
    private var borrowedCount = 0
    /// Connections whose receive must be submitted again.
    var toArm: SlotQueue
    private var policy: WakeUpPolicy
    var isWatchingInbox = false
    /// The inbox was notified and not yet looked at.
    var isNotified = true
    private var isEnabled = false

    struct BorrowedBuffer {
        var number: UInt16
        var length: UInt32
    }

    /// Builds the reactor; it may move to another thread before its first turn.
    ///
    /// `index` says which of the group's reactors it is; the one with a `listener` accepts for all.
    package init(
        settings: IngestSettings, group: ReactorGroup, index: Int,
        listener: consuming SocketListener? = nil
    ) throws(SystemError) {
        var entryCount = 1
        while entryCount < settings.bufferCount { entryCount *= 2 }
        let ring = try UringRing(
            submissionCapacity: UInt32(min(256, settings.completionCapacity)),
            completionCapacity: UInt32(settings.completionCapacity),
            bufferEntryCount: UInt32(entryCount))
        let buffers = try DatagramBuffers(
            count: settings.bufferCount, byteCount: settings.maxDatagramBytes)
        var acceptor: Acceptor?
        if let listener = listener.take() { acceptor = Acceptor(listener) }
        for number in 0..<settings.bufferCount {
            unsafe ring.addBuffer(
                buffers.address(number), byteCount: buffers.byteCount, number: UInt16(number),
                offset: number)
        }
        ring.publishBuffers(settings.bufferCount)
        self.ring = ring
        self.buffers = buffers
        core = ReactorCore(
            settings: settings, group: group, index: index, acceptor: acceptor)
        unsafe borrowed = .allocate(capacity: settings.bufferCount)
        toArm = SlotQueue(capacity: 2 * group.maxConnections)
        policy = WakeUpPolicy(
            limitNanos: settings.coalesceLimitNanos, countLimit: settings.bufferCount)
    }

    deinit { unsafe borrowed.deallocate() }

    package mutating func next(maxWaitNanos: UInt64) -> IngestRun {
        if !isEnabled {
            do throws(SystemError) { try ring.enable() } catch {
                preconditionFailure("\(error)")
            }
            WakeUpPolicy.sharpenTimers()
            isEnabled = true
        }
        giveBuffersBack()
        core.beginTurn()
        endRequested()
        endOverdueHandshakes()
        let countBefore = core.counters.receivedCount
        var limitNanos = maxWaitNanos
        for _ in 0..<Self.fruitlessTryLimit {
            takeAdoptions()
            arm()
            if ring.completionCount == 0 {
                wait(core.itemCount > 0 ? 0 : core.sleepNanos(limitNanos: limitNanos))
                core.nowNanos = core.settings.time.nowNanos
            }
            if reap() == 0 || core.itemCount > 0 { break }
            giveBuffersBack()
            limitNanos = 0
        }
        let received = Int(core.counters.receivedCount &- countBefore)
        policy.turnEnded(count: received, nowNanos: core.nowNanos)
        if core.itemCount == 0 { core.counters.emptyTurnCount &+= 1 }
        return core.run
    }

    /// Enters the kernel: for the first completion, or for many when datagrams come fast.
    private mutating func wait(_ nanos: UInt64) {
        core.counters.kernelEntryCount &+= 1
        if nanos > 0, let collecting = policy.collecting {
            ring.enter(
                collecting: collecting.count, collectNanos: collecting.nanos, nanos: nanos)
        } else {
            ring.enter(waitFor: 1, nanos: nanos)
        }
    }

    /// Notes that the run borrows a buffer.
    mutating func borrow(_ number: UInt16, length: UInt32) {
        precondition(borrowedCount < buffers.count, "the kernel used a buffer twice")
        let slots = unsafe borrowed
        unsafe (slots + borrowedCount).initialize(
            to: BorrowedBuffer(number: number, length: length))
        borrowedCount &+= 1
    }

    private mutating func giveBuffersBack() {
        if borrowedCount == 0 { return }
        for index in 0..<borrowedCount {
            let buffer = unsafe borrowed[index]
            let number = Int(buffer.number)
            buffers.reclaim(number, length: Int(buffer.length))
            unsafe ring.addBuffer(
                buffers.address(number), byteCount: buffers.byteCount, number: buffer.number,
                offset: index)
        }
        ring.publishBuffers(borrowedCount)
        borrowedCount = 0
    }

    package mutating func close(_ connection: ConnectionID) {
        core.requestedCloses.append(connection)
    }

    package mutating func stopAccepting() {
        guard let acceptor = core.acceptor.take() else { return }
        if acceptor.isArmed { cancel(UringOperation.accept.tag) }
        _ = consume acceptor
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
