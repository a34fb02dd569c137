import Core
import Engine
import Ingest

/// What the pipeline costs, with several sets of rules and beside libprotobuf-c, all measured in
/// turns.
struct PipelineMeasurement {
    /// The whole way with one set of rules.
    struct Row {
        let ruleCount: Int
        /// Events that rules see, and rules that hold, in one pass.
        let eventCount: UInt64
        let matchCount: UInt64
        let whole: Timing
        let allocationsPerMessage: Double
    }

    let messageCount: Int
    let unpack: Timing
    let decode: Timing
    let map: Timing
    /// The first one is without rules: decode, map and state.
    let rows: [Row]

    static func run(
        _ captures: [[[UInt8]]], _ programs: [EngineProgram], roundCount: Int
    ) throws -> PipelineMeasurement {
        let corpus = Corpus(captures.flatMap { $0 })
        let stream = MemoryStream(captures)
        let count = stream.datagramCount
        let pipelines = try programs.map { try BenchPipeline($0, over: stream) }
        let unpacker = DecodeWork(corpus)
        let bodies: [() -> UInt64] =
            [
                { unpacker.unpackAll() }, { StageLoops.decode(stream) },
                { StageLoops.map(stream) },
            ] + pipelines.map { pipeline in { pipeline.pass() } }
        let times = measureTogether(itemCount: count, roundCount: roundCount, bodies)
        var rows: [Row] = []
        for (index, pipeline) in pipelines.enumerated() {
            let events = pipeline.eventCount
            let matches = pipeline.matchCount
            let allocations = pipeline.countAllocations()
            rows.append(
                Row(
                    ruleCount: programs[index].rules.count,
                    eventCount: pipeline.eventCount - events,
                    matchCount: pipeline.matchCount - matches, whole: times[3 + index],
                    allocationsPerMessage: Double(allocations) / Double(count)))
        }
        return PipelineMeasurement(
            messageCount: count, unpack: times[0], decode: times[1], map: times[2], rows: rows)
    }
}
