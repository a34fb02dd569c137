/// What a run sends, where to and how fast.
package struct RunOptions: Sendable {
    package var endpoint = ""
    package var personality = Personality.r20221219
    package var selection = PointSelection(everythingOf: .r20221219)
    package var profile = Profile.mix
    package var sandboxCount = 1
    package var seed: UInt64 = 1
    /// Messages per second in all; nil is as fast as the peer takes them.
    package var rate: Double?
    /// Messages in all; nil is no end but `seconds`.
    package var eventCount: Int?
    package var seconds: Double?
    /// Further attempts of a message for which the socket has no room, when a rate is given.
    package var retryCount = 0
    package var threadCount = 1
    /// How long a server that does not listen yet is waited for.
    package var waitSeconds = 0.0

    package init() {}

    /// Messages that one sandbox makes.
    var eventCountPerSandbox: Int {
        guard let eventCount else { return .max }
        return max(0, eventCount - 1) / max(1, sandboxCount) + 1
    }
}
