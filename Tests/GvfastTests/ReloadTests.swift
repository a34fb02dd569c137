import Foundation
import TestSupport
import Testing

/// Rules that change while sandboxes talk.
@Suite(.serialized) struct ReloadTests {
    private static func rules(_ word: String) -> String {
        """
        - rule: \(word) rule
          desc: d
          condition: evt.type in (open, openat) and evt.dir=<
          output: \(word) %proc.name
          priority: INFO
        """
    }

    private static func count(_ word: String, _ daemon: Daemon) -> Int {
        daemon.output.split(separator: "\n").filter { $0.contains(": Informational \(word) ") }
            .count
    }

    private let capture = SharedFiles.path("captures/runsc-20221219/seed-touch.trace")
    private var touch: [[UInt8]]? { capture.map(SharedFiles.datagrams(of:)) }

    @Test func aSignalBringsNewRulesAndLosesNothing() throws {
        guard let capture, let touch else { return }
        let folder = try TemporaryFolder()
        let rules = try folder.write("r.yaml", Self.rules("old"))
        let perRun = try Program.run(["-e", capture, "-r", rules]).outputLines.count
        let daemon = try Daemon(
            folder: folder.path, ["-r", rules, "-o", "watch_config_files=false"])
        let sentry = try FakeSentry(socket: daemon.socket)
        let sent = sentry.send(touch)
        #expect(daemon.wait { Self.count("old", daemon) == perRun })
        _ = try folder.write("r.yaml", Self.rules("new"))
        usleep(2_500_000)
        #expect(!daemon.errors.contains("Reloaded"), "without the signal nothing changes")
        // Messages go on while the rules are read.
        kill(daemon.pid, SIGHUP)
        var more = 0
        while !daemon.errors.contains("Reloaded: 1 rules of ") && more < 20_000_000 {
            more += sentry.send(touch)
        }
        more += sentry.send(touch)
        #expect(daemon.wait { Self.count("new", daemon) >= perRun })
        #expect(daemon.stop() == 0)
        #expect(daemon.ledger("Events received") == sent + more)
        #expect(daemon.errors.contains("Rules reloaded: 1, failed: 0"))
        #expect(daemon.errors.contains("   old rule: "))
        #expect(daemon.errors.contains("   new rule: "))
        #expect(!daemon.errors.contains("does not close"))
        // Every opening was seen by one set of rules.
        let seen = (daemon.ledger("old rule") ?? 0) + (daemon.ledger("new rule") ?? 0)
        #expect(seen == perRun * (sent + more) / touch.count)
    }

    @Test func wrongRulesChangeNothing() throws {
        guard let touch else { return }
        let folder = try TemporaryFolder()
        let rules = try folder.write("r.yaml", Self.rules("old"))
        let daemon = try Daemon(
            folder: folder.path, ["-r", rules, "-o", "watch_config_files=false"])
        let sentry = try FakeSentry(socket: daemon.socket)
        for (number, text) in ["- rule: x", "no yaml: [", ""].enumerated() {
            if text.isEmpty {
                try FileManager.default.removeItem(atPath: rules)
            } else {
                _ = try folder.write("r.yaml", text)
            }
            kill(daemon.pid, SIGHUP)
            #expect(
                daemon.wait {
                    daemon.errors.components(separatedBy: "Reload failed, the rules stay").count
                        == number + 2
                }, "\(text)")
        }
        let sent = sentry.send(touch)
        #expect(daemon.wait { Self.count("old", daemon) > 0 })
        _ = try folder.write("r.yaml", Self.rules("good"))
        kill(daemon.pid, SIGHUP)
        #expect(daemon.wait { daemon.errors.contains("Reloaded: 1 rules") })
        let more = sentry.send(touch)
        #expect(daemon.wait { Self.count("good", daemon) > 0 })
        #expect(daemon.stop() == 0)
        #expect(daemon.ledger("Events received") == sent + more)
        #expect(daemon.errors.contains("Rules reloaded: 1, failed: 3"))
        let refusals = daemon.output.split(separator: "\n").filter {
            $0.contains(": Critical Rules or configuration changed and were refused (error=")
        }
        #expect(refusals.count == 3)
    }

    /// As Falco, unless it is told not to.
    @Test func changedFilesAreNoticed() throws {
        guard let touch else { return }
        let folder = try TemporaryFolder()
        let rules = folder.path + "/rules"
        try FileManager.default.createDirectory(
            atPath: rules, withIntermediateDirectories: true)
        _ = try folder.write("rules/a.yaml", Self.rules("old"))
        let config = try folder.write("gvfast.yaml", "rules_files: [\(rules)]\n")
        let daemon = try Daemon(folder: folder.path, ["-c", config])
        let sentry = try FakeSentry(socket: daemon.socket)
        _ = sentry.send(touch)
        #expect(daemon.wait { Self.count("old", daemon) > 0 })
        // A further file in the folder, then the configuration.
        _ = try folder.write("rules/b.yaml", Self.rules("added"))
        #expect(daemon.wait { daemon.errors.contains("Reloaded: 2 rules of 2 files") })
        _ = try folder.write(
            "gvfast.yaml", "rules_files: [\(rules)]\nrules: [{disable: {rule: old rule}}]\n")
        #expect(daemon.wait { daemon.errors.contains("Reloaded: 1 rules of 2 files") })
        _ = sentry.send(touch)
        #expect(daemon.wait { Self.count("added", daemon) > 0 })
        #expect(daemon.stop() == 0)
        #expect(daemon.errors.contains("Rules reloaded: 2, failed: 0"))
    }
}
