internal import CLinux
internal import Glibc

/// A sandbox with its connection: what its Sentry's sink does.
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
    private(set) var sentByType: [Int] = Array(repeating: 0, count: MessageNames.count)
    private(set) var droppedByType: [Int] = Array(repeating: 0, count: MessageNames.count)
    private(set) var sentByteCount = 0
    private(set) var sentCount = 0
    private(set) var droppedCount = 0
    private(set) var madeCount = 0
    private var hasBegun = false
    /// Sends of the batch that the ring works on.
    private var underWayCount = 0
    /// Why the batch broke off, a negated errno; 0 when it did not.
    private var batchError: Int32 = 0

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
    }

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
            for _ in 0..<sent { noteSent() }
            return (count, Int(sent))
        }
    }

    /// Sees to it that `count` messages are queued, as far as there is work; false when none is.
    func fill(_ count: Int, isOver: Bool, wallNanos: Int64) -> Bool {
        precondition(underWayCount == 0)
        if isQueueEmpty {
            if isOver || isExhausted { return false }
            work(wallNanos: wallNanos)
        }
        while !isOver && !isExhausted && madeCount - sentCount - droppedCount < count {
            workMore(wallNanos: wallNanos)
        }
        return !isQueueEmpty
    }

    /// Gives queued messages to the ring as one batch: `limit` of them, or up to twice as many when
    /// that is all. There must be room for that.
    func submit(to ring: inout SendRing, limit: Int, index: Int) {
        let queued = madeCount - sentCount - droppedCount
        let count = queued < 2 * limit ? queued : limit
        ring.begin(count)
        batchError = 0
        underWayCount = count
        let queue = unsafe sandbox.queue.start
        var position = offset
        for number in 0..<count {
            let length = Int(
                unsafe queue.loadUnaligned(fromByteOffset: position, as: UInt32.self))
            let datagram = unsafe queue + position + MessageAssembler.lengthByteCount
            unsafe datagram.storeBytes(
                of: dropped, toByteOffset: MessageAssembler.droppedOffset, as: UInt32.self)
            unsafe ring.send(
                index, UnsafeRawBufferPointer(start: datagram, count: length),
                isLast: number == count - 1)
            position += MessageAssembler.lengthByteCount + length
        }
    }

    /// Takes in how the oldest send of the batch has ended; true when the batch is done. What was
    /// not sent stays queued.
    func sendEnded(_ result: Int32) -> Bool {
        underWayCount -= 1
        if result >= 0 {
            noteSent()
        } else if result != -ECANCELED && batchError == 0 {
            batchError = result
        }
        if underWayCount > 0 { return false }
        switch batchError {
        case 0, -EAGAIN, -EINTR, -ENOBUFS, -ENOMEM: break
        case -EMSGSIZE: drop()  // no retry helps
        default:
            isConnected = false
            _ = dropAll()
        }
        return true
    }

    var descriptor: Int32 { connection.fd }

    private func noteSent() {
        let queue = unsafe sandbox.queue.start
        let length = Int(unsafe queue.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        let type = unsafe queue.loadUnaligned(fromByteOffset: offset + 6, as: UInt16.self)
        sentByType[Int(type)] += 1
        sentByteCount += length
        sentCount += 1
        offset += MessageAssembler.lengthByteCount + length
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

    private func dropAll() -> Int {
        var count = 0
        while !isQueueEmpty {
            drop()
            count += 1
        }
        return count
    }
}
