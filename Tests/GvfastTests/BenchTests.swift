import Foundation
import GVisor
import TestSupport
import Testing

/// The benchmarks run small, so that they cannot rot.
@Suite(.serialized) struct BenchTests {
    private static let rules = Program.root + "/rules/gvfast_rules.yaml"

    private func bench(_ arguments: [String]) throws -> [String: Any] {
        let path = URL(fileURLWithPath: Program.path).deletingLastPathComponent()
            .appendingPathComponent("gvbench").path
        let outcome = try ChildProcess.run([path] + arguments + ["--json"], timeoutMillis: 300_000)
        let text = String(decoding: outcome.output, as: UTF8.self)
        let errors = String(decoding: outcome.errorOutput, as: UTF8.self)
        let object = try? JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(object as? [String: Any], "\(arguments): \(text) \(errors)")
    }

    private static var isDebug: Bool {
        var isDebug = false
        assert({ isDebug = true }() == ())
        return isDebug
    }

    private func number(_ values: [String: Any], _ key: String) throws -> Double {
        try #require((values[key] as? NSNumber)?.doubleValue, "\(key)")
    }

    @Test func memoryOfStateIsMeasuredPerItem() throws {
        let values = try bench(["state", "--sandboxes", "50", "--rounds", "1"])
        for key in ["rss_bytes", "bytes_per_sandbox", "bytes_per_thread", "bytes_per_fd"] {
            #expect(try number(values, key) > 0, "\(key)")
        }
        #expect(try number(values, "checksum") == 50 * 21 + 50 * 20 * 10)
    }

    @Test func startupEndsWithAHandshake() throws {
        let values = try bench(["startup", "--rounds", "1", "-r", Self.rules])
        #expect(try number(values, "startup_ms") > 0)
        #expect(try number(values, "rss_bytes") > 1_000_000)
    }

    @Test func everyMarkedEventBecomesAnAlertInTime() throws {
        let values = try bench([
            "latency", "--rate", "500", "--seconds", "1", "--alert-every", "10", "-r", Self.rules,
            "--coalesce", "100", "--retries", "1000", "--enable-all",
        ])
        #expect(try number(values, "alerts") == 50)
        #expect(try number(values, "missing") == 0)
        let median = try number(values, "p50_us")
        let late = try number(values, "p99_us")
        #expect(median > 0 && median <= late)
        #expect(try number(values, "dropped") == 0)
        #expect(try number(values, "floor_p50_us") > 0)
    }

    /// Every subcommand that needs no more than this program, small, with the keys that others
    /// read.
    @Test(arguments: [
        (
            ["decode", "--rounds", "1"],
            ["messages", "ns_per_message", "protobuf_c_ns_per_message", "checksum"]
        ),
        (["map", "--rounds", "1"], ["messages", "decode_ns", "map_ns", "checksum"]),
        (
            ["alerts", "--alerts", "2000", "--rounds", "1"],
            ["alerts", "cpu_ns_per_alert", "alerts_per_second", "checksum"]
        ),
        (["count", "--passes", "1", "--stage", "state"], ["messages", "checksum"]),
    ])
    func aSubcommandTellsItsFigures(_ arguments: [String], _ keys: [String]) throws {
        let values = try bench(arguments)
        for key in keys { #expect(try number(values, key) > 0, "\(arguments[0]): \(key)") }
    }

    @Test func thePipelineIsMeasuredWithRulesAndWithShards() throws {
        let arguments = [
            "pipeline", "-r", Self.rules, "--rounds", "1", "--shards", "2", "--sandboxes", "3",
        ]
        let values = try bench(arguments)
        for key in [
            "messages", "events", "rules", "ns_per_event", "events_per_second",
            "protobuf_c_ns_per_message", "one_shard_events_per_second",
            "shards_events_per_second", "shard_ratio", "shard_wall_ratio", "checksum",
        ] {
            #expect(try number(values, key) > 0, "\(key)")
        }
        // Debug builds allocate where release builds do not.
        #expect(try Self.isDebug || number(values, "allocations_per_event") == 0)
        #expect(try number(values, "shards") == 2)
        let runs = try #require(values["runs"] as? [[String: Any]])
        #expect(try runs.map { try number($0, "rules") }.first == 0)
        #expect(try runs.map { try number($0, "rules") }.last == number(values, "rules"))
        // The same rules and messages find the same, measured again.
        #expect(try number(bench(arguments), "checksum") == number(values, "checksum"))
    }

    @Test func generatedRulesAreMeasuredInEveryNumber() throws {
        let arguments = ["rules", "--counts", "5,40", "--rounds", "1", "--seed", "3"]
        let values = try bench(arguments)
        let counts = try #require(values["counts"] as? [[String: Any]])
        #expect(try counts.map { try number($0, "rules") } == [5, 40])
        for entry in counts {
            for key in ["ns_per_event", "compile_ms", "load_ms", "program_bytes", "atoms"] {
                #expect(try number(entry, key) > 0, "\(key)")
            }
        }
        #expect(try number(values, "seed") == 3)
        #expect(try number(values, "events") > 1_000)
    }

    @Test func aShortReportHoldsEveryBenchmark() throws {
        let folder = try TemporaryFolder()
        let readme = try folder.write(
            "README.md",
            "before\n<!-- benchmarks: written by make bench -->\nold\n"
                + "<!-- benchmarks: end -->\nafter\n")
        let report = try bench([
            "report", "--quick", "-r", Self.rules, "--output", folder.path + "/out",
            "--store", folder.path + "/store", "--readme", readme,
        ])
        let runs = try #require(report["runs"] as? [[String: Any]])
        let failed = runs.filter { $0["values"] == nil }.compactMap { $0["title"] as? String }
        // Kernels without io_uring have no figures for it.
        #expect(failed.allSatisfy { $0 == "ingest-uring" })
        let titles = runs.compactMap { $0["title"] as? String }
        #expect(
            titles == [
                "decode", "pipeline", "rules", "ingest-uring", "ingest-epoll", "steady",
                "latency", "latency-half", "alerts", "state", "startup",
            ])
        for run in runs {
            guard let values = run["values"] as? [String: Any] else { continue }
            #expect(values["checksum"] != nil, "\(run["title"] ?? "")")
        }
        #expect((report["machine"] as? [String: String])?["kernel"]?.isEmpty == false)
        let html = try String(contentsOfFile: folder.path + "/out/report.html", encoding: .utf8)
        #expect(html.components(separatedBy: "<svg ").count > 7)
        #expect(html.contains("rules --counts"))
        let page = try String(contentsOfFile: readme, encoding: .utf8)
        #expect(page.hasPrefix("before\n") && page.hasSuffix("<!-- benchmarks: end -->\nafter\n"))
        #expect(page.contains("| 1 | decode a message") && !page.contains("old"))
        let stored = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/store")
        #expect(stored.count == 1 && stored[0].hasSuffix(".json"))
    }

    @Test func aProfileNamesEveryRule() throws {
        guard let capture = SharedFiles.path("captures/runsc-202608/seed-touch.trace") else {
            return
        }
        let values = try bench([
            "profile", "--quick", "--rounds", "1", "-r", Self.rules, capture,
        ])
        let rules = try #require(values["rules"] as? [[String: Any]])
        #expect(rules.count > 5)
        #expect(rules.contains { ($0["ns"] as? NSNumber)?.doubleValue ?? 0 > 0 })
        #expect(rules.contains { ($0["hits"] as? NSNumber)?.intValue ?? 0 > 0 })
        #expect((values["atoms"] as? [[String: Any]])?.isEmpty == false)
    }
}
