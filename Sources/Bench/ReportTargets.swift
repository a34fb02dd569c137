/// The figures that the project has set itself targets for.
struct ReportTarget {
    let number: String
    let name: String
    let target: String
    let measured: String
    /// nil when a figure is missing.
    let isReached: Bool?

    /// All targets, by what the runs have found.
    static func all(_ runs: [ReportRun]) -> [ReportTarget] {
        let figures = ReportFigures(runs: runs)
        return decoding(figures) + sockets(figures) + alerts(figures) + resources(figures)
    }

    private static func decoding(_ figures: ReportFigures) -> [ReportTarget] {
        let rules = figures.number("pipeline", "rules").map { "\(Int($0))" } ?? "all"
        return [
            atMost(
                "1", "decode a message, against libprotobuf-c's unpack", 0.18, "×",
                figures.ratio(
                    ("decode", "ns_per_message"), ("decode", "protobuf_c_ns_per_message")),
                figures.text("decode", "ns_per_message", "ns")),
            atMost(
                "2", "decode, state and \(rules) rules, against libprotobuf-c's unpack alone",
                0.5, "×",
                figures.ratio(
                    ("pipeline", "ns_per_event"), ("pipeline", "protobuf_c_ns_per_message")),
                figures.text("pipeline", "ns_per_event", "ns") + ", "
                    + figures.text("pipeline", "events_per_second", "/s")),
            atMost(
                "3", "the same with 10,000 generated rules, against 100", 1.5, "×",
                figures.rulesRatio(10_000, 100)),
        ]
    }

    private static func sockets(_ figures: ReportFigures) -> [ReportTarget] {
        return [
            atMost(
                "4", "CPU per message through sockets, against a bare receiver, io_uring", 1.2,
                "×", figures.number("ingest-uring", "cpu_ratio"),
                "medians " + figures.text("ingest-uring", "cpu_ns_per_event", "ns") + " to "
                    + figures.text("ingest-uring", "bare_cpu_ns_per_event", "ns")),
            atMost(
                "5", "of it in user space, above the bare receiver's", 200, "ns",
                figures.number("ingest-uring", "user_ns_above_bare")),
            atMost(
                "5b", "CPU per message at a steady 30,000/s from one sandbox", 2.5, "µs",
                figures.number("steady", "cpu_ns_per_event").map { $0 / 1000 }),
            atMost(
                "5b", "the same, event to alert read, p99", 2, "ms",
                figures.number("latency", "p99_us").map { $0 / 1000 }),
            atMost(
                "6", "event to alert read at half of the highest rate, p99", 300, "µs",
                figures.number("latency-half", "p99_us"),
                figures.text("latency-half", "rate", "messages/s") + "; a bare reader "
                    + figures.text("latency-half", "floor_p99_us", "µs")),
        ]
    }

    private static func alerts(_ figures: ReportFigures) -> [ReportTarget] {
        [
            atMost(
                "5c", "one JSON alert, from match to written", 5, "µs",
                figures.number("alerts", "cpu_ns_per_alert").map { $0 / 1000 }),
            atLeast(
                "5c", "alerts a second", 150_000, "/s",
                figures.number("alerts", "alerts_per_second")),
        ]
    }

    private static func resources(_ figures: ReportFigures) -> [ReportTarget] {
        let mebibyte = 1_048_576.0
        return [
            atMost(
                "7", "allocations per message after warm-up", 0, "",
                figures.number("pipeline", "allocations_per_event")),
            atMost(
                "8", "resident memory, one idle sandbox", 30, "MiB",
                figures.number("startup", "rss_bytes").map { $0 / mebibyte }),
            atMost(
                "8", "per further idle sandbox", 64, "KiB",
                figures.number("state", "bytes_per_sandbox").map { $0 / 1024 }),
            atMost(
                "9", "exec to listening", 150, "ms", figures.number("startup", "startup_ms")),
            atLeast(
                "10", "two shards on two cores, against one", 1.8, "×",
                figures.number("pipeline", "shard_ratio"),
                "by CPU; by the wall "
                    + figures.text("pipeline", "shard_wall_ratio", "×")
                    + "; libprotobuf-c's unpack on two threads "
                    + figures.text("pipeline", "unpack_wall_ratio", "×")),
        ]
    }

    private static func atMost(
        _ number: String, _ name: String, _ limit: Double, _ unit: String, _ value: Double?,
        _ remark: String = ""
    ) -> ReportTarget {
        ReportTarget(
            number: number, name: name, target: "≤ \(quantity(limit, unit))",
            measured: measured(value, unit, remark), isReached: value.map { $0 <= limit })
    }

    private static func atLeast(
        _ number: String, _ name: String, _ limit: Double, _ unit: String, _ value: Double?,
        _ remark: String = ""
    ) -> ReportTarget {
        ReportTarget(
            number: number, name: name, target: "≥ \(quantity(limit, unit))",
            measured: measured(value, unit, remark), isReached: value.map { $0 >= limit })
    }

    private static func measured(_ value: Double?, _ unit: String, _ remark: String) -> String {
        guard let value else { return "–" }
        // Ratios close to their target are told apart from it.
        let text = unit == "×" ? "\(decimal(value, 1000)) ×" : quantity(value, unit)
        return text + (remark.isEmpty ? "" : " (\(remark))")
    }

    private static func quantity(_ value: Double, _ unit: String) -> String {
        let number = ReportPage.spelled(value)
        return unit.isEmpty || unit.hasPrefix("/") ? number + unit : number + " " + unit
    }
}

/// Looks up what the runs have found.
struct ReportFigures {
    let runs: [ReportRun]

    func number(_ title: String, _ key: String) -> Double? {
        runs.first { $0.title == title }?.number(key)
    }

    func text(_ title: String, _ key: String, _ unit: String) -> String {
        guard let value = number(title, key) else { return "–" }
        return ReportPage.spelled(value) + (unit.hasPrefix("/") ? unit : " " + unit)
    }

    func ratio(_ one: (String, String), _ other: (String, String)) -> Double? {
        guard let value = number(one.0, one.1), let base = number(other.0, other.1), base > 0
        else { return nil }
        return value / base
    }

    /// What a message costs with so many generated rules, against fewer.
    func rulesRatio(_ many: Int, _ few: Int) -> Double? {
        let list = runs.first { $0.title == "rules" }?.list("counts") ?? []
        func nanos(_ count: Int) -> Double? {
            list.first { ReportRun.number($0["rules"]) == Double(count) }
                .flatMap { ReportRun.number($0["ns_per_event"]) }
        }
        guard let above = nanos(many), let below = nanos(few), below > 0 else { return nil }
        return above / below
    }
}
