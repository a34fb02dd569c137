import Foundation

/// The report as HTML and as Markdown.
struct ReportPage {
    let facts: MachineFacts
    let runs: [ReportRun]

    /// One line of the table.
    struct Figure {
        var name: String
        var value: String
        var unit: String
        var run: String
    }

    private func run(_ title: String) -> ReportRun? { runs.first { $0.title == title } }

    /// Keys of the benchmarks' figures, in the order of the table.
    private static let keys: [(run: String, key: String, name: String, unit: String)] = [
        ("decode", "ns_per_message", "decode a message", "ns"),
        ("decode", "protobuf_c_ns_per_message", "libprotobuf-c, unpack and free", "ns"),
        ("pipeline", "rules", "rules of the pipeline", ""),
        ("pipeline", "decode_ns", "decode", "ns per message"),
        ("pipeline", "map_ns", "map to events", "ns per message"),
        ("pipeline", "state_ns", "state", "ns per message"),
        ("pipeline", "rules_ns", "rules", "ns per message"),
        ("pipeline", "ns_per_event", "all of these", "ns per message"),
        ("pipeline", "events_per_second", "messages of one core", "per second"),
        ("pipeline", "shards_events_per_second", "messages of two shards", "per second"),
        ("pipeline", "shard_ratio", "two shards against one, by CPU", "×"),
        ("pipeline", "shard_wall_ratio", "by the wall", "×"),
        ("pipeline", "unpack_wall_ratio", "two libprotobuf-c unpacks, by the wall", "×"),
        ("pipeline", "allocations_per_event", "allocations", "per message"),
        ("ingest-uring", "cpu_ns_per_event", "CPU through sockets, io_uring", "ns per message"),
        ("ingest-uring", "user_ns_per_event", "of it in user space", "ns per message"),
        ("ingest-uring", "bare_cpu_ns_per_event", "CPU of a bare receiver", "ns per message"),
        ("ingest-uring", "plain_cpu_ns_per_event", "CPU of plain recvmmsg", "ns per message"),
        ("ingest-uring", "events_per_second", "taken from sockets", "per second"),
        ("ingest-uring", "lossless_events_per_second", "without a loss", "per second"),
        ("ingest-epoll", "cpu_ns_per_event", "CPU through sockets, epoll", "ns per message"),
        ("ingest-epoll", "bare_cpu_ns_per_event", "CPU of a bare receiver", "ns per message"),
        ("ingest-epoll", "events_per_second", "taken from sockets", "per second"),
        ("steady", "cpu_ns_per_event", "CPU at 30,000/s, one sandbox", "ns per message"),
        ("steady", "bare_cpu_ns_per_event", "CPU of a bare receiver", "ns per message"),
        ("alerts", "cpu_ns_per_alert", "CPU per JSON alert", "ns"),
        ("alerts", "alerts_per_second", "alerts", "per second"),
        ("latency", "rate", "latency: messages", "per second"),
        ("latency", "p50_us", "event to alert read, p50", "µs"),
        ("latency", "p99_us", "p99", "µs"),
        ("latency", "p9999_us", "p99.99", "µs"),
        ("latency", "floor_p50_us", "p50 of a bare reader", "µs"),
        ("latency", "floor_p99_us", "p99 of a bare reader", "µs"),
        ("latency-half", "rate", "latency: messages", "per second"),
        ("latency-half", "p50_us", "event to alert read, p50", "µs"),
        ("latency-half", "p99_us", "p99", "µs"),
        ("latency-half", "p9999_us", "p99.99", "µs"),
        ("latency-half", "floor_p50_us", "p50 of a bare reader", "µs"),
        ("latency-half", "floor_p99_us", "p99 of a bare reader", "µs"),
        ("state", "bytes_per_sandbox", "memory per sandbox", "bytes"),
        ("state", "bytes_per_thread", "memory per process", "bytes"),
        ("state", "bytes_per_fd", "memory per descriptor", "bytes"),
        ("startup", "startup_ms", "exec to listening", "ms"),
        ("startup", "rss_bytes", "resident when idle", "bytes"),
    ]

