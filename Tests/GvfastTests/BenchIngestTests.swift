import Foundation
import GVisor
import Testing

/// `gvbench ingest` in small, so that it cannot rot.
@Suite struct BenchIngestTests {
    private struct Report: Decodable {
        let io: String
        let events: Int
        let dropped: Int
        let rejected: Int
        let rules: Int
        let checksum: UInt64
        let cpuNsPerEvent: Double
        let bareCpuNsPerEvent: Double
        let plainCpuNsPerEvent: Double
    }

    private func run(_ arguments: [String]) throws -> Report {
        let path = URL(fileURLWithPath: Program.path).deletingLastPathComponent()
            .appendingPathComponent("gvbench").path
        let outcome = try ChildProcess.run(
            [path, "ingest", "--json", "--rounds", "1", "--messages", "3000"] + arguments,
            timeoutMillis: 300_000)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Report.self, from: Data(outcome.output))
    }

    @Test(arguments: ["auto", "epoll"])
    func everyMessageIsReceivedByEveryReceiver(io: String) throws {
        let rules = Program.root + "/rules/gvfast_rules.yaml"
        let report = try run(["--io", io, "--connections", "3", "--rules", rules])
        #expect(io == "auto" || report.io == io)
        #expect(report.events == 3000)
        #expect(report.dropped == 0 && report.rejected == 0)
        #expect(report.rules > 0)
        #expect(report.cpuNsPerEvent > 0)
        #expect(report.bareCpuNsPerEvent > 0 && report.plainCpuNsPerEvent > 0)
    }

    @Test func theSameMessagesGiveTheSameChecksum() throws {
        let first = try run(["--profile", "mixed"])
        let second = try run(["--profile", "mixed", "--io", "epoll"])
        #expect(first.checksum == second.checksum)
    }
}
