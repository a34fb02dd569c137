import Foundation

/// The plots of a report, drawn as SVG within the page.
struct ReportCharts {
    let runs: [ReportRun]

    struct Chart {
        var title: String
        var svg: String
    }

    /// One bar: a label and its values, drawn side by side in the order of the legend.
    struct Bar {
        var label: String
        var values: [Double]
    }

    var all: [Chart] {
        [pipeline, shards, decode, ruleCounts, ingest, latency, memory].compactMap { $0 }
    }

    private func run(_ title: String) -> ReportRun? {
        runs.first { $0.title == title && $0.values != nil }
    }

    private var decode: Chart? {
        guard let run = run("decode") else { return nil }
        let types = run.object("types").compactMap { name, value -> Bar? in
            guard let value = value as? [String: Any],
                let ours = (value["ns_per_message"] as? NSNumber)?.doubleValue,
                let theirs = (value["protobuf_c_ns_per_message"] as? NSNumber)?.doubleValue
            else { return nil }
            return Bar(label: name, values: [ours, theirs])
        }.sorted { $0.label < $1.label }
        return Self.chart(
            "Decoding by message type, ns", types, legend: ["gvfast", "libprotobuf-c"])
    }

    private var ruleCounts: Chart? {
        guard let run = run("rules") else { return nil }
        let bars = run.list("counts").compactMap { entry -> Bar? in
            guard let count = (entry["rules"] as? NSNumber)?.intValue,
                let nanos = (entry["ns_per_event"] as? NSNumber)?.doubleValue
            else { return nil }
            return Bar(label: "\(count) rules", values: [nanos])
        }
        return Self.chart(
            "Cost per event against the number of rules, ns", bars, legend: ["ns per event"])
    }

    private var pipeline: Chart? {
        guard let run = run("pipeline") else { return nil }
        let bars = run.list("runs").compactMap { entry -> Bar? in
            let values = ["decode_ns", "map_ns", "state_ns", "rules_ns"].compactMap {
                ReportRun.number(entry[$0])
            }
            guard values.count == 4, let count = ReportRun.number(entry["rules"]) else {
                return nil
            }
            return Bar(label: "\(Int(count)) rules", values: values)
        }
        return Self.chart(
            "A message in memory by stage, ns", bars,
            legend: ["decode", "map", "state", "rules"])
    }

    private var shards: Chart? {
        guard let run = run("pipeline"), let count = run.number("shards"), count > 1,
            let one = run.number("one_shard_events_per_cpu_second"),
            let many = run.number("shards_events_per_cpu_second")
        else { return nil }
        return Self.chart(
            "Messages a second by CPU time, all shards together",
            [
                Bar(label: "1 shard", values: [one]),
                Bar(label: "\(Int(count)) shards", values: [many * count]),
            ], legend: ["messages/s"])
    }

    private var latency: Chart? {
        let keys = [
            ("p50", "p50_us"), ("p99", "p99_us"), ("p99.99", "p9999_us"), ("max", "max_us"),
        ]
        let runs = ["latency", "latency-half"].compactMap { run($0) }
        let bars = keys.map { label, key in
            Bar(label: label, values: runs.compactMap { $0.number(key) })
        }
        return Self.chart(
            "Event to alert read, µs", bars,
            legend: runs.map { ReportPage.spelled($0.number("rate") ?? 0) + "/s" })
    }

    private var ingest: Chart? {
        let keys = [
            ("gvfast", "cpu_ns_per_event"), ("bare receiver", "bare_cpu_ns_per_event"),
            ("plain recvmmsg", "plain_cpu_ns_per_event"),
        ]
        let runs = [
            ("ingest-uring", "io_uring"), ("ingest-epoll", "epoll"), ("steady", "30,000/s"),
        ]
        .compactMap { title, name in run(title).map { (run: $0, name: name) } }
        let bars = keys.map { label, key in
            Bar(label: label, values: runs.compactMap { $0.run.number(key) })
        }
        return Self.chart(
            "CPU per message through sockets, ns", bars, legend: runs.map(\.name))
    }

    private var memory: Chart? {
        guard let run = run("state") else { return nil }
        let keys = [
            ("sandbox", "bytes_per_sandbox"), ("process", "bytes_per_thread"),
            ("descriptor", "bytes_per_fd"),
        ]
        let bars = keys.compactMap { label, key in
            run.number(key).map { Bar(label: label, values: [$0]) }
        }
        return Self.chart("Memory per item, bytes", bars, legend: ["bytes"])
    }

    private static let colours = ["#2b6cb0", "#c05621", "#2f855a", "#805ad5"]
    private static let width = 760.0
    private static let labelWidth = 170.0
    private static let barHeight = 14.0

    /// Horizontal bars; nil when there are none.
    private static func chart(_ title: String, _ bars: [Bar], legend: [String]) -> Chart? {
        guard let largest = bars.flatMap(\.values).max(), largest > 0 else { return nil }
        let scale = (width - labelWidth - 90) / largest
        var parts: [String] = []
        var top = 4.0
        for bar in bars {
            let height = barHeight * Double(bar.values.count)
            parts.append(
                "<text x=\"\(labelWidth - 8)\" y=\"\(top + height / 2 + 4)\" "
                    + "text-anchor=\"end\">\(escaped(bar.label))</text>")
            for (index, value) in bar.values.enumerated() {
                let y = top + barHeight * Double(index)
                let length = max(1, value * scale)
                parts.append(
                    "<rect x=\"\(labelWidth)\" y=\"\(y)\" width=\"\(length)\" "
                        + "height=\"\(barHeight - 2)\" fill=\"\(colours[index % colours.count])\"/>"
                        + "<text x=\"\(labelWidth + length + 5)\" y=\"\(y + 10)\">"
                        + "\(ReportPage.spelled(value))</text>")
            }
            top += height + 6
        }
        if legend.count > 1 {
            for (index, name) in legend.enumerated() {
                let x = labelWidth + 150 * Double(index)
                parts.append(
                    "<rect x=\"\(x)\" y=\"\(top + 4)\" width=\"10\" height=\"10\" "
                        + "fill=\"\(colours[index % colours.count])\"/>"
                        + "<text x=\"\(x + 15)\" y=\"\(top + 13)\">"
                        + "\(escaped(name))</text>")
            }
            top += 20
        }
        let svg =
            "<svg width=\"\(width)\" height=\"\(top + 4)\" role=\"img\" "
            + "xmlns=\"http://www.w3.org/2000/svg\">\(parts.joined(separator: "\n"))</svg>"
        return Chart(title: title, svg: svg)
    }
}
