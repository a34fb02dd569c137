/// Which benchmarks a report is made of, and in what order.
struct ReportPlan {
    let captures: [String]
    let rules: [String]
    let isAllEnabled: Bool
    let isQuick: Bool

    /// The rate of the steady benchmarks, messages a second: one busy sandbox.
    private static let steadyRate = 30_000

    /// Runs all, telling each command before it begins.
    func run(_ tell: (String) -> Void) -> [ReportRun] {
        var runs: [ReportRun] = []
        func add(_ run: ReportRun) {
            var run = run
            tell(run.command)
            run.run()
            runs.append(run)
        }
        for run in inMemory + throughSockets { add(run) }
        // Half of what was taken without a loss.
        let highest = runs.compactMap { $0.number("lossless_events_per_second") }.max()
        let half = isQuick ? 20_000 : Int((highest ?? 2 * Double(Self.steadyRate)) / 2)
        add(ReportRun("latency-half", latency(rate: half)))
        for run in others { add(run) }
        return runs
    }

    private var ruleOptions: [String] { rules.flatMap { ["-r", $0] } }
    private var selection: [String] { ruleOptions + (isAllEnabled ? ["--enable-all"] : []) }
    private var rounds: [String] { ["--rounds", isQuick ? "1" : "9"] }
    private var fewRounds: [String] { ["--rounds", isQuick ? "1" : "3"] }

    private var inMemory: [ReportRun] {
        [
            ReportRun("decode", ["decode"] + captures + rounds),
            ReportRun("pipeline", ["pipeline", "--shards", "2"] + selection + captures + rounds),
            ReportRun(
                "rules",
                ["rules", "--counts", isQuick ? "10,100" : "10,100,1000,10000"] + captures
                    + rounds),
        ]
    }

    private var throughSockets: [ReportRun] {
        let streams = captures.flatMap { ["--capture", $0] }
        let size = ["--messages", isQuick ? "20000" : "1000000"]
        let search = isQuick ? [] : ["--find-max"]
        let blast = selection + streams + size + ["--rounds", isQuick ? "1" : "5"]
        let steady = [
            "--rate", "\(Self.steadyRate)", "--messages",
            "\(Self.steadyRate * (isQuick ? 1 : 5))",
        ]
        return [
            ReportRun("ingest-uring", ["ingest", "--io", "uring"] + search + blast),
            ReportRun("ingest-epoll", ["ingest", "--io", "epoll"] + blast),
            ReportRun("steady", ["ingest"] + steady + selection + streams + fewRounds),
            ReportRun("latency", latency(rate: Self.steadyRate)),
        ]
    }

    private func latency(rate: Int) -> [String] {
        ["latency", "--rate", "\(rate)", "--seconds", isQuick ? "1" : "5"] + selection
    }

    private var others: [ReportRun] {
        [
            ReportRun(
                "alerts", ["alerts", "--alerts", isQuick ? "5000" : "200000"] + fewRounds),
            ReportRun("state", ["state", "--sandboxes", isQuick ? "100" : "10000"] + fewRounds),
            ReportRun("startup", ["startup"] + selection + rounds),
        ]
    }
}
