internal import Alerts
internal import State

/// What an `EventPipeline` is made of.
struct PipelineParts {
    let program: EngineProgram
    let control: ShardControl
    let stateLimits: StateLimits
    /// Connections of the shard's source.
    let connectionLimit: Int
    /// Alerts wait for room in the queue instead of being dropped: recorded events.
    let isLossless: Bool
    let execProof: ExecProof
    /// Where the ids of new containers go.
    let requests: ContainerRequests
    /// What the rules cost is counted.
    var isProfiled = false
}
