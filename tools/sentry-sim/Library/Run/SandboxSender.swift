internal import CLinux
internal import Glibc

/// A sandbox with its connection: what its Sentry's sink does.
///
/// Safety: `sentCounts` is initialized from the start to the end, and indexed by types that the
/// sandbox made, all of which have names.
@safe
final class SandboxSender {
    let sandbox: Sandbox
    let profile: Profile
    private let workload: Workload
    private let connection: PeerConnection
    private let eventLimit: Int
    private let retryCount: Int
    /// With a rate, a full socket costs messages; without one it only costs time.
    private let isPaced: Bool

    /// Messages that the sandbox may send now.
    var credit = 0.0
    private var offset = 0
    private var dropped: UInt32 = 0
    private var retries = 0
    private var nextTryNanos: UInt64 = 0
    private var isConnected = true
    private var isFirstTooLarge = false
    /// By type; behind a constant pointer as in `ByteSink`.
    private let sentCounts: UnsafeMutableBufferPointer<Int>
    private(set) var droppedByType: [Int] = Array(repeating: 0, count: MessageNames.count)
    private(set) var sentByteCount = 0
    private(set) var sentCount = 0
    private(set) var droppedCount = 0
    private(set) var madeCount = 0
    private var hasBegun = false
    /// What surely fits the socket, as the kernel counts.
    private(set) var room = 0

    init(
        _ sandbox: Sandbox, _ profile: Profile, _ connection: consuming PeerConnection,
        _ options: RunOptions
    ) {
        self.sandbox = sandbox
        self.profile = profile
        workload = profile.workload(sandbox)
        self.connection = connection
        eventLimit = options.eventCountPerSandbox
        retryCount = options.retryCount
        isPaced = options.rate != nil
        unsafe sentCounts = .allocate(capacity: MessageNames.count)
        unsafe sentCounts.initialize(repeating: 0)
    }

    deinit { unsafe sentCounts.deallocate() }

    var sentByType: [Int] { unsafe Array(sentCounts) }

    var isQueueEmpty: Bool { offset == sandbox.queue.count }

    /// The sandbox has made all messages that it was asked for.
    var isExhausted: Bool { madeCount >= eventLimit }

    /// The next unit of work, into the empty queue.
    func work(wallNanos: Int64) {
        sandbox.queue.removeAll()
        offset = 0
        workMore(wallNanos: wallNanos)
    }

    /// The next unit of work, behind what is queued.
    private func workMore(wallNanos: Int64) {
        sandbox.nowNanos = max(sandbox.nowNanos, wallNanos)
        if hasBegun { workload.step() } else { workload.begin() }
        hasBegun = true
        madeCount = sandbox.madeCount
    }

    /// Sends up to `limit` messages; how many left the queue, sent or dropped.
    func flush(limit: Int, nowNanos: UInt64) -> Int {
        if nowNanos < nextTryNanos { return 0 }
        guard isConnected else { return dropAll() }
        var gone = 0
        while gone < limit, !isQueueEmpty {
            let wanted = min(limit - gone, Int(GVFAST_SEND_MANY_LIMIT))
            let (offered, accepted) = offer(wanted)
            gone += accepted
            if accepted == offered {
                retries = 0
                continue
            }
            guard isConnected else { return gone + dropAll() }
            if isFirstTooLarge {
                // No retry helps: dropped at once, as a Sentry does.
                isFirstTooLarge = false
                drop()
                gone += 1
                continue
            }
            if !isPaced { break }
            if retries < retryCount {
                // As a Sentry: 25 µs, doubled each time, at most 10 ms.
                nextTryNanos = nowNanos + UInt64(min(10_000, 25 << min(retries, 10))) * 1_000
                retries += 1
                break
            }
            retries = 0
            drop()
            gone += 1
        }
        return gone
    }

