internal import Alerts
internal import Core
internal import Events
internal import Rules
internal import Synchronization

/// What happens once per turn, and at the end.
extension EventPipeline {
    /// Sets the clock by which messages without a time are dated.
    mutating func beginTurn() {
        mapper.arrivalTimeNanos = Clock.realtimeNanos()
    }

    /// Shows the turn's alerts to the output thread and the totals to whoever watches.
    mutating func endTurn(receivedCount: UInt64) {
        alerts.publish()
        requestDescriptions()
        control.received.store(receivedCount, ordering: .relaxed)
        control.rejected.store(rejectedCount, ordering: .relaxed)
        control.matched.store(matchedCount, ordering: .relaxed)
        control.droppedBySender.store(droppedBySenderCount, ordering: .relaxed)
        control.droppedByQueue.store(droppedByQueueCount, ordering: .relaxed)
    }

    /// Does what others have asked for. Cold.
    mutating func takeMail() {
        for command in control.takeMail() {
            switch command {
            case .program(let next): use(next)
            case .hosts(let addresses): use(addresses)
            case .metadata(let facts): learn(facts)
            case .processes(let processes): importProcesses(processes)
            case .tellProfile: control.leaveProfile(profile ?? RuleProfileReport())
            }
        }
    }
}

/// Cold work that others send.
extension EventPipeline {
    /// Matches by another program from now on; the counts of the old one are kept by name.
    private mutating func use(_ next: EngineProgram) {
        var counts = pastMatchCounts
        addMatchCounts(to: &counts)
        pastMatchCounts = counts
        pastProfile = profile ?? pastProfile
        program = next
        matcher = Matcher(next.conditions, hostname: next.hostname)
        matcher.use(hosts)
        matchCounts = Array(repeating: 0, count: next.rules.count)
        if isProfiled { matcher.beginProfile(ruleNames: next.rules.map(\.name)) }
    }

    /// Compares host names by these addresses from now on.
    private mutating func use(_ addresses: HostAddresses) {
        hosts = addresses
        matcher.use(addresses)
    }

    /// Begins to count what the rules cost anew.
    mutating func restartProfile() {
        pastProfile = RuleProfileReport()
        if isProfiled { matcher.beginProfile(ruleNames: program.rules.map(\.name)) }
    }

    /// What the rules of this program and those before have cost; nil when it is not counted.
    var profile: RuleProfileReport? {
        guard let present = matcher.profile?.report() else { return nil }
        var sum = pastProfile
        sum.add(present)
        return sum
    }

    func addMatchCounts(to counts: inout [String: UInt64]) {
        for (index, count) in matchCounts.enumerated() where count > 0 {
            counts[program.rules[index].name, default: 0] &+= count
        }
    }
}
