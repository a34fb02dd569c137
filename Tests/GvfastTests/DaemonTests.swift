import Foundation
import TestSupport
import Testing

/// The listening program against peers that the test plays.
@Suite(.serialized) struct DaemonTests {
    static let everyRule = """
        - rule: every open
          desc: d
          condition: evt.type in (open, openat)
          output: something was opened %proc.cmdline %fd.name %evt.arg.flags %container.id
          priority: INFO
        """

    func capture(_ name: String) -> [[UInt8]]? {
        SharedFiles.path("captures/runsc-20221219/\(name).trace").map(SharedFiles.datagrams(of:))
    }

    @Test(arguments: ["uring", "epoll"])
    func everyDatagramOfEverySandboxIsCounted(_ io: String) throws {
        guard let touch = capture("seed-touch"),
            let rules = SharedFiles.path("falco-rules/0.33/falco_rules.yaml")
        else { return }
        let folder = try TemporaryFolder()
        let daemon = try Daemon(
            folder: folder.path,
            ["--io", io, "--shards", "2", "-r", rules, "-o", "json_output=true"])
        var sent = 0
        for _ in 0..<20 {
            let sentry = try FakeSentry(socket: daemon.socket)
            sent += sentry.send(touch)
            sentry.send([1, 2, 3])
            sentry.send([8, 0, 0xFF, 0x7F, 0, 0, 0, 0])
        }
        #expect(daemon.wait { daemon.output.split(separator: "\n").count == 20 })
        #expect(daemon.stop() == 0)
        #expect(daemon.ledger("Events received") == sent + 40)
        #expect(daemon.ledger("rejected") == 20)
        #expect(daemon.ledger("of unknown type") == 20)
        #expect(daemon.ledger("decoded") == sent)
        #expect(daemon.ledger("Write below binary dir") == 20)
        #expect(daemon.ledger("Sandboxes connected") == 20)
        #expect(daemon.errors.contains("Rejected by reason: datagramTooShort: 20"))
        #expect(!daemon.errors.contains("does not close"))
    }

    @Test func aFullPipeStallsNoSandbox() throws {
        guard let files = capture("files") else { return }
        let folder = try TemporaryFolder()
        let rules = try folder.write("r.yaml", Self.everyRule)
        // Nobody ever reads it.
        let pipe = Pipe()
        let daemon = try Daemon(
            folder: folder.path, ["-r", rules], output: pipe.fileHandleForWriting)
        let sentry = try FakeSentry(socket: daemon.socket)
        // A stalled shard would hold the sender for ever: its queue has room for 278 messages.
        let sent = sentry.send(files, times: 8)
        #expect(sent == files.count * 8)
        #expect(daemon.stop() == 0)
        #expect(daemon.ledger("Events received") == sent)
        let matched = try #require(daemon.ledger("Alerts matched"))
        let queued = try #require(daemon.ledger("queued"))
        let dropped = try #require(daemon.ledger("dropped by queue"))
        #expect(matched > 10_000)
        #expect(queued + dropped == matched)
        #expect(!daemon.errors.contains("does not close"))
        _ = pipe
    }

    /// The limit that services usually start with is below the sandboxes that may exist.
    @Test(arguments: ["uring", "epoll"])
    func theLimitOfDescriptorsIsRaisedAsFarAsItMay(_ io: String) throws {
        let folder = try TemporaryFolder()
        let daemon = try Daemon(
            folder: folder.path, ["--io", io, "--max-sandboxes", "100"],
            preparation: "ulimit -Sn 64")
        #expect(!daemon.errors.contains("RLIMIT_NOFILE"))
        let sentries = try (0..<100).map { _ in try FakeSentry(socket: daemon.socket) }
        #expect(sentries.count { $0.send([8, 0, 5, 0, 0, 0, 0, 0]) } == 100)
        #expect(daemon.stop() == 0)
        #expect(daemon.ledger("Sandboxes connected") == 100)
        let hard = try Daemon(
            folder: folder.path, ["--io", io, "--max-sandboxes", "1000"],
            preparation: "ulimit -Sn 64; ulimit -Hn 512")
        #expect(hard.errors.contains("At most 512 files may be open (RLIMIT_NOFILE), 1256 are"))
        #expect(hard.stop() == 0)
    }

