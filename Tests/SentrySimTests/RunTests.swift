import Foundation
import SentrySim
import Synchronization
import TestSupport
import Testing

/// Sandboxes over real sockets.
@Suite(.serialized) struct RunTests {
    /// A server in a thread of its own that ends with the last of `connections`.
    private func serve(
        _ path: String, folder: String?, connections: Int, _ body: () throws -> Void
    ) throws -> Int {
        let count = Atomic<Int>(-1)
        let isReady = Atomic<Bool>(false)
        let thread = Thread {
            guard let server = try? SinkServer(path: path, folder: folder) else { return }
            isReady.store(true, ordering: .releasing)
            try? server.serve(connectionLimit: connections)
            count.store(server.messageCount, ordering: .releasing)
        }
        thread.start()
        while !isReady.load(ordering: .acquiring) { usleep(1_000) }
        try body()
        while count.load(ordering: .acquiring) < 0 { usleep(1_000) }
        return count.load(ordering: .acquiring)
    }

    @Test func everyMessageArrivesOnItsOwnConnection() throws {
        let folder = try SimFolder()
        var options = RunOptions()
        options.endpoint = folder.path + "/s"
        options.profile = .mix
        options.sandboxCount = 20
        options.eventCount = 10_000
        options.threadCount = 2
        var sent = 0
        let received = try serve(options.endpoint, folder: folder.path + "/r", connections: 20) {
            let report = try SimRunner.run(options)
            sent = report.sent
            #expect(report.dropped == 0)
        }
        #expect(sent >= 10_000 && received == sent)
        let captures = try SimFolder.captures(folder.path + "/r")
        #expect(captures.count == 20)
        #expect(captures.reduce(0) { $0 + SharedFiles.datagrams(of: $1).count } == sent)
    }

    @Test func aServerThatListensLaterIsWaitedFor() throws {
        let folder = try SimFolder()
        var options = RunOptions()
        options.endpoint = folder.path + "/s"
        options.profile = .web
        options.eventCount = 500
        #expect(throws: SimError.self) { try SimRunner.run(options) }
        let endpoint = options.endpoint
        Thread {
            usleep(30_000)
            try? SinkServer(path: endpoint).serve(connectionLimit: 1)
        }.start()
        options.waitSeconds = 60
        #expect(try SimRunner.run(options).sent >= 500)
    }

    @Test func replayedCaptureIsStoredAsItWas() throws {
        let folder = try SimFolder()
        let made = try folder.generate("a", .shell, events: 800)
        let capture = try SimFolder.captures(made.folder)[0]
        let endpoint = folder.path + "/s"
        var replayer = Replayer()
        replayer.copyCount = 2
        _ = try serve(endpoint, folder: folder.path + "/r", connections: 2) {
            _ = try replayer.replay([capture], to: endpoint)
        }
        let stored = try SimFolder.captures(folder.path + "/r").map { SharedFiles.read($0) }
        #expect(stored.contains(SharedFiles.read(capture)))
        #expect(stored.count == 2 && stored[0] != stored[1] && stored[0].count == stored[1].count)
    }

    /// With a rate and nobody who reads, a full socket costs messages, each of them counted.
    @Test func droppedMessagesAreCountedWhereNobodyReads() throws {
        let folder = try SimFolder()
        var options = RunOptions()
        options.endpoint = folder.path + "/s"
        options.profile = .shell
        options.sandboxCount = 1
        options.eventCount = 3_000
        options.rate = 1_000_000
        let server = try SilentServer(options.endpoint)
        let report = try SimRunner.run(options)
        #expect(report.dropped > 1_000 && report.sent + report.dropped >= 3_000)
        let counts = server.droppedCounts()
        #expect(counts.count == report.sent)
        // 278 small ones fit the usual socket buffer; no drop is known before the first full one.
        #expect(counts.first == 0 && counts == counts.sorted())
        #expect(report.json.contains("\"ground_truth_complete\":false"))
    }

    /// Without a rate a full socket makes the sandbox wait; one whose reader is gone ends it.
    @Test func aServerThatHangsUpCostsTheRest() throws {
        let folder = try SimFolder()
        var options = RunOptions()
        options.endpoint = folder.path + "/s"
        options.profile = .build
        options.eventCount = 3_000
        let server = try SilentServer(options.endpoint)
        Thread { server.hangUp() }.start()
        let report = try SimRunner.run(options)
        #expect(report.sent >= 1 && report.dropped > 1_000)
        #expect(report.sent + report.dropped >= 3_000)
        #expect(report.json.contains("\"ground_truth_complete\":false"))
    }

    /// What the daemon raises is the ground truth, on both backends.
    @Test(arguments: ["uring", "epoll"])
    func gvfastRaisesTheGroundTruthLive(_ backend: String) throws {
        let folder = try SimFolder()
        let endpoint = folder.path + "/s"
        let config = folder.path + "/config.json"
        let text = try BuiltProgram.run("gvfast", ["--gvisor-generate-config=\(endpoint)"])
        try TextFile.write(text, to: config)
        let rules = SharedFiles.packageRoot + "/rules/gvfast_rules.yaml"
        let target = try FuzzTarget(
            endpoint: endpoint,
            command: "\(BuiltProgram.path("gvfast")) -g \(config) -r \(rules) --io \(backend) "
                + "-o json_output=true -o rule_matching=all "
                + "-p '\(AlertKey.outputFormat)' 2>\(folder.path)/errors",
            pid: nil, alertsPath: folder.path + "/alerts")
        var options = RunOptions()
        options.endpoint = endpoint
        options.profile = .attack
        options.personality = .r202608
        options.selection = try PointSelection(config: config, of: .r202608)
        // Interleaved on one shard, with the few fields of a generated session: what one sandbox
        // does not say must not be taken from another's messages.
        options.sandboxCount = 12
        options.eventCount = 24_000
        let report = try SimRunner.run(options)
        #expect(report.dropped == 0)
        let expected = AlertKey.expected(try SimFolder.object(report.json), "own")
        let count = expected.values.reduce(0, +)
        for _ in 0..<300 {
            let lines = try TextFile.read(folder.path + "/alerts").split(separator: "\n")
            if lines.count >= count { break }
            usleep(100_000)
        }
        target.stop()
        let output = try TextFile.read(folder.path + "/alerts")
        let raised = try AlertKey.raised(output.split(separator: "\n"))
        let differences = AlertKey.differences(expected, raised)
        let errors = try TextFile.read(folder.path + "/errors").split(separator: "\n").prefix(9)
        #expect(
            differences.isEmpty,
            "\(backend): \(differences.joined(separator: "\n")) \(errors.joined(separator: "\n"))")
        #expect(expected.count > 200)
    }
}
