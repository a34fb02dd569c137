internal import Glibc

/// How to fuzz.
package struct FuzzOptions: Sendable {
    package var seed: UInt64 = 1
    package var caseCount = 1_000
    package var personality = Personality.r20221219
    /// Whose rules the target has loaded: which alerts the neighbour may count on.
    package var rules = RuleSetName.own
    /// Cases between two looks at the target.
    package var casesPerCheck = 200
    package var memoryLimitMiB = 1_024
    package var answerMillis: Int32 = 10_000
    package var alertMillis = 20_000
    /// False for a server that reports no alerts: only its life, answers and memory count then.
    package var checksAlerts = true
    /// Starts of the target that the search for the smallest case may cost.
    package var shrinkLimit = 200

    package init() {}
}

/// How a target breaks.
struct FuzzFault {
    enum Kind { case ended, silent, large, neighbour }

    let kind: Kind
    /// What is wrong, for the user.
    let text: String
}

/// What fuzzing found.
package struct FuzzReport: Sendable {
    package var json = ""
    /// What broke; nil when nothing did.
    package var failure: String?
    /// The smallest cases that break it again.
    package var smallest: [FuzzCase] = []
}

/// Runs cases in batches beside a well-behaved sandbox and looks at the target after each.
package final class Fuzzer {
    private let options: FuzzOptions
    private let target: FuzzTarget
    private let generator: FuzzGenerator
    private let runner: CaseRunner
    private var neighbour: Neighbour?
    private var byLayer: [FuzzLayer: Int] = [:]
    private var residentKiBMax = 0

    package init(_ options: FuzzOptions, target: FuzzTarget) {
        self.options = options
        self.target = target
        generator = FuzzGenerator(seed: options.seed, personality: options.personality)
        runner = CaseRunner(endpoint: target.endpoint)
    }

    /// Runs everything; throws when the target cannot be reached to begin with.
    package func run() throws(SimError) -> FuzzReport {
        try meetNeighbour()
        try checkNeighbour()
        var report = FuzzReport()
        var index = 0
        while index < options.caseCount {
            let end = min(options.caseCount, index + options.casesPerCheck)
            let batch = (index..<end).map { generator.make($0) }
            if let fault = attempt(batch) {
                report.failure =
                    "\(fault.text) (seed \(options.seed), cases \(index) to \(end - 1))"
                report.smallest = batch
                if target.canRestart { report.smallest = shrink(batch, fault.kind) }
                break
            }
            for fuzzCase in batch { byLayer[fuzzCase.layer, default: 0] += 1 }
            index = end
        }
        report.json = json(report, caseCount: index)
        return report
    }

    /// Runs the given cases once; what they break, and with `shrinks` how few of them do.
    package func run(
        _ cases: [FuzzCase], shrinks: Bool = false
    ) throws(SimError) -> FuzzReport {
        try meetNeighbour()
        try checkNeighbour()
        var report = FuzzReport()
        if let fault = attempt(cases) {
            report.failure = fault.text
            report.smallest = shrinks ? shrink(cases, fault.kind) : cases
        }
        report.json = json(report, caseCount: cases.count)
        return report
    }

    /// The well-behaved sandbox's alerts must arrive before anybody lies, or what cases break
    /// cannot be seen.
    private func checkNeighbour() throws(SimError) {
        guard options.checksAlerts else { return }
        neighbour?.act()
        if let complaint = neighbour?.complaint(timeoutMillis: options.alertMillis) {
            throw SimError("before the first case: \(complaint)")
        }
    }

    private func meetNeighbour() throws(SimError) {
        neighbour = try Neighbour(
            target.endpoint, generator.world, seed: options.seed, set: options.rules,
            log: options.checksAlerts ? target.log : nil)
    }

    /// Performs cases and looks at the target; what is wrong with it.
    private func attempt(_ cases: [FuzzCase]) -> FuzzFault? {
        let ended = FuzzFault(kind: .ended, text: "the target has ended")
        for (index, fuzzCase) in cases.enumerated() {
            do throws(SimError) { try runner.perform(fuzzCase) } catch {
                return target.isAlive
                    ? FuzzFault(kind: .silent, text: error.description) : ended
            }
            if index % 20 == 0 { neighbour?.act() }
        }
        neighbour?.act()
        guard target.isAlive else { return ended }
        guard target.answers(withinMillis: options.answerMillis) else {
            guard target.isAlive else { return ended }
            return FuzzFault(
                kind: .silent, text: "no answer to a handshake within \(options.answerMillis) ms")
        }
        if let resident = target.residentKiB {
            residentKiBMax = max(residentKiBMax, resident)
            if resident > options.memoryLimitMiB * 1_024 {
                return FuzzFault(
                    kind: .large, text: "the target holds \(resident / 1_024) MiB of memory")
            }
        }
        let complaint = neighbour?.complaint(timeoutMillis: options.alertMillis)
        guard target.isAlive else { return ended }
        return complaint.map { FuzzFault(kind: .neighbour, text: $0) }
    }

    // MARK: shrinking

    /// True when the cases break a fresh target in the same way.
    private func breaks(
        _ cases: [FuzzCase], _ kind: FuzzFault.Kind, _ attempts: inout Int
    ) -> Bool {
        guard attempts < options.shrinkLimit else { return false }
        attempts += 1
        runner.closeAll()
        neighbour = nil
        do throws(SimError) {
            try target.start()
            try meetNeighbour()
        } catch { return false }
        return attempt(cases)?.kind == kind
    }

    /// The smallest set of cases and steps, as far as halving and leaving out can find it.
    private func shrink(_ cases: [FuzzCase], _ kind: FuzzFault.Kind) -> [FuzzCase] {
        var attempts = 0
        var best = Self.reduced(cases) { breaks($0, kind, &attempts) }
        for index in best.indices {
            let actions = Self.reduced(best[index].actions) { actions in
                var candidate = best
                candidate[index].actions = actions
                return breaks(candidate, kind, &attempts)
            }
            best[index].actions = actions
        }
        return best
    }

    /// Leaves out runs of elements, long ones first, as long as `isBad` still holds.
    package static func reduced<Element>(
        _ elements: [Element], _ isBad: ([Element]) -> Bool
    ) -> [Element] {
        var best = elements
        var length = best.count / 2
        while length >= 1 {
            var start = 0
            while start < best.count, best.count > 1 {
                var candidate = best
                candidate.removeSubrange(start..<min(best.count, start + length))
                if !candidate.isEmpty, isBad(candidate) {
                    best = candidate
                } else {
                    start += length
                }
            }
            length /= 2
        }
        return best
    }

    private func json(_ report: FuzzReport, caseCount: Int) -> String {
        var json = JSONText()
        json.open("{")
        json.member("seed", options.seed)
        json.member("cases", caseCount)
        json.member("connections", runner.connectionCount)
        json.member("messages", runner.messageCount)
        json.open("{", key: "cases_by_layer")
        for layer in FuzzLayer.allCases { json.member(layer.rawValue, byLayer[layer] ?? 0) }
        json.close("}")
        json.member("resident_kib_max", residentKiBMax)
        json.member("neighbour_alerts_expected", neighbour?.expectedCount ?? 0)
        json.member(
            "neighbour_alerts_checked", options.checksAlerts && target.log != nil)
        json.member("failed", report.failure != nil)
        if let failure = report.failure {
            json.member("failure", failure)
            json.member("smallest_cases", report.smallest.count)
            json.member(
                "smallest_steps", report.smallest.reduce(0) { $0 + $1.actions.count })
        }
        json.close("}")
        return json.text
    }
}
