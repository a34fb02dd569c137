import Core
import Engine
import Glibc
import Ingest
import SentrySim

/// What several shards do together, against one shard with all sandboxes.
struct ShardScaling {
    let shardCount: Int
    let sandboxCount: Int
    /// Messages a second by the wall clock, from the first shard's start to the last one's end.
    let alone: Double
    let together: Double
    /// Messages a second of a core, by the CPU time of its shard.
    let aloneOfCore: Double
    let togetherOfCore: Double
    /// Medians of the rounds' ratios, by either clock.
    let wallRatio: Double
    let ratio: Double
    let checksum: UInt64

    /// Work of one thread of a round, at least.
    private static let roundNanos = 200_000_000.0
    /// Messages of a sandbox that are taken in a row while others wait.
    private static let burst = 16

    static func measure(
        _ captures: [[[UInt8]]], _ program: EngineProgram, shardCount: Int, sandboxCount: Int,
        roundCount: Int
    ) throws -> ShardScaling {
        // As the daemon deals them out: each sandbox belongs to one shard for life.
        let sandboxes = (0..<sandboxCount).map { number in
            ContainerRenamer(copy: number + 1).rename(captures[number % captures.count])
        }
        let one = try ShardTeam([sandboxes], program, burst: burst)
        let parts = (0..<shardCount).map { shard in
            stride(from: shard, to: sandboxCount, by: shardCount).map { sandboxes[$0] }
        }
        let many = try ShardTeam(parts, program, burst: burst)
        // Warm up, and find out how much work a round is.
        let first = try one.run(passCount: 1)
        _ = try many.run(passCount: 1)
        let passCount = max(1, Int(roundNanos / first.wallNanos))
        var rounds: [(one: ShardTeam.Round, many: ShardTeam.Round)] = []
        for _ in 0..<max(1, roundCount) {
            rounds.append(
                (try one.run(passCount: passCount), try many.run(passCount: passCount)))
        }
        return ShardScaling(
            shardCount: shardCount, sandboxCount: sandboxCount,
            alone: median(rounds.map(\.one.perSecond)),
            together: median(rounds.map(\.many.perSecond)),
            aloneOfCore: median(rounds.map(\.one.perCPUSecond)),
            togetherOfCore: median(rounds.map { $0.many.perCPUSecond / Double(shardCount) }),
            wallRatio: median(rounds.map { $0.many.perSecond / $0.one.perSecond }),
            ratio: median(rounds.map { $0.many.perCPUSecond / $0.one.perCPUSecond }),
            checksum: rounds[0].many.checksum)
    }

    private static func median(_ values: [Double]) -> Double {
        values.sorted()[values.count / 2]
    }

    var text: String {
        """
        \(sandboxCount) sandboxes       1 shard   \(shardCount) shards   ratio
        messages/s, wall  \(cell("\(Int(alone))", 8))  \(cell("\(Int(together))", 9))\
        \(cell(decimal(wallRatio, 100), 8))
        of each core, CPU \(cell("\(Int(aloneOfCore))", 8))  \(cell("\(Int(togetherOfCore))", 9))\
        \(cell(decimal(ratio, 100), 8))  (all cores against one)
        """
    }

    var members: String {
        [
            "\"shard_sandboxes\":\(sandboxCount)", "\"shard_ratio\":\(decimal(ratio, 100))",
            "\"shard_wall_ratio\":\(decimal(wallRatio, 100))",
            "\"one_shard_events_per_second\":\(Int(alone))",
            "\"shards_events_per_second\":\(Int(together))",
            "\"one_shard_events_per_cpu_second\":\(Int(aloneOfCore))",
            "\"shards_events_per_cpu_second\":\(Int(togetherOfCore))",
            "\"shards_checksum\":\(checksum)",
        ].joined(separator: ",")
    }
}

/// Shards that run at once, each on a thread and a core of its own.
final class ShardTeam {
    /// What the shards did in one go.
    struct Round {
        var wallNanos = 0.0
        var perSecond = 0.0
        /// The sum of what each shard does in a second of its CPU time.
        var perCPUSecond = 0.0
        var checksum: UInt64 = 0
    }

    private let members: [Member]

    init(_ parts: [[[[UInt8]]]], _ program: EngineProgram, burst: Int) throws {
        members = try parts.map { part in
            Member(try MemoryShard(program, over: MemoryStream(part, burst: burst)))
        }
    }

    /// Runs every shard over its sandboxes.
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
            let count = Double(member.shard.datagramCount * passCount)
            messages += count
            round.perCPUSecond += count * 1e9 / Double(max(1, member.cpuNanos))
            round.checksum &+= member.checksum
        }
        round.wallNanos = Double(max(1, end &- start))
        round.perSecond = messages * 1e9 / round.wallNanos
        return round
    }

    /// One shard and its thread. The thread alone touches it between start and join, the team's
    /// thread at other times, hence unchecked.
    private final class Member: @unchecked Sendable {
        var shard: MemoryShard
        var thread: ShardThread?
        var startNanos: UInt64 = 0
        var endNanos: UInt64 = 0
        var cpuNanos: UInt64 = 0
        var checksum: UInt64 = 0

        init(_ shard: consuming MemoryShard) { self.shard = shard }

        func run(passCount: Int) {
            startNanos = Clock.monotonicNanos()
            let start = threadCPUNanos()
            for _ in 0..<passCount { checksum = shard.pass() }
            cpuNanos = threadCPUNanos() - start
            endNanos = Clock.monotonicNanos()
        }
    }
}
