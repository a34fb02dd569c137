import Core
import Engine
import Glibc

/// Something that is done over and over by one thread.
protocol TeamWork: AnyObject {
    /// Messages of one pass.
    var messageCount: Int { get }
    /// Does it once; returns a checksum.
    func pass() -> UInt64
}

/// A shard over its sandboxes.
final class ShardWork: TeamWork {
    private var shard: MemoryShard

    init(_ shard: consuming MemoryShard) { self.shard = shard }

    var messageCount: Int { shard.datagramCount }
    func pass() -> UInt64 { shard.pass() }
}

/// libprotobuf-c's unpack of some messages, into memory of its own.
final class UnpackWork: TeamWork {
    private let work: DecodeWork
    let messageCount: Int

    init(_ datagrams: [[UInt8]]) {
        messageCount = datagrams.count
        work = DecodeWork(Corpus(datagrams))
    }

    func pass() -> UInt64 { work.unpackAllIntoArena() }
}

/// Works that run at once, each on a thread and a core of its own.
final class ThreadTeam {
    /// What the threads did in one go.
    struct Round {
        var wallNanos = 0.0
        var perSecond = 0.0
        /// The sum of what each thread does in a second of its CPU time.
        var perCPUSecond = 0.0
        var checksum: UInt64 = 0
    }

    private let members: [Member]

    init(_ works: [any TeamWork]) { members = works.map { Member($0) } }

    /// Lets every thread do its work `passCount` times.
    func run(passCount: Int) throws -> Round {
        for (cpu, member) in members.enumerated() {
            member.thread = try ShardThread(name: "bench-shard-\(cpu)", cpu: cpu) {
                member.run(passCount: passCount)
            }
        }
        for member in members {
            if let thread = member.thread.take() { thread.join() }
        }
        var round = Round()
        let start = members.map(\.startNanos).min() ?? 0
        let end = members.map(\.endNanos).max() ?? 0
        var messages = 0.0
        for member in members {
            let count = Double(member.work.messageCount * passCount)
            messages += count
            round.perCPUSecond += count * 1e9 / Double(max(1, member.cpuNanos))
            round.checksum &+= member.checksum
        }
        round.wallNanos = Double(max(1, end &- start))
        round.perSecond = messages * 1e9 / round.wallNanos
        return round
    }

    /// One work and its thread. The thread alone touches it between start and join, the team's
    /// thread at other times, hence unchecked.
    private final class Member: @unchecked Sendable {
        let work: any TeamWork
        var thread: ShardThread?
        var startNanos: UInt64 = 0
        var endNanos: UInt64 = 0
        var cpuNanos: UInt64 = 0
        var checksum: UInt64 = 0

        init(_ work: any TeamWork) { self.work = work }

        func run(passCount: Int) {
            startNanos = Clock.monotonicNanos()
            let start = threadCPUNanos()
            for _ in 0..<passCount { checksum = work.pass() }
            cpuNanos = threadCPUNanos() - start
            endNanos = Clock.monotonicNanos()
        }
    }
}
