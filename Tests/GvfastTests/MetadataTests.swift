import Foundation
import TestSupport
import Testing

/// Names of containers in the alerts of real sandboxes.
@Suite(.serialized) struct MetadataTests {
    private static let rules = """
        - rule: opened
          desc: A file that only this test reads was opened.
          condition: evt.type in (open, openat) and evt.dir=< and fd.name = /etc/issue
          output: >
            %container.type %container.name of %container.image.repository|%container.image.tag|
            %container.image.digest|%container.image.id|%container.privileged|%container.ip|
            %container.label[com.example.team]|%container.full_id|%k8s.ns.name
          priority: NOTICE
        """

    /// What the alerts say, without their times.
    private static func alerts(of daemon: Daemon) -> [String] {
        daemon.output.split(separator: "\n").map { line in
            line.range(of: ": Notice ").map { String(line[$0.upperBound...]) } ?? String(line)
        }
    }

    private static func options(_ tree: RuntimeTree) -> [String] {
        [
            "docker.root=\(tree.folder)/docker", "docker.sockets[]=\(tree.socket)",
            "containerd.root=\(tree.folder)/containerd", "podman.root=\(tree.folder)/storage",
            "timeout_ms=2000",
        ].flatMap { ["-o", "container_engines.\($0)"] }
    }

    /// Opens the file until the alert for it says `text`.
    private static func open(
        in sandbox: Bundle, _ daemon: Daemon, until text: String
    ) throws -> Bool {
        for _ in 0..<60 {
            _ = try sandbox.exec(["/bin/cat", "/etc/issue"])
            if daemon.wait(seconds: 0.5, for: { alerts(of: daemon).last == text }) { return true }
        }
        return false
    }

    @Test(.timeLimit(.minutes(3)))
    func anAlertHasTheNamesThatDockerGave() throws {
        guard Sandbox.isAvailable else { return }
        let tree = try RuntimeTree()
        try tree.writeDocker()
        try tree.write("r.yaml", Self.rules)
        let daemon = try Daemon(
            folder: tree.folder, ["-r", tree.folder + "/r.yaml"] + Self.options(tree))
        let sandbox = try Bundle(
            folder: tree.folder, id: RuntimeTree.id, command: "exec sleep 1000",
            config: daemon.config)
        let expected =
            "docker jolly_hopper of reg.example:5000/web/shop|2.1| \(RuntimeTree.digest)|"
            + "\(RuntimeTree.imageID)|true|172.17.0.2| blue|\(RuntimeTree.id)|<NA>"
        #expect(try Self.open(in: sandbox, daemon, until: expected))
        #expect(daemon.stop() == 0)
        #expect(daemon.errors.contains("Containers described: 1, lookups: 1, failed: 0"))
        #expect(daemon.ledger("rejected") == 0)
        withExtendedLifetime(sandbox) {}
    }

    /// The daemon hangs first: alerts come without names, and get them once it answers.
    @Test(.timeLimit(.minutes(3)))
    func namesAreFilledInWhenTheyArrive() throws {
        guard Sandbox.isAvailable else { return }
        let tree = try RuntimeTree()
        let container = "/containers/\(RuntimeTree.id)/json"
        let docker = try FakeDocker(path: tree.socket, [container: .silence])
        defer { docker.stop() }
        try tree.write("r.yaml", Self.rules)
        let daemon = try Daemon(
            folder: tree.folder, ["-r", tree.folder + "/r.yaml"] + Self.options(tree))
        let sandbox = try Bundle(
            folder: tree.folder, id: RuntimeTree.id, command: "exec sleep 1000",
            config: daemon.config)
        #expect(
            try Self.open(
                in: sandbox, daemon,
                until: "<NA> <NA> of <NA>|<NA>| <NA>|<NA>|<NA>|<NA>| <NA>|\(RuntimeTree.id)|<NA>"))
        #expect(daemon.wait { daemon.errors.contains("no answer in time") })
        for (path, answer) in RuntimeTree.dockerAnswers() { docker.answer(path, answer) }
        #expect(
            try Self.open(
                in: sandbox, daemon,
                until: "docker eager_curie of redis|7| \(RuntimeTree.digest)|"
                    + "\(RuntimeTree.imageID)|false|172.17.0.9| blue|\(RuntimeTree.id)|<NA>"))
        #expect(daemon.stop() == 0)
        #expect(daemon.errors.contains("Containers described: 1, lookups: "))
        #expect(!daemon.errors.contains("failed: 0, not known"))
        withExtendedLifetime(sandbox) {}
    }

    @Test(.timeLimit(.minutes(3)))
    func anAlertHasTheNamesThatKubernetesGave() throws {
        guard Sandbox.isAvailable else { return }
        let tree = try RuntimeTree()
        try tree.writeContainerd(id: "c1", annotations: RuntimeTree.kubernetesAnnotations)
        try tree.write("r.yaml", Self.rules)
        let daemon = try Daemon(
            folder: tree.folder, ["-r", tree.folder + "/r.yaml"] + Self.options(tree))
        let sandbox = try Bundle(
            folder: tree.folder, id: "c1", command: "exec sleep 1000", config: daemon.config)
        #expect(
            try Self.open(
                in: sandbox, daemon,
                until: "containerd web of registry.k8s.io/web/shop|2.1| <NA>|<NA>|false|<NA>| "
                    + "<NA>|c1|prod"))
        #expect(daemon.stop() == 0)
        withExtendedLifetime(sandbox) {}
    }
}