    @Test func aSecondProgramOnTheSameSocketIsRefused() throws {
        let folder = try TemporaryFolder()
        let daemon = try Daemon(folder: folder.path)
        let second = try Program.run(["-g", daemon.config])
        #expect(second.status == 1)
        #expect(
            second.errors == "Error: another process is listening on '\(daemon.socket)'\n")
        #expect(daemon.isRunning)
        #expect(daemon.stop() == 0)
    }

    @Test func aSocketLeftBehindIsReplaced() throws {
        let folder = try TemporaryFolder()
        let first = try Daemon(folder: folder.path)
        #expect(first.stop(SIGKILL) == 1009)
        #expect(FileManager.default.fileExists(atPath: first.socket))
        let second = try Daemon(folder: folder.path)
        #expect(try FakeSentry(socket: second.socket).send([8, 0, 5, 0, 0, 0, 0, 0]))
        #expect(second.stop() == 0)
        #expect(second.ledger("Events received") == 1)
    }

    @Test func theSocketBelongsToItsOwnerAlone() throws {
        let folder = try TemporaryFolder()
        let daemon = try Daemon(folder: folder.path)
        let attributes = try FileManager.default.attributesOfItem(atPath: daemon.socket)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        #expect(daemon.stop() == 0)
        let open = try Daemon(folder: folder.path, ["--socket-mode", "0666"])
        let mode = try FileManager.default.attributesOfItem(atPath: open.socket)
        #expect((mode[.posixPermissions] as? NSNumber)?.intValue == 0o666)
        #expect(open.stop() == 0)
    }

    @Test func dashMEndsTheProgram() throws {
        let folder = try TemporaryFolder()
        let started = Date()
        let daemon = try Daemon(
            folder: folder.path, ["-M", "1", "--pidfile", folder.path + "/pid"])
        #expect(daemon.wait { !daemon.isRunning })
        #expect(daemon.stop() == 0)
        let pid = try String(contentsOfFile: folder.path + "/pid", encoding: .utf8)
        #expect(pid == "\(daemon.pid)\n")
        #expect(Date().timeIntervalSince(started) >= 1)
        #expect(daemon.errors.contains("Events received: 0"))
    }

    @Test func whatIsRecordedReplaysToTheSameAlerts() throws {
        guard let attacks = capture("attacks-a") else { return }
        let folder = try TemporaryFolder()
        let daemon = try Daemon(
            folder: folder.path, ["--record", folder.path + "/rec", "-o", "json_output=true"])
        do {
            let sentry = try FakeSentry(socket: daemon.socket)
            #expect(sentry.send(attacks) == attacks.count)
        }
        #expect(daemon.stop() == 0)
        #expect(
            daemon.errors.contains("Recorded \(attacks.count) datagrams in 1 files, left out 0"))
        let replayed = try Program.run(
            ["-e", folder.path + "/rec", "-o", "json_output=true"])
        #expect(replayed.status == 0)
        #expect(replayed.output == daemon.output)
        #expect(replayed.outputLines.count > 5)
    }

    @Test func aRunscThatHangsHoldsUpNothingAndIsNotLeftBehind() throws {
        let folder = try TemporaryFolder()
        try folder.writeProgram(
            "runsc", "#!/bin/sh\necho $$ > '\(folder.path)/pid'\nexec sleep 600\n")
        let daemon = try Daemon(folder: folder.path, path: folder.path + ":/usr/bin:/bin")
        #expect(try FakeSentry(socket: daemon.socket).send([8, 0, 5, 0, 0, 0, 0, 0]))
        // It is started beside the listening.
        var text = ""
        let isStarted = daemon.wait {
            text = (try? String(contentsOfFile: daemon.folder.path + "/pid", encoding: .utf8)) ?? ""
            return text.hasSuffix("\n")
        }
        try #require(isStarted)
        let pid = try #require(Int32(text.dropLast()))
        #expect(kill(pid, 0) == 0)
        #expect(daemon.stop() == 0)
        #expect(daemon.ledger("Events received") == 1)
        #expect(kill(pid, 0) != 0)
    }

    @Test func withoutRunscSandboxesStillConnect() throws {
        let folder = try TemporaryFolder()
        let daemon = try Daemon(folder: folder.path, path: folder.path)
        #expect(daemon.wait { daemon.errors.contains("are not attached: runsc: No such file") })
        #expect(try FakeSentry(socket: daemon.socket).send([8, 0, 5, 0, 0, 0, 0, 0]))
        #expect(daemon.stop() == 0)
        #expect(daemon.ledger("Events received") == 1)
    }

    @Test func dropsOfASandboxAreCountedAndTold() throws {
        let folder = try TemporaryFolder()
        let daemon = try Daemon(folder: folder.path, ["-o", "json_output=true"])
        let sentry = try FakeSentry(socket: daemon.socket)
        for dropped: UInt8 in [0, 5, 3, 9] { sentry.send([8, 0, 5, 0, dropped, 0, 0, 0]) }
        #expect(daemon.wait { daemon.output.contains("syscall event drop") })
        #expect(daemon.stop() == 0)
        #expect(daemon.ledger("Dropped by sandboxes") == 9)
        #expect(daemon.output.contains("\"n_drops\":\"9\""))
        #expect(daemon.output.contains("\"source\":\"internal\""))
    }
}