    var figures: [Figure] {
        Self.keys.compactMap { entry in
            guard let value = run(entry.run)?.number(entry.key) else { return nil }
            return Figure(
                name: entry.name, value: Self.spelled(value), unit: entry.unit, run: entry.run)
        }
    }

    /// Whole numbers with separated thousands, small ones with two digits behind the point.
    static func spelled(_ value: Double) -> String {
        if value.rounded() == value || abs(value) >= 1000 {
            var digits = String(Int(value.rounded()).magnitude)
            var parts: [String] = []
            while digits.count > 3 {
                parts.insert(String(digits.suffix(3)), at: 0)
                digits = String(digits.dropLast(3))
            }
            return (value < 0 ? "-" : "") + ([digits] + parts).joined(separator: ",")
        }
        return String(format: abs(value) < 10 ? "%.2f" : "%.1f", value)
    }

    var markdown: String {
        var lines = ["| figure | value | |", "| --- | ---: | --- |"]
        lines += figures.map { "| \($0.name) | \($0.value) | \($0.unit) |" }
        lines += runs.filter { $0.values == nil }.map { "| \($0.title) | – | \($0.failure) |" }
        return targetTable + "\n\n" + lines.joined(separator: "\n")
    }

    /// The targets with their figures, and the machine: what stands in the README.
    var targetTable: String {
        var lines = ["| # | figure | target | measured | |", "| --- | --- | --- | --- | --- |"]
        lines += ReportTarget.all(runs).map { target in
            let mark = target.isReached.map { $0 ? "yes" : "no" } ?? ""
            return "| \(target.number) | \(target.name) | \(target.target) | "
                + "\(target.measured) | \(mark) |"
        }
        lines += ["", facts.rows.map { "\($0.name): \($0.value)" }.joined(separator: "; ") + "."]
        return lines.joined(separator: "\n")
    }

    var html: String {
        let factRows = facts.rows.map {
            "<tr><td>\(escaped($0.name))</td><td>\(escaped($0.value))</td></tr>"
        }.joined(separator: "\n")
        let figureRows = figures.map {
            "<tr><td>\(escaped($0.name))</td><td class=\"number\">\($0.value)</td>"
                + "<td>\(escaped($0.unit))</td><td><code>\($0.run)</code></td></tr>"
        }.joined(separator: "\n")
        let targetRows = ReportTarget.all(runs).map { target in
            let mark = target.isReached.map { $0 ? "yes" : "no" } ?? ""
            return "<tr><td>\(target.number)</td><td>\(escaped(target.name))</td>"
                + "<td>\(escaped(target.target))</td><td>\(escaped(target.measured))</td>"
                + "<td class=\"\(mark)\">\(mark)</td></tr>"
        }.joined(separator: "\n")
        let failed = runs.filter { $0.values == nil }.map {
            "<p>\(escaped($0.title)): \(escaped($0.failure))</p>"
        }.joined()
        let commands = runs.map { "<li><code>\(escaped($0.command))</code></li>" }.joined()
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>gvfast: benchmarks</title>
            <style>
            body { font: 15px/1.5 sans-serif; max-width: 60em; margin: 2em auto; color: #222; }
            table { border-collapse: collapse; } td { padding: .15em .8em .15em 0; }
            .number { text-align: right; font-variant-numeric: tabular-nums; }
            th { text-align: left; } .no { color: #b00; } .yes { color: #070; }
            svg text { font: 12px sans-serif; } code { font-size: 13px; }
            </style></head><body>
            <h1>gvfast: benchmarks</h1>
            <h2>Machine</h2><table>\(factRows)</table>
            <h2>Targets</h2><table>
            <tr><th>#</th><th>figure</th><th>target</th><th>measured</th><th></th></tr>
            \(targetRows)</table>
            <h2>Figures</h2><table>\(figureRows)</table>\(failed)
            \(charts)
            <h2>Commands</h2><ul>\(commands)</ul>
            </body></html>

            """
    }

    private var charts: String {
        ReportCharts(runs: runs).all.map { "<h2>\(escaped($0.title))</h2>\($0.svg)" }
            .joined(separator: "\n")
    }
}

/// Text as it stands in HTML.
func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
        .replacingOccurrences(of: ">", with: "&gt;").replacingOccurrences(of: "\"", with: "&quot;")
}
