internal import Alerts
internal import Core
internal import Decode
internal import Events
internal import Ingest
internal import Rules
internal import State

/// The way of every datagram from its bytes to a queued alert, run to completion on one thread:
/// decode, map, apply, match, record. Knows connections, not where they come from.
struct EventPipeline: ~Copyable {
    /// Connections that ended and are still listed in the report.
    private static let listedLimit = 1_000

    var state: StateTable
    var mapper = EventMapper()
    var contexts = ContextMemory()
    var message = Message()
    var event = SyscallEvent()
    /// An exec that another event has proven; see `showUntoldExec`.
    var untoldExec = SyscallEvent()
    var matcher: Matcher
    var program: EngineProgram
    /// What the host names of the rules stand for, for the programs to come.
    var hosts = HostAddresses()
    var recorder = AlertRecorder()
    var alerts: AlertProducer
    /// By `ConnectionID.slot`.
    var connections: ReservedArray<ConnectionRow>
    /// Slots below it may have been used.
    var usedSlotCount = 0
    /// Events that rules saw so far: `evt.num`.
    var eventCount: UInt64 = 0
    /// Alerts wait for room in the queue instead of being dropped: recorded events.
    let isLossless: Bool
    let control: ShardControl
    /// What the session's configuration says of `sentry/execve`.
    let execProof: ExecProof
    /// Alerts by rule index of the present program, and by name of those before.
    var matchCounts: [UInt64]
    var pastMatchCounts: [String: UInt64] = [:]
    /// Sums over all connections that others may watch while the shard runs.
    var rejectedCount: UInt64 = 0
    var matchedCount: UInt64 = 0
    var droppedBySenderCount: UInt64 = 0
    var droppedByQueueCount: UInt64 = 0
    /// Containers whose metadata is to be asked for.
    var undescribed: [String] = []
    let requests: ContainerRequests
    /// What the rules cost is counted; and what it was before the present program.
    let isProfiled: Bool
    var pastProfile = RuleProfileReport()
    private var ended = Ledger()
    private var endedSandboxes: [SandboxReport] = []
    private var unlistedCount: UInt64 = 0

    init(_ parts: PipelineParts, alerts: consuming AlertProducer) {
        state = StateTable(limits: parts.stateLimits)
        matcher = Matcher(parts.program.conditions, hostname: parts.program.hostname)
        matchCounts = Array(repeating: 0, count: parts.program.rules.count)
        program = parts.program
        connections = ReservedArray(count: parts.connectionLimit)
        isLossless = parts.isLossless
        control = parts.control
        execProof = parts.execProof
        requests = parts.requests
        isProfiled = parts.isProfiled
        self.alerts = alerts
        if isProfiled { matcher.beginProfile(ruleNames: program.rules.map(\.name)) }
    }

    /// Takes what the source reports; false when the connection cannot be served and must be
    /// closed.
    mutating func take<Mode: Matching>(_ item: IngestItem, by mode: Mode.Type) -> Bool {
        let slot = Int(item.connection.slot)
        switch item.kind {
        case .datagram: receive(item.bytes, on: slot, by: mode)
        case .opened: return open(item, slot)
        case .closed, .handshakeFailed: break
        }
        return true
    }

    private mutating func open(_ item: IngestItem, _ slot: Int) -> Bool {
        guard slot < connections.count else { return false }
        var row = ConnectionRow()
        row.serial = item.connection.serial
        row.peerPID = item.value
        guard let sandbox = state.openSandbox(execProof: execProof) else { return false }
        row.sandbox = sandbox
        connections[slot] = row
        usedSlotCount = max(usedSlotCount, slot + 1)
        return true
    }

    /// Forgets a connection that has ended, with what Ingest alone could count of it.
    mutating func close(_ connection: ConnectionID, _ counters: ConnectionCounters) {
        let slot = Int(connection.slot)
        guard slot < connections.count, connections[slot].serial == connection.serial else {
            return
        }
        connections[slot].ledger.truncated = counters.truncatedCount
        connections[slot].ledger.empty = counters.emptyCount
        let report = report(of: slot)
        state.closeSandbox(connections[slot].sandbox)
        connections[slot] = ConnectionRow()
        ended.add(report.ledger)
        if endedSandboxes.count >= Self.listedLimit {
            endedSandboxes.removeFirst(Self.listedLimit / 2)
            unlistedCount &+= UInt64(Self.listedLimit / 2)
        }
        endedSandboxes.append(report)
    }

    /// The connections that are still open. Cold.
    var openConnections: [ConnectionID] {
        (0..<usedSlotCount).filter { connections[$0].serial != 0 }.map {
            ConnectionID(
                slot: UInt32(truncatingIfNeeded: $0), serial: connections[$0].serial)
        }
    }

    /// Adds everything up, all connections being closed.
    consuming func finish(_ ingest: IngestCounters) -> ShardReport {
        alerts.publish()
        var report = ShardReport()
        report.total = ended
        report.sandboxes = endedSandboxes
        report.unlistedCount = unlistedCount
        report.ingest = ingest
        report.state = state.totals
        report.cutValues = recorder.cutTotal
        report.alertsByRule = pastMatchCounts
        addMatchCounts(to: &report.alertsByRule)
        report.profile = profile
        return report
    }

    private func report(of slot: Int) -> SandboxReport {
        let row = connections[slot]
        let id = state.sandboxID(of: row.sandbox)
        return SandboxReport(
            name: id.isEmpty ? "connection \(row.serial)" : id, ledger: row.ledger)
    }
}