/// What cannot start says so in one line.
@Suite struct StartTests {
    @Test(arguments: [
        ("{\"trace_session\": {\"name\": \"Default\", \"sinks\": []}}", "c.json:1:"),
        ("{\"trace_session\": ", "c.json:1:19: found the end of the text"),
        ("", "c.json:1:1: found the end of the text"),
        ("[1]", "c.json:1:1: found an array"),
    ])
    func aBrokenConfigIsToldWithItsPlace(_ text: String, _ message: String) throws {
        let folder = try TemporaryFolder()
        let config = try folder.write("c.json", text)
        let result = try Program.run(["-g", config])
        #expect(result.status == 1)
        #expect(result.errorLines.count == 1)
        #expect(result.errors.hasPrefix("Error: \(folder.path)/"))
        #expect(result.errors.contains(message))
    }

    @Test func missingFilesAreTold() throws {
        let folder = try TemporaryFolder()
        let config = try folder.write(
            "c.json",
            "{\"trace_session\": {\"name\": \"Default\", \"sinks\": [{\"name\": \"remote\", "
                + "\"config\": {\"endpoint\": \"\(folder.path)/s\"}}]}}")
        let cases = [
            ["-g", "/no/such/config"], ["-g", config, "-r", "/no/such/rules.yaml"],
            ["-g", config, "--record", "/no/such/folder/deep"], [],
        ]
        for arguments in cases {
            let result = try Program.run(arguments)
            #expect(result.status == 1, "\(arguments)")
            let errors = result.errorLines.filter { $0.hasPrefix("Error: ") }
            #expect(errors.count == 1, "\(result.errors)")
        }
    }

    @Test func brokenRulesStopTheStart() throws {
        let folder = try TemporaryFolder()
        let rules = try folder.write("r.yaml", "- rule: [\n")
        guard let capture = SharedFiles.path("captures/runsc-20221219/seed-touch.trace") else {
            return
        }
        let result = try Program.run(["-e", capture, "-r", rules])
        #expect(result.status == 1)
        #expect(result.errorLines.count == 1)
        #expect(result.errors.hasPrefix("Error: \(rules):"))
    }

    @Test func aFileThatIsNoSocketIsLeftAlone() throws {
        let folder = try TemporaryFolder()
        let precious = try folder.write("s", "precious")
        let config = try folder.write(
            "c.json",
            "{\"trace_session\": {\"name\": \"Default\", \"sinks\": [{\"name\": \"remote\", "
                + "\"config\": {\"endpoint\": \"\(precious)\"}}]}}")
        let result = try Program.run(["-g", config])
        #expect(result.status == 1)
        #expect(result.errors.contains("Error: '\(precious)' exists and is not a socket\n"))
        #expect(try String(contentsOfFile: precious, encoding: .utf8) == "precious")
    }
}
