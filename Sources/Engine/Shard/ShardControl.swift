internal import Core
internal import Rules
package import Synchronization

/// How other threads speak to a shard, and what it tells them while it runs.
///
/// The shard looks at `hasMail` and `isStopping` once per turn; whoever sets them then ends the
/// turn by the inbox of the shard's reactor.
package final class ShardControl: Sendable {
    /// What a shard is asked to do between two events.
    enum Command: Sendable {
        /// Match by another program from now on.
        case program(EngineProgram)
        /// What the host names of the rules stand for.
        case hosts(HostAddresses)
        /// A container's metadata arrived.
        case metadata(ContainerFacts)
        /// The processes of a sandbox that gvfast attached to.
        case processes(ProcessImport)
        /// Leave what the rules have cost so far.
        case tellProfile
    }

    /// The shard is to read what is queued and then to end.
    package let isStopping = Atomic<Bool>(false)
    /// The shard is to end at once, whatever is queued.
    package let isAborted = Atomic<Bool>(false)
    /// The shard's thread has left its report.
    package let hasEnded = Atomic<Bool>(false)

    /// Copies of the totals, written by the shard at the end of each turn, relaxed: for watching.
    package let received = Atomic<UInt64>(0)
    package let rejected = Atomic<UInt64>(0)
    package let matched = Atomic<UInt64>(0)
    package let droppedBySender = Atomic<UInt64>(0)
    package let droppedByQueue = Atomic<UInt64>(0)
    package let sandboxCount = Atomic<Int>(0)

    /// Pairs with itself: set after the mail is stored, read before it is taken.
    let hasMail = Atomic<Bool>(false)
    private let mail = Mutex<[Command]>([])
    private let report = Mutex<ShardReport?>(nil)
    private let profile = Mutex<RuleProfileReport?>(nil)

    package init() {}

    /// Leaves a command. Any thread.
    func send(_ command: Command) {
        mail.withLock { $0.append(command) }
        hasMail.store(true, ordering: .releasing)
    }

    /// Takes all commands. The shard's thread, when `hasMail` said so.
    func takeMail() -> [Command] {
        hasMail.store(false, ordering: .relaxed)
        return mail.withLock { mail in
            defer { mail = [] }
            return mail
        }
    }

    /// Leaves what the rules have cost. The shard's thread.
    func leaveProfile(_ report: RuleProfileReport) { profile.withLock { $0 = report } }

    /// Takes what was left since the last look.
    func takeProfile() -> RuleProfileReport? {
        profile.withLock { profile in
            defer { profile = nil }
            return profile
        }
    }

    /// Leaves the last word of the shard.
    func end(_ last: ShardReport) {
        report.withLock { $0 = last }
        // pairs with the acquire of whoever waits for the end
        hasEnded.store(true, ordering: .releasing)
    }

    /// The report, once `hasEnded`.
    package func takeReport() -> ShardReport? {
        report.withLock { $0 }
    }
}
