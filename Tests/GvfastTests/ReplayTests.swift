import Foundation
import GVisor
import TestSupport
import Testing

/// `-e`: recordings through the program.
@Suite struct ReplayTests {
    static let upstream = [
        "falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml",
    ]

    func alerts(_ output: String) throws -> [[String: Any]] {
        try output.split(separator: "\n").map { line in
            try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    func pair(_ alert: [String: Any]) -> String {
        let fields = alert["output_fields"] as? [String: Any]
        return "\(alert["rule"] ?? "") \((fields?["evt.time"] as? NSNumber)?.uint64Value ?? 0)"
    }

    @Test(arguments: ["runsc-20221219", "runsc-202608"])
    func seedTouchRaisesExactlyOneAlert(_ release: String) throws {
        guard let rules = SharedFiles.path("falco-rules/0.33/falco_rules.yaml"),
            let capture = SharedFiles.path("captures/\(release)/seed-touch.trace")
        else { return }
        let result = try Program.run(["-e", capture, "-r", rules, "-o", "json_output=true"])
        #expect(result.status == 0)
        let alerts = try alerts(result.output)
        #expect(alerts.count == 1)
        let fields = try #require(alerts.first?["output_fields"] as? [String: Any])
        #expect(alerts.first?["rule"] as? String == "Write below binary dir")
        #expect(fields["fd.name"] as? String == "/bin/foo")
        #expect(fields["proc.cmdline"] as? String == "touch /bin/foo")
    }

    @Test(arguments: ["runsc-20221219", "runsc-202608"])
    func attacksHoldEveryPairOfTheReference(_ release: String) throws {
        guard let folder = SharedFiles.path("falco-rules"),
            let capture = SharedFiles.path("captures/\(release)/attacks-a.trace"),
            let golden = SharedFiles.path("golden/\(release)/attacks-a.all.jsonl")
        else { return }
        let rules = Self.upstream.flatMap { ["-r", "\(folder)/\($0)"] }
        let result = try Program.run(
            ["-e", capture, "-o", "rule_matching=all", "-o", "json_output=true"] + rules)
        #expect(result.status == 0)
        let found = Set(try alerts(result.output).map(pair))
        let text = String(decoding: SharedFiles.read(golden), as: UTF8.self)
        // Letter F of the reference's README: a rule on mounts that nobody knows.
        let wanted = try alerts(text).map(pair).filter { !$0.contains("Sensitive Mount") }
        #expect(wanted.count == 25)
        let missing = wanted.filter { !found.contains($0) }
        #expect(missing.isEmpty, "\(missing)")
    }

    /// An environment that is not UTF-8 suppresses `sentry/execve`; since release-20250820.0 the
    /// program's own name is what proves that it runs.
    @Test func anExecThatTheSentryCannotProveRaisesItsAlert() throws {
        let folder = try TemporaryFolder()
        let rules = try folder.write(
            "r.yaml",
            """
            - rule: exec
              desc: a program runs
              condition: evt.type = execve and proc.name = nc
              output: RUNS %proc.cmdline %proc.exepath %evt.arg.exe
              priority: INFO
            """)
        func call(_ type: UInt8, comm: String = "", isExit: Bool, _ path: String) -> [UInt8] {
            MessageBuilder.datagram(type) {
                $0.message(1) {
                    for field in [1, 2, 3, 4] as [UInt64] { $0.number(field, 7) }
                    if !comm.isEmpty { $0.text(9, comm) }
                }
                if isExit { $0.message(2) { _ in } }
                if type != 3 { $0.number(3, type == 11 ? 59 : 257) }
                $0.text(type == 3 ? 2 : 6, path)
                if type != 7 { for word in [path, "-l"] { $0.text(type == 3 ? 3 : 7, word) } }
            }
        }
        let records = [
            call(11, comm: "run", isExit: false, "/bin/sh"), call(11, isExit: true, "/bin/sh"),
            call(3, isExit: false, "/bin/sh"), call(7, comm: "sh", isExit: false, "/a"),
            call(11, comm: "sh", isExit: false, "/bin/nc"), call(11, isExit: true, "/bin/nc"),
            call(7, comm: "nc", isExit: false, "/b"), call(7, isExit: true, "/b"),
        ]
        var capture = Array("tracereplay file".utf8)
        for record in [Array("{\"version\":1}".utf8)] + records {
            capture += (0..<8).map { UInt8(truncatingIfNeeded: record.count >> ($0 * 8)) }
            capture += record
        }
        let path = folder.path + "/c.trace"
        try Data(capture).write(to: URL(fileURLWithPath: path))
        let result = try Program.run(["-e", path, "-r", rules])
        #expect(result.status == 0)
        #expect(result.outputLines.count == 1)
        #expect(result.output.contains("RUNS nc -l /bin/nc /bin/nc"))
        #expect(!result.errors.contains("does not close"))
    }

    @Test func everyCaptureIsDecodedWhole() throws {
        let captures = SharedFiles.captures()
        guard !captures.isEmpty else { return }
        let result = try Program.run(captures.flatMap { ["-e", $0.path] })
        #expect(result.status == 0)
        #expect(result.errors.contains("rejected: 0, of unknown type: 0"))
        #expect(result.errors.contains("Sandboxes connected: \(captures.count)"))
        #expect(!result.errors.contains("does not close"))
    }

    @Test func aFolderIsEveryCaptureInIt() throws {
        guard let folder = SharedFiles.path("captures/runsc-20221219") else { return }
        let result = try Program.run(["-e", folder])
        #expect(result.errors.contains("Sandboxes connected: 5"))
    }

    @Test func whatIsNoCaptureIsOneLineAndStatus1() throws {
        let folder = try TemporaryFolder()
        let text = try folder.write("text", "not a capture")
        for path in ["/no/such.trace", text, folder.path + "/"] {
            let result = try Program.run(["-e", path])
            #expect(result.status == 1, "\(path)")
            #expect(result.output == "")
            let errors = result.errorLines.filter { $0.hasPrefix("Error: ") }
            #expect(errors.count == 1, "\(result.errors)")
        }
    }

    @Test func aCaptureThatBreaksOffIsToldAfterWhatItHeld() throws {
        guard let rules = SharedFiles.path("falco-rules/0.33/falco_rules.yaml"),
            let capture = SharedFiles.path("captures/runsc-20221219/seed-touch.trace")
        else { return }
        let folder = try TemporaryFolder()
        let cut = folder.url.appendingPathComponent("cut.trace")
        try Data(SharedFiles.read(capture).dropLast(3)).write(to: cut)
        let result = try Program.run(["-e", cut.path, "-r", rules])
        #expect(result.status == 1)
        #expect(result.outputLines.count == 1)
        #expect(result.errorLines.last?.contains("'\(cut.path)' ends inside") == true)
    }

    @Test func aReaderThatIsSlowLosesNothing() throws {
        guard let capture = SharedFiles.path("captures/runsc-20221219/files.trace") else { return }
        let folder = try TemporaryFolder()
        let rules = try folder.write(
            "all.yaml",
            """
            - rule: every
              desc: d
              condition: evt.type in (openat, read, close)
              output: an event that was seen by the rules %evt.type %proc.cmdline %fd.name
              priority: INFO
            """)
        let command = "'\(Program.path)' -e '\(capture)' -r '\(rules)' | (sleep 2; wc -l)"
        let slow = try ChildProcess.run(["sh", "-c", command], timeoutMillis: 120_000)
        let count =
            Int(
                String(decoding: slow.output, as: UTF8.self).filter(\.isNumber)) ?? 0
        let ledger = String(decoding: slow.errorOutput, as: UTF8.self)
        #expect(count > 5_000)
        #expect(ledger.contains("Alerts matched: \(count), queued: \(count)"))
        #expect(ledger.contains("dropped by queue: 0, stdout delivered: \(count)"))
    }
}
