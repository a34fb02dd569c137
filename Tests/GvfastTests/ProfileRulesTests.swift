import Foundation
import TestSupport
import Testing

/// `--profile-rules`: what each rule costs, told at the end and at a signal.
@Suite(.serialized) struct ProfileRulesTests {
    private static let rules = """
        - rule: opened
          desc: d
          condition: evt.type in (open, openat) and fd.name startswith /
          output: opened %fd.name
          priority: INFO
        - rule: passwd opened
          desc: d
          condition: evt.type in (open, openat) and evt.arg.flags contains O_CREAT
          output: opened %fd.name
          priority: INFO
        - rule: never seen
          desc: d
          condition: evt.type = ptrace and evt.failed = true
          output: traced
          priority: INFO
        """

    private static let options = ["-o", "rule_matching=all", "-o", "json_output=true"]

    /// The columns of a rule's line: ns per event, share, runs, hits.
    private func row(_ rule: String, in text: String) throws -> [Double] {
        let line = try #require(
            text.split(separator: "\n").last { $0.hasSuffix("  \(rule)") }, "\(text)")
        return line.split(separator: " ").compactMap { Double($0) }
    }

    private func capture() -> String? {
        SharedFiles.path("captures/runsc-20221219/seed-touch.trace")
    }

    @Test func theProfileOfACaptureCountsRunsAndHits() throws {
        guard let capture = capture() else { return }
        let folder = try TemporaryFolder()
        let rules = try folder.write("r.yaml", Self.rules)
        let result = try Program.run(
            ["-e", capture, "-r", rules, "--profile-rules"] + Self.options)
        #expect(result.status == 0)
        let alerts = result.output.split(separator: "\n")
        for rule in ["opened", "passwd opened"] {
            let hits = alerts.count { $0.contains("\"rule\":\"\(rule)\"") }
            let columns = try row(rule, in: result.errors)
            #expect(hits > 0)
            #expect(columns.count == 4 && columns[3] == Double(hits), "\(columns)")
            #expect(columns.count == 4 && columns[0] > 0 && columns[2] >= columns[3])
        }
        #expect(result.errors.contains("   1 of 3 rules cost nothing"))
        #expect(result.errors.contains("evt.arg[flags] contains O_CREAT"))
        #expect(result.errors.contains("  fd.name\n"))
    }

    @Test func alertsAreTheSameWithAProfileAndWithout() throws {
        guard let capture = SharedFiles.path("captures/runsc-202608/attacks-a.trace") else {
            return
        }
        let rules = Program.root + "/rules/gvfast_rules.yaml"
        let plain = try Program.run(["-e", capture, "-r", rules])
        let profiled = try Program.run(["-e", capture, "-r", rules, "--profile-rules"])
        #expect(plain.output == profiled.output)
        #expect(!plain.output.isEmpty)
        #expect(!plain.errors.contains("Rule profile"))
        #expect(profiled.errors.hasPrefix(plain.errors))
    }

    @Test func aSignalTellsWhatRulesHaveCostSoFar() throws {
        guard let capture = capture() else { return }
        let folder = try TemporaryFolder()
        let rules = try folder.write("r.yaml", Self.rules)
        let daemon = try Daemon(
            folder: folder.path,
            ["-r", rules, "--profile-rules", "--shards", "2"] + Self.options)
        let sentry = try FakeSentry(socket: daemon.socket)
        _ = sentry.send(SharedFiles.datagrams(of: capture))
        #expect(daemon.wait { daemon.output.contains("passwd opened") })
        kill(daemon.pid, SIGUSR2)
        #expect(daemon.wait { daemon.errors.contains("Rule profile: ") })
        #expect(daemon.isRunning)
        #expect(daemon.wait { daemon.errors.hasSuffix("\n") })
        let hits = try row("passwd opened", in: daemon.errors)
        #expect(hits.last ?? 0 > 0)
        #expect(daemon.stop() == 0)
        #expect(daemon.errors.components(separatedBy: "Rule profile: ").count == 3)
    }

    @Test func withoutAProfileTheSignalSaysSoAndEndsNothing() throws {
        let folder = try TemporaryFolder()
        let daemon = try Daemon(folder: folder.path)
        kill(daemon.pid, SIGUSR2)
        #expect(daemon.wait { daemon.errors.contains("no profile of the rules") })
        #expect(daemon.isRunning)
        #expect(daemon.stop() == 0)
    }
}