    /// One sendmmsg(2): how many messages were offered and how many taken.
    private func offer(_ wanted: Int) -> (offered: Int, accepted: Int) {
        let queue = unsafe sandbox.queue.start
        return unsafe withUnsafeTemporaryAllocation(of: gvfast_part.self, capacity: wanted) {
            parts in
            var count = 0
            var position = offset
            while count < wanted, position < sandbox.queue.count {
                let length = Int(
                    unsafe queue.loadUnaligned(fromByteOffset: position, as: UInt32.self))
                let datagram = unsafe queue + position + MessageAssembler.lengthByteCount
                unsafe datagram.storeBytes(
                    of: dropped, toByteOffset: MessageAssembler.droppedOffset, as: UInt32.self)
                unsafe parts[count] = gvfast_part(bytes: datagram, count: length)
                count += 1
                position += MessageAssembler.lengthByteCount + length
            }
            guard let first = parts.baseAddress else { return (0, 0) }
            let sent = unsafe gvfast_send_many(connection.fd, first, UInt32(count))
            if sent < 0 {
                isFirstTooLarge = sent == -EMSGSIZE
                if !isFirstTooLarge && sent != -EAGAIN && sent != -ENOBUFS {
                    isConnected = false
                }
                return (count, 0)
            }
            noteSent(Int(sent))
            return (count, Int(sent))
        }
    }

    /// Sees to it that `count` messages are queued, as far as there is work; false when none is.
    func fill(_ count: Int, isOver: Bool, wallNanos: Int64) -> Bool {
        if isQueueEmpty {
            if isOver || isExhausted { return false }
            work(wallNanos: wallNanos)
        }
        while !isOver && !isExhausted && madeCount - sentCount - droppedCount < count {
            workMore(wallNanos: wallNanos)
        }
        return !isQueueEmpty
    }

    /// The socket has room.
    func hasRoom(_ byteCount: Int) { room = byteCount }

    /// Sends queued messages, at most a batch, as far as they surely fit. What was not sent stays
    /// queued.
    func send(through ring: inout SendRing, index: Int) {
        let queue = unsafe sandbox.queue.start
        let end = sandbox.queue.count
        var position = offset
        var count = 0
        while position < end, room > 0, count < SendRing.batchLimit {
            let length = Int(
                unsafe queue.loadUnaligned(fromByteOffset: position, as: UInt32.self))
            let datagram = unsafe queue + position + MessageAssembler.lengthByteCount
            unsafe datagram.storeBytes(
                of: dropped, toByteOffset: MessageAssembler.droppedOffset, as: UInt32.self)
            unsafe ring.send(
                index, place: count, UnsafeRawBufferPointer(start: datagram, count: length))
            room -= ring.charge(length)
            position += MessageAssembler.lengthByteCount + length
            count += 1
        }
        ring.submit()
        if ring.failures.isEmpty {
            noteSent(count)
        } else {
            settle(count, ring.failures)
        }
    }

    /// Takes in how a batch of `count` sends has ended of which some failed.
    private func settle(_ count: Int, _ failures: [(place: Int, error: Int32)]) {
        var errors: [Int32] = Array(repeating: 0, count: count)
        for failure in failures { errors[failure.place] = failure.error }
        for place in 0..<count {
            switch errors[place] {
            case 0: noteSent(1)
            case -EAGAIN where errors[place...].allSatisfy { $0 == -EAGAIN }:
                // full after all: nothing has overtaken these
                room = 0
                return
            case -EAGAIN, -EINTR, -ENOBUFS, -ENOMEM, -EMSGSIZE: drop()
            default:
                isConnected = false
                _ = dropAll()
                return
            }
        }
    }

    var descriptor: Int32 { connection.fd }

    /// The next `count` queued messages are sent.
    private func noteSent(_ count: Int) {
        let queue = unsafe sandbox.queue.start
        var position = offset
        for _ in 0..<count {
            let length = Int(unsafe queue.loadUnaligned(fromByteOffset: position, as: UInt32.self))
            let type = unsafe queue.loadUnaligned(fromByteOffset: position + 6, as: UInt16.self)
            unsafe sentCounts[Int(type)] &+= 1
            position += MessageAssembler.lengthByteCount + length
        }
        sentByteCount += position - offset - count * MessageAssembler.lengthByteCount
        sentCount += count
        offset = position
    }

    private func drop() {
        let queue = unsafe sandbox.queue.start
        let length = Int(unsafe queue.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        let type = unsafe queue.loadUnaligned(fromByteOffset: offset + 6, as: UInt16.self)
        droppedByType[Int(type)] += 1
        droppedCount += 1
        dropped &+= 1
        offset += MessageAssembler.lengthByteCount + length
    }

    /// What is queued is dropped.
    func abandon() { _ = dropAll() }

    private func dropAll() -> Int {
        var count = 0
        while !isQueueEmpty {
            drop()
            count += 1
        }
        return count
    }
}
