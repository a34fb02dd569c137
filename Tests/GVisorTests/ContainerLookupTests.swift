import Foundation
import GVisor
import TestSupport
import Testing

/// What is found of a container in the places where runtimes keep it.
@Suite(.serialized) struct ContainerLookupTests {
    /// No such program: what the files and the daemon tell.
    private static let noRunsc = Runsc(program: "/nonexistent/runsc")

    private struct Told {
        var descriptions: [ContainerDescription] = []
        var outcome = ContainerLookup.Outcome.unknown
        var last: ContainerDescription { descriptions.last ?? ContainerDescription() }
    }

    private static func look(
        _ sources: ContainerSources, id: String = RuntimeTree.id, runsc: Runsc = noRunsc
    ) -> Told {
        var lookup = ContainerLookup(runsc: runsc, sources: sources)
        var told = Told()
        told.outcome = lookup.find(id, nowNanos: 0) { told.descriptions.append($0) }
        return told
    }

    @Test func dockersFilesTellEverything() throws {
        let tree = try RuntimeTree()
        try tree.writeDocker()
        let told = Self.look(tree.sources())
        #expect(told.outcome == .complete)
        #expect(told.descriptions.count == 1)
        let found = told.last
        #expect(found.id == RuntimeTree.id)
        #expect(found.name == "jolly_hopper")
        #expect(found.image == "reg.example:5000/web/shop:2.1")
        #expect(found.imageRepository == "reg.example:5000/web/shop")
        #expect(found.imageTag == "2.1")
        #expect(found.imageDigest == RuntimeTree.digest)
        #expect(found.imageID == RuntimeTree.imageID)
        #expect(found.runtime == "docker")
        #expect(found.labels == ["com.example.team": "blue"])
        #expect(found.ipAddress == "172.17.0.2")
        #expect(found.isPrivileged == true)
        #expect(found.hasHostNetwork == true)
        #expect(found.hasHostPID == false)
        #expect(found.hasHostIPC == false)
        #expect(
            found.mounts == [
                tree.folder + "/docker/volumes/shopdata/_data:/data:z:true:",
                "/srv/secrets:/secrets:ro:false:rprivate",
            ])
    }

    @Test func dockersDaemonTellsWhereFilesAreElsewhere() throws {
        let tree = try RuntimeTree()
        let docker = try FakeDocker(path: tree.socket, RuntimeTree.dockerAnswers())
        defer { docker.stop() }
        let told = Self.look(tree.sources(asksDaemon: true))
        #expect(told.outcome == .complete)
        let found = told.last
        #expect(found.name == "eager_curie")
        #expect(found.image == "redis")
        #expect(found.imageRepository == "redis")
        #expect(found.imageTag == "7")
        #expect(found.imageDigest == RuntimeTree.digest)
        #expect(found.imageID == RuntimeTree.imageID)
        #expect(found.runtime == "docker")
        #expect(found.mounts == ["/etc:/host/etc:ro:false:rslave"])
        #expect(found.ipAddress == "172.17.0.9")
        #expect(found.isPrivileged == false)
        #expect(found.hasHostPID == true)
        #expect(found.hasHostNetwork == false)
        #expect(
            docker.questions == [
                "/containers/\(RuntimeTree.id)/json", "/images/sha256:\(RuntimeTree.imageID)/json",
            ])
    }

    /// With Docker's newer image store the files know no names of images: only those are asked for.
    @Test func theDaemonCompletesTheFiles() throws {
        let tree = try RuntimeTree()
        try tree.writeDocker()
        try FileManager.default.removeItem(atPath: tree.folder + "/docker/image")
        let docker = try FakeDocker(
            path: tree.socket,
            [
                "/images/sha256:\(RuntimeTree.imageID)/json": .json(
                    "{\"RepoTags\":null,\"RepoDigests\":[\"shop@\(RuntimeTree.digest)\"]}")
            ])
        defer { docker.stop() }
        let told = Self.look(tree.sources(asksDaemon: true))
        #expect(told.outcome == .complete)
        // The files' part is told before the daemon has answered.
        #expect(told.descriptions.map(\.imageDigest) == ["", RuntimeTree.digest])
        #expect(told.descriptions.map(\.imageTag) == ["2.1", ""])
        #expect(told.last.name == "jolly_hopper")
        #expect(told.last.imageRepository == "shop")
        #expect(docker.questions == ["/images/sha256:\(RuntimeTree.imageID)/json"])
    }

    @Test func containerdsBundleTellsOfKubernetes() throws {
        let tree = try RuntimeTree()
        try tree.writeContainerd(annotations: RuntimeTree.kubernetesAnnotations)
        // Kubernetes' container is nobody else's: the daemon is not asked.
        let docker = try FakeDocker(path: tree.socket, [:])
        defer { docker.stop() }
        let told = Self.look(tree.sources(asksDaemon: true))
        #expect(told.outcome == .complete)
        let found = told.last
        #expect(found.name == "web")
        #expect(found.podName == "shop-7d4b")
        #expect(found.podNamespace == "prod")
        #expect(found.podUID == "0b1e")
        #expect(found.podSandboxID == String(repeating: "5e", count: 32))
        #expect(found.imageRepository == "registry.k8s.io/web/shop")
        #expect(found.imageTag == "2.1")
        #expect(found.runtime == "containerd")
        #expect(found.passwd == "shop:x:1234:55::/srv:/bin/sh\n")
        #expect(found.group == "staff:x:55:\n")
        #expect(found.isPrivileged == false)
        #expect(found.hasHostPID == false)
        #expect(found.hasHostNetwork == true)
        #expect(found.hasHostIPC == false)
        #expect(
            found.mounts == [
                "proc:/proc::true:rprivate", "/var/lib/x/hosts:/etc/hosts::false:rprivate",
                "shm:/dev/shm:1777:true:rprivate",
            ])
        #expect(docker.questions == [])
    }

    @Test func nerdctlsNameAndPrivilegeAreInTheBundle() throws {
        let tree = try RuntimeTree()
        try tree.writeContainerd(
            namespace: "default",
            annotations: "{\"nerdctl/name\":\"alone\",\"nerdctl/networks\":\"[]\"}",
            isPrivileged: true)
        let found = Self.look(tree.sources()).last
        #expect(found.name == "alone")
        #expect(found.runtime == "containerd")
        #expect(found.isPrivileged == true)
        #expect(found.labels == ["nerdctl/name": "alone", "nerdctl/networks": "[]"])
        // The image is in containerd's own data base only.
        #expect(found.image == "")
    }

    /// A container may have put anything in place of its user files. What is the host's must not
    /// be read in their stead, and nothing may be waited for.
    @Test(arguments: ["passwd link", "folder link", "pipe", "folder", "none", "no root"])
    func usersAreNeverTheHosts(_ kind: String) throws {
        let tree = try RuntimeTree()
        try tree.writeContainerd(annotations: "{\"nerdctl/name\":\"n\"}")
        let bundle =
            tree.folder + "/containerd/io.containerd.runtime.v2.task/k8s.io/\(RuntimeTree.id)"
        let etc = bundle + "/rootfs/etc"
        let files = FileManager.default
        switch kind {
        case "folder link":
            try files.removeItem(atPath: etc)
            try files.createSymbolicLink(atPath: etc, withDestinationPath: "/etc")
        case "no root": try files.removeItem(atPath: bundle + "/rootfs")
        default:
            for name in ["passwd", "group"] {
                let file = etc + "/" + name
                try files.removeItem(atPath: file)
                switch kind {
                case "passwd link":
                    try files.createSymbolicLink(
                        atPath: file, withDestinationPath: "/etc/" + name)
                case "pipe": try #require(unsafe mkfifo(file, 0o600) == 0)
                case "folder":
                    try files.createDirectory(atPath: file, withIntermediateDirectories: true)
                default: break
                }
            }
        }
        let told = Self.look(tree.sources())
        #expect(told.outcome == .complete)
        #expect(told.last.name == "n")
        #expect(told.last.passwd == "")
        #expect(told.last.group == "")
    }

    /// Docker runs its containers by containerd: the bundle has the users, Docker the names.
    @Test func dockersContainerHasItsUsersInContainerdsBundle() throws {
        let tree = try RuntimeTree()
        try tree.writeDocker()
        try tree.writeContainerd(namespace: "moby", annotations: "{}", isPrivileged: true)
        let found = Self.look(tree.sources()).last
        #expect(found.runtime == "docker")
        #expect(found.name == "jolly_hopper")
        #expect(found.passwd == "shop:x:1234:55::/srv:/bin/sh\n")
        #expect(found.mounts?.count == 2)
    }

    @Test func podmansListTells() throws {
        let tree = try RuntimeTree()
        try tree.writeStorage()
        let told = Self.look(tree.sources())
        #expect(told.outcome == .complete)
        #expect(told.last.name == "happy_pod")
        #expect(told.last.runtime == "podman")
        #expect(told.last.image == "quay.io/a/b:3")
        #expect(told.last.imageRepository == "quay.io/a/b")
        #expect(told.last.imageTag == "3")
        #expect(told.last.imageID == RuntimeTree.imageID)
        #expect(Self.look(tree.sources(), id: "more").outcome == .unknown)
    }

    @Test func cannotBeLedOutOfTheFolders() throws {
        let tree = try RuntimeTree()
        try tree.writeContainerd(id: "x", namespace: "n", annotations: "{\"nerdctl/name\":\"a\"}")
        for id in ["../n/x", "..", ".", "", "x/../x", "x\0y"] {
            let told = Self.look(tree.sources(), id: id)
            #expect(told.outcome == .unknown, "\(id)")
            #expect(told.descriptions.isEmpty, "\(id)")
        }
    }

    @Test func filesThatMakeNoSenseAreFailures() throws {
        let tree = try RuntimeTree()
        let path = "docker/containers/\(RuntimeTree.id)/config.v2.json"
        let file = tree.folder + "/" + path
        try tree.write(path, "{\"Name\":")
        #expect(
            Self.look(tree.sources()).outcome
                == .failed("\(file): line 1: found the end of the text, expected a JSON value"))
        try tree.write(path, String(repeating: " ", count: 4 << 20 | 1))
        #expect(
            Self.look(tree.sources()).outcome
                == .failed("\(file): larger than 4194304 bytes"))
        try FileManager.default.removeItem(atPath: file)
        try #require(unsafe mkfifo(file, 0o600) == 0)
        #expect(Self.look(tree.sources()).outcome == .failed("\(file): not a regular file"))
    }

    @Test func nothingAnywhereIsUnknown() {
        #expect(Self.look(.nowhere).outcome == .unknown)
    }
}
