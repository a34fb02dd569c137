import Foundation
import SentrySim
import TestSupport
import Testing

/// The fuzzer, and gvfast among liars.
@Suite(.serialized) struct FuzzTests {
    @Test func casesAreTheSameForTheSameSeed() {
        let first = FuzzGenerator(seed: 7, personality: .r202608)
        let second = FuzzGenerator(seed: 7, personality: .r202608)
        var layers = Set<FuzzLayer>()
        for index in [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144] {
            let fuzzCase = first.make(index)
            #expect(fuzzCase == second.make(index))
            layers.insert(fuzzCase.layer)
        }
        #expect(layers.count >= 4)
        #expect(first.make(1) != FuzzGenerator(seed: 8, personality: .r202608).make(1))
    }

    @Test func casesSurviveTheirTextForm() throws {
        let generator = FuzzGenerator(seed: 3, personality: .r20221219)
        let cases = (0..<40).map { generator.make($0) }
        #expect(try FuzzCase.parse(cases.map(\.text).joined()) == cases)
        #expect(throws: SimError.self) { try FuzzCase.parse("connect 0801\n") }
        #expect(throws: SimError.self) { try FuzzCase.parse("layer header\nsend 0g\n") }
    }

    @Test func shrinkingKeepsOnlyWhatMatters() {
        let reduced = Fuzzer.reduced(Array(0..<100)) { $0.contains(17) && $0.contains(63) }
        #expect(reduced == [17, 63])
        #expect(Fuzzer.reduced([4]) { _ in true } == [4])
    }

    /// A server whose alerts do not arrive to begin with cannot be judged by them.
    @Test func aTargetWithoutAlertsIsRefusedBeforeTheFirstCase() throws {
        let folder = try SimFolder()
        let endpoint = folder.path + "/s"
        let target = try FuzzTarget(
            endpoint: endpoint,
            command: "\(BuiltProgram.path("sentry-sim")) record --discard --endpoint \(endpoint)",
            pid: nil, alertsPath: nil)
        defer { target.stop() }
        var options = FuzzOptions()
        options.caseCount = 1
        options.alertMillis = 100
        #expect(throws: SimError.self) { try Fuzzer(options, target: target).run() }
        options.checksAlerts = false
        #expect(try Fuzzer(options, target: target).run().failure == nil)
    }

    @Test func gvfastSurvivesLiarsAndServesItsNeighbour() throws {
        let folder = try SimFolder()
        let endpoint = folder.path + "/s"
        let config = folder.path + "/config.json"
        let text = try BuiltProgram.run("gvfast", ["--gvisor-generate-config=\(endpoint)"])
        try TextFile.write(text, to: config)
        let rules = SharedFiles.packageRoot + "/rules/gvfast_rules.yaml"
        let target = try FuzzTarget(
            endpoint: endpoint,
            command: "\(BuiltProgram.path("gvfast")) -g \(config) -r \(rules) "
                + "-o json_output=true -o rule_matching=all 2>\(folder.path)/errors",
            pid: nil, alertsPath: nil)
        var options = FuzzOptions()
        options.seed = 11
        options.caseCount = 120
        options.casesPerCheck = 60
        options.shrinkLimit = 20
        let report = try Fuzzer(options, target: target).run()
        target.stop()
        #expect(report.failure == nil, "\(report.json) \(report.smallest.map(\.text).joined())")
        #expect(report.json.contains("\"neighbour_alerts_checked\":true"))
    }
}
