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
    /// The same of threads that share nothing and only unpack by libprotobuf-c: what the machine's
    /// cores give, next to each other, of what they give alone.
    let unpackWallRatio: Double
    let unpackRatio: Double
    let checksum: UInt64

    /// Work of one thread of a round, at least.
    private static let roundNanos = 200_000_000.0
    /// Messages of a sandbox that are taken in a row while others wait.
    private static let burst = 16

    static func measure(
        _ captures: [[[UInt8]]], _ program: EngineProgram, shardCount: Int, sandboxCount: Int,
        roundCount: Int
    ) throws -> ShardScaling {
        // As the daemon deals them out: each sandbox belongs to one shard for life. Every shard has
        // the same captures, so that none has more to do than another.
        let sandboxes = (0..<sandboxCount).map { number in
            ContainerRenamer(copy: number + 1)
                .rename(captures[number / shardCount % captures.count])
        }
        let parts = (0..<shardCount).map { shard in
            stride(from: shard, to: sandboxCount, by: shardCount).map { sandboxes[$0] }
        }
        let one = try ThreadTeam([shardWork(sandboxes, program)])
        let many = try ThreadTeam(parts.map { try shardWork($0, program) })
        // One sandbox's messages for each thread are enough to unpack again and again.
        let unpackOne = ThreadTeam([UnpackWork(sandboxes[0])])
        let unpackMany = ThreadTeam(parts.map { UnpackWork($0[0]) })
        // Warm up, and find out how much work a round is.
        let first = try one.run(passCount: 1)
        _ = try many.run(passCount: 1)
        let passCount = max(1, Int(roundNanos / first.wallNanos))
        let firstUnpack = try unpackOne.run(passCount: 1)
        let unpackCount = max(1, Int(roundNanos / firstUnpack.wallNanos))
        var rounds: [(one: ThreadTeam.Round, many: ThreadTeam.Round)] = []
        var unpacks: [(one: ThreadTeam.Round, many: ThreadTeam.Round)] = []
        for _ in 0..<max(1, roundCount) {
            rounds.append((try one.run(passCount: passCount), try many.run(passCount: passCount)))
            unpacks.append(
                (
                    try unpackOne.run(passCount: unpackCount),
                    try unpackMany.run(passCount: unpackCount)
                ))
        }
        return ShardScaling(
            shardCount: shardCount, sandboxCount: sandboxCount,
            alone: median(rounds.map(\.one.perSecond)),
            together: median(rounds.map(\.many.perSecond)),
            aloneOfCore: median(rounds.map(\.one.perCPUSecond)),
            togetherOfCore: median(rounds.map { $0.many.perCPUSecond / Double(shardCount) }),
            wallRatio: median(rounds.map { $0.many.perSecond / $0.one.perSecond }),
            ratio: median(rounds.map { $0.many.perCPUSecond / $0.one.perCPUSecond }),
            unpackWallRatio: median(unpacks.map { $0.many.perSecond / $0.one.perSecond }),
            unpackRatio: median(unpacks.map { $0.many.perCPUSecond / $0.one.perCPUSecond }),
            checksum: rounds[0].many.checksum)
    }

    private static func shardWork(
        _ sandboxes: [[[UInt8]]], _ program: EngineProgram
    ) throws -> ShardWork {
        ShardWork(try MemoryShard(program, over: MemoryStream(sandboxes, burst: burst)))
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
        libprotobuf-c's unpack on as many threads that share nothing: \
        \(decimal(unpackWallRatio, 100)) by the wall, \(decimal(unpackRatio, 100)) by CPU
        """
    }

    var members: String {
        [
            "\"shard_sandboxes\":\(sandboxCount)", "\"shard_ratio\":\(decimal(ratio, 100))",
            "\"shard_wall_ratio\":\(decimal(wallRatio, 100))",
            "\"unpack_ratio\":\(decimal(unpackRatio, 100))",
            "\"unpack_wall_ratio\":\(decimal(unpackWallRatio, 100))",
            "\"one_shard_events_per_second\":\(Int(alone))",
            "\"shards_events_per_second\":\(Int(together))",
            "\"one_shard_events_per_cpu_second\":\(Int(aloneOfCore))",
            "\"shards_events_per_cpu_second\":\(Int(togetherOfCore))",
            "\"shards_checksum\":\(checksum)",
        ].joined(separator: ",")
    }
}
