import Foundation
import GVisor
import TestSupport
import Testing

/// A real sandbox against the real program.
@Suite(.serialized) struct SandboxTests {
    @Test(arguments: ["uring", "epoll"])
    func aWriteBelowBinRaisesFalcosAlert(_ io: String) throws {
        guard Sandbox.isAvailable,
            let rules = SharedFiles.path("falco-rules/0.33/falco_rules.yaml")
        else { return }
        let folder = try TemporaryFolder()
        let daemon = try Daemon(folder: folder.path, ["--io", io, "-r", rules])
        #expect(daemon.errors.contains("backend: \(io)"))
        #expect(
            try Sandbox.run("touch /bin/foo", config: daemon.config, folder: folder.path))
        #expect(daemon.wait { daemon.output.contains("/bin/foo") })
        #expect(daemon.stop() == 0)
        let lines = daemon.output.split(separator: "\n")
        #expect(lines.count == 1)
        let line = String(lines.first ?? "")
        #expect(line.contains(": Error File below a known binary directory opened for writing ("))
        #expect(line.contains("user=root"))
        #expect(line.contains("command=touch /bin/foo"))
        #expect(line.contains("file=/bin/foo"))
        #expect(line.contains("pcmdline=sh -c touch /bin/foo"))
        #expect(line.contains("container_id=runsc-"))
        #expect(daemon.ledger("rejected") == 0)
        #expect(daemon.ledger("of unknown type") == 0)
        #expect(daemon.ledger("Alerts matched") == 1)
        #expect(daemon.ledger("stdout delivered") == 1)
        #expect(!daemon.errors.contains("does not close"))
        #expect(!FileManager.default.fileExists(atPath: daemon.socket))
    }

    @Test func theDefaultRulesSeeWhatMisbehaves() throws {
        guard Sandbox.isAvailable else { return }
        let folder = try TemporaryFolder()
        let daemon = try Daemon(folder: folder.path, ["-o", "rule_matching=all"])
        let command = """
            cat /etc/shadow >/dev/null; touch /usr/bin/x; echo x >>/etc/crontab
            cp /bin/true /tmp/payload; /tmp/payload; : >/var/log/wtmp
            mkdir -p /root/.ssh; echo key >/root/.ssh/authorized_keys
            find / -maxdepth 1 -name id_rsa >/dev/null; echo aGk= | base64 -d >/dev/null
            """
        #expect(try Sandbox.run(command, config: daemon.config, folder: folder.path))
        #expect(daemon.wait { daemon.output.contains("decodes") })
        #expect(daemon.stop(SIGINT) == 0)
        for text in [
            "A secret file was read", "below a folder of programs", "A job was scheduled",
            "from a folder for temporary files", "A log was emptied",
            "Keys for remote login", "A search for keys", "A shell decodes text",
            "below /etc was opened",
        ] {
            #expect(daemon.output.contains(text), "\(text)")
        }
    }

    @Test func sandboxesThatRunAlreadyAreAttached() throws {
        guard Sandbox.isAvailable else { return }
        let folder = try TemporaryFolder()
        let bundle = try Bundle(
            folder: folder.path, id: "pod1",
            command: "while true; do cat /etc/shadow >/dev/null; sleep 0.2; done")
        let daemon = try Daemon(folder: folder.path)
        #expect(daemon.wait { daemon.errors.contains("Attached to sandbox pod1") })
        #expect(daemon.wait { daemon.output.contains("A secret file was read") })
        #expect(daemon.stop() == 0)
        // The shell was there before the session: only the dump of its processes tells its name.
        #expect(daemon.output.contains("command=cat /etc/shadow parent=sh"))
        #expect(daemon.output.contains("container_id=pod1"))
        #expect(daemon.errors.contains("   pod1: received: "))
        _ = bundle
    }

    @Test func aSandboxStartedWhileNobodyListensRunsOn() throws {
        guard Sandbox.isAvailable else { return }
        let folder = try TemporaryFolder()
        let config = try folder.write(
            "c.json", SessionGenerator.text(endpoint: folder.path + "/nobody"))
        #expect(try Sandbox.run("true", config: config, folder: folder.path))
    }
}

/// An OCI bundle whose container runs until its owner goes.
final class Bundle {
    private let runsc: [String]
    private let id: String

    /// `config` is the session file that a new sandbox gets; `annotations` say which it joins.
    init(
        folder: String, id: String, command: String, config: String? = nil,
        annotations: [String: String] = [:]
    ) throws {
        self.id = id
        runsc =
            ["runsc", "--root", folder + "/root", "--network=none"]
            + (config.map { ["--ignore-cgroups", "--pod-init-config", $0] } ?? [])
        let bundle = folder + "/" + id
        try FileManager.default.createDirectory(
            atPath: bundle, withIntermediateDirectories: true)
        let spec: [String: Any] = [
            "ociVersion": "1.0.2",
            "process": [
                "user": ["uid": 0, "gid": 0], "args": ["/bin/sh", "-c", command],
                "env": ["PATH=/usr/bin:/bin"], "cwd": "/",
            ],
            "root": ["path": "/", "readonly": true],
            "mounts": [["destination": "/proc", "type": "proc", "source": "proc"]],
            "linux": ["namespaces": [["type": "pid"], ["type": "mount"]]],
            "annotations": annotations,
        ]
        try JSONSerialization.data(withJSONObject: spec).write(
            to: URL(fileURLWithPath: bundle + "/config.json"))
        let outcome = try ChildProcess.run(
            ["sh", "-c", "exec \"$@\" </dev/null >/dev/null 2>&1", "sh"] + runsc
                + ["run", "-detach", "-bundle", bundle, id], timeoutMillis: 120_000)
        if !outcome.isSuccess { throw Daemon.Failure(description: outcome.errorLine) }
    }

    /// Runs a program inside with `runsc exec`; its standard output.
    func exec(_ command: [String]) throws -> String {
        let outcome = try ChildProcess.run(
            runsc + ["exec", id] + command, timeoutMillis: 120_000)
        if !outcome.isSuccess { throw Daemon.Failure(description: outcome.errorLine) }
        return String(decoding: outcome.output, as: UTF8.self)
    }

    deinit {
        _ = try? ChildProcess.run(runsc + ["kill", id, "KILL"], timeoutMillis: 60_000)
        usleep(200_000)
        _ = try? ChildProcess.run(runsc + ["delete", "-force", id], timeoutMillis: 60_000)
    }
}
