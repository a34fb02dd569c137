import Core
import Decode
import Engine
import Foundation
import Ingest
import Rules
import State
import TestSupport
import Testing

/// Shards over captures, good and spoilt ones.
@Suite struct ShardGroupTests {
    static let rules = """
        - rule: opened
          desc: d
          condition: evt.type in (open, openat)
          output: opened %fd.name by %proc.cmdline
          priority: INFO
        - rule: started
          desc: d
          condition: evt.type in (execve, execveat)
          output: started %proc.cmdline
          priority: INFO
        """

    func run(
        _ captures: [String], _ text: String = rules, _ options: String...
    ) throws -> (report: RunReport, lines: [String]) {
        var config = ConfigNode.null
        for option in options { try config.apply(option: option) }
        let settings = try EngineSettings(config)
        var loader = RulesLoading.loader(settings)
        loader.load(text, name: "test")
        try #require(loader.isSuccessful, "\(loader.results.map(\.report))")
        let store = LineStore()
        var parts = ShardGroup.Parts(
            program: try EngineProgram(loader.ruleSet, settings: settings), settings: settings,
            sinks: [MemorySink(store)], log: { print($0) })
        parts.isLossless = true
        let shards = try ShardGroup(parts)
        try shards.start(try CaptureReactor(paths: captures), connectionLimit: 1)
        let report = shards.finish(shardMillis: 120_000, outputMillis: 120_000)
        return (report, store.lines)
    }

    /// A capture file of the given datagrams.
    func write(_ datagrams: [[UInt8]], to path: String) throws {
        var writer = try CaptureWriter(path: path, replacesExisting: true)
        for datagram in datagrams {
            try unsafe datagram.withUnsafeBytes { try writer.write(unsafe BorrowedBytes($0)) }
        }
        try writer.flush()
    }

    func temporaryPath() -> String {
        FileManager.default.temporaryDirectory
            .appendingPathComponent("gvfast-\(UUID()).trace").path
    }

    @Test func theSumsCloseOnEveryCapture() throws {
        let captures = SharedFiles.captures()
        guard !captures.isEmpty else { return }
        let (report, lines) = try run(captures.map(\.path))
        #expect(report.imbalances == [])
        #expect(report.isComplete)
        #expect(report.shards.total.rejected == 0)
        #expect(report.shards.total.unknownType == 0)
        #expect(report.shards.sandboxes.count == captures.count)
        #expect(UInt64(lines.count) == report.shards.total.matched)
        #expect(lines.count > 1_000)
    }

    /// Flips bytes, cuts and repeats datagrams: whatever comes of it is counted somewhere.
    @Test(arguments: [1, 2, 3])
    func theSumsCloseOnSpoiltCaptures(_ seed: UInt64) throws {
        guard let path = SharedFiles.path("captures/runsc-202608/attacks-a.trace") else { return }
        var generator = SeededGenerator(seed: seed)
        var datagrams = SharedFiles.datagrams(of: path)
        for index in datagrams.indices where generator.next() % 3 == 0 {
            let count = datagrams[index].count
            switch generator.next() % 4 {
            case 0: datagrams[index].removeLast(Int(generator.next() % UInt64(count)))
            case 1: datagrams[index][2] = UInt8(generator.next() % 64)
            case 2: datagrams[index][4] = UInt8(generator.next() % 4)
            default:
                let place = Int(generator.next() % UInt64(count))
                datagrams[index][place] ^= UInt8(1 << (generator.next() % 8))
            }
        }
        let spoilt = temporaryPath()
        defer { try? FileManager.default.removeItem(atPath: spoilt) }
        try write(datagrams, to: spoilt)
        let (report, _) = try run([spoilt])
        #expect(report.imbalances == [], "seed \(seed)")
        #expect(report.shards.total.received > 0)
        #expect(report.shards.total.rejected > 0)
        #expect(report.shards.total.unknownType > 0)
        #expect(report.shards.total.droppedBySender > 0)
    }

    @Test func firstAndAllMatchingDiffer() throws {
        guard let path = SharedFiles.path("captures/runsc-20221219/seed-touch.trace") else {
            return
        }
        let twice = Self.rules + "\n" + Self.rules.replacing("rule: ", with: "rule: second ")
        let first = try run([path], twice).report
        let all = try run([path], twice, "rule_matching=all").report
        #expect(all.shards.total.matched == 2 * first.shards.total.matched)
        #expect(first.shards.alertsByRule["second opened"] == nil)
        #expect(
            all.shards.alertsByRule["second opened"] == all.shards.alertsByRule["opened"])
    }

    @Test func disabledAndLessSevereRulesDoNotRun() throws {
        guard let path = SharedFiles.path("captures/runsc-20221219/seed-touch.trace") else {
            return
        }
        let quiet = try run([path], Self.rules, "priority=notice").report
        #expect(quiet.shards.total.matched == 0)
        let selected = try run(
            [path], Self.rules, "rules[]={\"disable\": {\"rule\": \"*\"}}",
            "rules[]={\"enable\": {\"rule\": \"started\"}}"
        ).report
        #expect(Array(selected.shards.alertsByRule.keys) == ["started"])
    }

    @Test func theTextOfTheReportNamesRulesAndSandboxes() throws {
        guard let path = SharedFiles.path("captures/runsc-20221219/seed-touch.trace") else {
            return
        }
        let report = try run([path]).report
        #expect(report.text.contains("   started: "))
        #expect(report.text.contains("   865e7f5a6251"))
        #expect(!report.text.contains("does not close"))
        var healed = report
        healed.shards.state = StateCounters()
        #expect(!healed.text.contains("State: "))
        healed.shards.state[.idsReused] = 2
        healed.shards.state[.threadsAnnounced] = 9
        healed.shards.state[.textsRefused] = 1
        #expect(healed.text.contains("\nState: idsReused: 2, textsRefused: 1\n"))
        var broken = report
        broken.shards.total.received += 1
        #expect(broken.text.contains("The ledger does not close: received: "))
    }
}
