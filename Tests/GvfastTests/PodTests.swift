import Foundation
import TestSupport
import Testing

/// A sandbox of several containers: which of them an alert names.
@Suite(.serialized) struct PodTests {
    private static let rules = """
        - rule: opened
          desc: A file that only this test reads was opened.
          condition: >
            evt.type in (open, openat) and evt.dir=< and
            fd.name in (/etc/hostname, /etc/issue, /etc/shells)
          output: "%fd.name by %proc.name of %proc.pname, %proc.vpid in %container.id"
          priority: NOTICE
        """

    /// What the alerts say, without their times.
    private static func alerts(of daemon: Daemon) -> [String] {
        daemon.output.split(separator: "\n").map { line in
            line.range(of: ": Notice ").map { String(line[$0.upperBound...]) } ?? String(line)
        }
    }

    private static func shell(_ command: String, in bundle: Bundle) throws -> String {
        try bundle.exec(["/bin/sh", "-c", command]).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test(.timeLimit(.minutes(3)))
    func anAlertNamesTheContainerAndNotItsSandbox() throws {
        guard Sandbox.isAvailable else { return }
        let folder = try TemporaryFolder()
        let rules = try folder.write("r.yaml", Self.rules)
        let daemon = try Daemon(folder: folder.path, ["-r", rules])
        let command = "cat /etc/hostname >/dev/null; exec sleep 1000"
        let pod = try Pod(folder: folder.path, config: daemon.config, command: command)
        try pod.add(digit: "b", command: command)
        try pod.add(digit: "c", command: command)

        // Each shell is the first process of its own namespace, whatever its id in the sandbox.
        let expected = ["a", "b", "c"].map {
            "/etc/hostname by cat of sh, 2 in \(Pod.shortID($0))"
        }
        #expect(daemon.wait { Self.alerts(of: daemon).count == expected.count })

        #expect(daemon.stop() == 0)
        #expect(Self.alerts(of: daemon).sorted() == expected.sorted())
        #expect(daemon.errors.contains("Sandboxes connected: 1\n"))
        #expect(daemon.errors.contains("   \(Pod.id("a")): received: "))
        #expect(daemon.ledger("rejected") == 0)
        withExtendedLifetime(pod) {}
    }

    @Test(.timeLimit(.minutes(3)))
    func aProcessThatNothingAnnouncesHasItsNameAndContainer() throws {
        guard Sandbox.isAvailable else { return }
        let folder = try TemporaryFolder()
        let rules = try folder.write("r.yaml", Self.rules)
        let daemon = try Daemon(folder: folder.path, ["-r", rules])
        let pod = try Pod(
            folder: folder.path, config: daemon.config, command: "exec sleep 1000")
        let container = try pod.add(digit: "b", command: "exec sleep 1000")

        _ = try container.exec(["/bin/cat", "/etc/issue"])
        // The programs themselves say which ids are true: the shell's own and its child's.
        let own = try Self.shell("read x </etc/issue; echo $$", in: pod.sandbox)
        let child = try Self.shell("cat /etc/shells >/dev/null & echo $!; wait", in: container)
        let expected = [
            "/etc/issue by cat of <NA>, <NA> in \(Pod.shortID("b"))",
            // Ids of the sandbox's own namespace are the sentry's: there it is known.
            "/etc/issue by sh of <NA>, \(own) in \(Pod.shortID("a"))",
            "/etc/shells by cat of sh, \(child) in \(Pod.shortID("b"))",
        ]
        #expect(daemon.wait { Self.alerts(of: daemon).count == expected.count })
        #expect(daemon.stop() == 0)
        #expect(Self.alerts(of: daemon).sorted() == expected.sorted())
        #expect(daemon.ledger("rejected") == 0)
        withExtendedLifetime(pod) {}
    }
}

/// A sandbox and the containers that joined it; all go with it, the sandbox last.
private final class Pod {
    private let folder: String
    private let config: String
    private var members: [Bundle] = []

    /// An id as containerd gives them: 64 hexadecimal digits, here all the same.
    static func id(_ digit: String) -> String { String(repeating: digit, count: 64) }

    /// The part of an id that alerts show.
    static func shortID(_ digit: String) -> String { String(repeating: digit, count: 12) }

    init(folder: String, config: String, command: String) throws {
        self.folder = folder
        self.config = config
        try add(digit: "a", command: command, type: "sandbox")
    }

    var sandbox: Bundle { members[0] }

    @discardableResult
    func add(digit: String, command: String, type: String = "container") throws -> Bundle {
        let bundle = try Bundle(
            folder: folder, id: Self.id(digit), command: command, config: config,
            annotations: [
                "io.kubernetes.cri.container-type": type,
                "io.kubernetes.cri.sandbox-id": Self.id("a"),
            ])
        members.append(bundle)
        return bundle
    }

    deinit { while !members.isEmpty { members.removeLast() } }
}
