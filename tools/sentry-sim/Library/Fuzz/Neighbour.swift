internal import CLinux
internal import Glibc

/// A well-behaved sandbox beside the fuzzing: it misbehaves only in ways that rules must report,
/// and every report must arrive.
final class Neighbour {
    private let sandbox: Sandbox
    private let workload: Workload
    private let connection: PeerConnection
    private let set: RuleSetName
    private let log: AlertLog?
    /// Alerts seen so far by rule.
    private var seen: [String: Int] = [:]
    private var isLost = false

    init(
        _ endpoint: String, _ world: World, seed: UInt64, set: RuleSetName, log: AlertLog?
    ) throws(SimError) {
        connection = try PeerConnection.ready(endpoint)
        sandbox = Sandbox(
            world: world, index: 0, seed: seed ^ 0xA11C_E000, startNanos: SimRunner.wallNanos())
        workload = AttackWorkload(sandbox)
        self.set = set
        self.log = log
        workload.begin()
        send()
    }

    /// One act; its messages are sent, waiting for room.
    func act() {
        workload.step()
        send()
    }

    private func send() {
        for message in sandbox.takeMessages() where !isLost {
            var isSent = false
            for _ in 0..<100_000 {
                let result = unsafe gvfast_send(connection.fd, message, message.count, 0)
                isSent = result >= 0
                if result != Int64(-EAGAIN) { break }
                usleep(100)
            }
            if !isSent { isLost = true }
        }
    }

    /// What is wrong with the neighbour, after waiting up to `timeoutMillis`; nil when all is well.
    func complaint(timeoutMillis: Int) -> String? {
        if isLost || gvfast_poll_state(connection.fd) & gvfast_POLLRDHUP != 0 {
            return "the well-behaved sandbox lost its connection"
        }
        guard let log else { return nil }
        let expected = sandbox.truth.totals(of: set)
        var waited = 0
        while true {
            read(log)
            let missing = expected.filter { seen[$0.key, default: 0] < $0.value }
            if missing.isEmpty { return nil }
            if waited >= timeoutMillis {
                let list = missing.sorted { $0.key < $1.key }.map {
                    "\($0.key) (\(seen[$0.key, default: 0]) of \($0.value))"
                }
                return "alerts of the well-behaved sandbox are missing: "
                    + list.joined(separator: ", ")
            }
            usleep(20_000)
            waited += 20
        }
    }

    /// Alerts of our containers, told by the first twelve digits of their ids.
    private func read(_ log: AlertLog) {
        let ids = [sandbox.name.prefix(12), String(sandbox.name.reversed()).prefix(12)]
        for line in log.newLines() {
            guard ids.contains(where: { line.contains($0) }) else { continue }
            guard let start = line.range(of: "\"rule\":\"") else { continue }
            let rule = line[start.upperBound...].prefix { $0 != "\"" }
            seen[String(rule), default: 0] += 1
        }
    }

    var expectedCount: Int { sandbox.truth.totals(of: set).values.reduce(0, +) }
}

extension String {
    /// The first place where `text` stands.
    fileprivate func range(of text: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) {
                return start..<index(start, offsetBy: text.count)
            }
            start = index(after: start)
        }
        return nil
    }
}
