import Engine
import Rules

extension Console {
    /// How long shards may take to tell what their rules cost.
    private static let profileMillis: UInt64 = 5_000

    /// Prints what the rules of running shards have cost so far; `wake` ends their present turn.
    static func tellProfile(of shards: ShardGroup, wake: () -> Void) {
        if let profile = shards.profile(millis: profileMillis, wake: wake) {
            error(profile.text(), end: "")
        } else {
            Log.line("SIGUSR2: no profile of the rules (--profile-rules)")
        }
    }
}
