internal import CLiburing
internal import CLinux
internal import Core
internal import Glibc
package import Synchronization

/// Runs many sandboxes against a server, each thread its share of them.
package enum SimRunner {
    /// Ends the runs of this process: what is queued counts as dropped. For signal handlers.
    package static let isInterrupted = Atomic<Bool>(false)

    static var wasInterrupted: Bool { isInterrupted.load(ordering: .relaxed) }

    /// Runs to the end and gives the report. Blocks.
    package static func run(_ options: RunOptions) throws(SimError) -> RunReport {
        raiseDescriptorLimit()
        let threadCount = max(1, min(options.threadCount, options.sandboxCount))
        let results = Mutex<[RunShard.Result]>([])
        let failure = Mutex<SimError?>(nil)
        let start = nowNanos()
        let threads = Threads()
        for index in 0..<threadCount {
            threads.start {
                do throws(SimError) {
                    let shard = try RunShard(options, index: index, of: threadCount)
                    let result = shard.run()
                    results.withLock { $0.append(result) }
                } catch { failure.withLock { $0 = error } }
            }
        }
        threads.join()
        if let error = failure.withLock({ $0 }) { throw error }
        let elapsed = Double(nowNanos() - start) / 1e9
        return RunReport(
            options: options, threadCount: threadCount, elapsedSeconds: elapsed,
            shards: results.withLock { $0 }.sorted { $0.index < $1.index })
    }

    /// Thousands of connections need as many descriptors.
    static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return
        }
        limit.rlim_cur = limit.rlim_max
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    static func nowNanos() -> UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    static func wallNanos() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    static func threadCPUNanos() -> UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

/// One simulator thread: its world, its sandboxes, its loop.
final class RunShard {
    struct Result: Sendable {
        let index: Int
        let sandboxes: [RunReport.SandboxResult]
        let truth: GroundTruth
        let cpuNanos: UInt64
        /// Nanoseconds from the first message to the last.
        let sendNanos: UInt64
    }

    private let options: RunOptions
    private let index: Int
    private var senders: [SandboxSender] = []

    init(_ options: RunOptions, index: Int, of threadCount: Int) throws(SimError) {
        self.options = options
        self.index = index
        let world = World(personality: options.personality, selection: options.selection)
        let start = SimRunner.wallNanos()
        for number in stride(from: index, to: options.sandboxCount, by: threadCount) {
            let sandbox = Sandbox(
                world: world, index: number, seed: options.seed, startNanos: start)
            let connection = try PeerConnection.ready(
                options.endpoint, waitSeconds: options.waitSeconds)
            senders.append(
                SandboxSender(sandbox, options.profile, connection, options))
        }
    }

    func run() -> Result {
        let cpuStart = SimRunner.threadCPUNanos()
        let start = SimRunner.nowNanos()
        let end = options.seconds.map { start + UInt64($0 * 1e9) } ?? .max
        if let rate = options.rate {
            runPaced(rate / Double(options.sandboxCount), start: start, end: end)
        } else if let ring = SendRing(senders.map(\.descriptor)) {
            runFlatOut(ring, end: end)
        } else {
            runPaced(nil, start: start, end: end)
        }
        var truth = GroundTruth()
        for sender in senders { truth.merge(sender.sandbox.truth) }
        return Result(
            index: index, sandboxes: senders.map { RunReport.SandboxResult($0) }, truth: truth,
            cpuNanos: SimRunner.threadCPUNanos() - cpuStart,
            sendNanos: SimRunner.nowNanos() - start)
    }
    /// As fast as the server takes them: each sandbox's messages in batches through the ring.
    private func runFlatOut(_ ring: consuming SendRing, end: UInt64) {
        // senders that wait for nothing, each once
        var ready = Array(senders.indices)
        var served: [Int] = []
        while true {
            if SimRunner.wasInterrupted { return abandon() }
            let isOver = SimRunner.nowNanos() >= end
            let wall = SimRunner.wallNanos()
            for index in ready {
                let sender = senders[index]
                let limit = SendRing.batchLimit
                guard sender.fill(limit, isOver: isOver, wallNanos: wall) else { continue }
                if sender.room > 0 {
                    sender.send(through: &ring, index: index)
                    served.append(index)
                } else {
                    ring.askForRoom(index)
                }
            }
            swap(&ready, &served)
            served.removeAll(keepingCapacity: true)
            if !ready.isEmpty { continue }
            if ring.waitingCount == 0 { break }
            let room = ring.roomByteCount
            ring.turn(timeoutMillis: 1_000) { index in
                senders[index].hasRoom(room)
                ready.append(index)
            }
        }
    }

    /// Nobody waits for what is queued any more.
    private func abandon() {
        for sender in senders { sender.abandon() }
    }

    /// At a rate, with drops where the server does not keep up; without one only where io_uring is
    /// missing, with short sleeps instead of drops.
    private func runPaced(_ ratePerSandbox: Double?, start: UInt64, end: UInt64) {
        var last = start
        while true {
            if SimRunner.wasInterrupted { return abandon() }
            let now = SimRunner.nowNanos()
            let wall = SimRunner.wallNanos()
            let isOver = now >= end
            if let ratePerSandbox {
                let earned = Double(now - last) / 1e9 * ratePerSandbox
                for sender in senders { sender.credit = min(sender.credit + earned, 64) }
            }
            last = now
            var goneCount = 0
            var isBusy = false
            for sender in senders {
                if sender.isQueueEmpty {
                    if isOver || sender.isExhausted { continue }
                    if ratePerSandbox != nil, sender.credit < 1 {
                        isBusy = true
                        continue
                    }
                    sender.work(wallNanos: wall)
                }
                isBusy = true
                let limit = ratePerSandbox == nil ? 256 : Int(sender.credit)
                let gone = limit == 0 ? 0 : sender.flush(limit: limit, nowNanos: now)
                sender.credit -= Double(gone)
                goneCount += gone
            }
            if !isBusy { break }
            if goneCount == 0 { usleep(50) }
        }
    }
}
