import Foundation
package import GVisor

/// Files laid out as Docker, containerd and podman lay them out, below a folder of the test's own.
package final class RuntimeTree {
    package let folder: String
    package var socket: String { folder + "/docker.sock" }

    /// Names that the tests use.
    package static let id = String(repeating: "4f", count: 32)
    package static let imageID = String(repeating: "1a", count: 32)
    package static let digest = "sha256:" + String(repeating: "9c", count: 32)

    /// Short, since it must hold socket paths.
    package init() throws {
        folder = "/tmp/gvf-tree-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// The places of this tree; the socket only when `asksDaemon`.
    package func sources(asksDaemon: Bool = false) -> ContainerSources {
        var sources = ContainerSources()
        sources.dockerRoot = folder + "/docker"
        sources.dockerSockets = asksDaemon ? [socket] : []
        sources.containerdStates = [folder + "/containerd"]
        sources.storageRoot = folder + "/storage"
        return sources
    }

    package func write(_ path: String, _ text: String) throws {
        let file = URL(fileURLWithPath: folder + "/" + path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    // MARK: - Docker

    package static let labels = """
        {"com.example.team":"blue","long":"\(String(repeating: "x", count: 101))"}
        """

    /// Docker's own files for the container, by the default storage driver.
    package func writeDocker(id: String = id, name: String = "jolly_hopper") throws {
        try write(
            "docker/containers/\(id)/config.v2.json",
            """
            {"StreamConfig":{},"State":{"Running":true,"Pid":4711,"ExitCode":0},"ID":"\(id)",
             "Created":"2026-01-02T03:04:05.6Z","Managed":false,"Path":"sleep","Args":["1d"],
             "Config":{"Hostname":"4f4f","User":"","Env":["A=b"],"Cmd":["sleep","1d"],
              "Image":"reg.example:5000/web/shop:2.1","Labels":\(Self.labels)},
             "Image":"sha256:\(Self.imageID)",
             "NetworkSettings":{"Bridge":"","Networks":{"bridge":{"IPAddress":"172.17.0.2"}}},
             "Name":"/\(name)","Driver":"overlay2","MountPoints":{
              "/secrets":{"Source":"/srv/secrets","Destination":"/secrets","RW":false,"Name":"",
               "Driver":"","Type":"bind","Propagation":"rprivate","Relabel":"ro"},
              "/data":{"Source":"","Destination":"/data","RW":true,"Name":"shopdata",
               "Driver":"local","Type":"volume","Relabel":"z"}}}
            """)
        try write(
            "docker/containers/\(id)/hostconfig.json",
            """
            {"Binds":null,"NetworkMode":"host","Privileged":true,"PidMode":"","IpcMode":"private"}
            """)
        try write(
            "docker/image/overlay2/repositories.json",
            """
            {"Repositories":{"busybox":{"busybox:1":"sha256:\(String(repeating: "22", count: 32))"},
             "reg.example:5000/web/shop":{
              "reg.example:5000/web/shop:2.1":"sha256:\(Self.imageID)",
              "reg.example:5000/web/shop:stable":"sha256:\(Self.imageID)",
              "reg.example:5000/web/shop@\(Self.digest)":"sha256:\(Self.imageID)"}}}
            """)
    }

    /// The daemon's answers for the container and its image.
    package static func dockerAnswers(id: String = id) -> [String: FakeDocker.Answer] {
        [
            "/containers/\(id)/json": .json(
                """
                {"Id":"\(id)","Created":"2026-01-02T03:04:05Z","Image":"sha256:\(imageID)",
                 "Name":"/eager_curie","HostConfig":{"NetworkMode":"bridge","Privileged":false,
                  "PidMode":"host","IpcMode":"shareable"},
                 "Mounts":[{"Type":"bind","Source":"/etc","Destination":"/host/etc","Mode":"ro",
                  "RW":false,"Propagation":"rslave"}],
                 "Config":{"Image":"redis","Labels":\(labels)},
                 "NetworkSettings":{"IPAddress":"172.17.0.9","Networks":{}}}
                """),
            "/images/sha256:\(imageID)/json": .json(
                """
                {"Id":"sha256:\(imageID)","RepoTags":["redis:7","redis:latest"],
                 "RepoDigests":["redis@\(digest)"]}
                """),
        ]
    }

    // MARK: - containerd

    /// Part of a bundle's `config.json` that containerd gives every unprivileged container.
    private static let unprivileged = """
        "maskedPaths":["/proc/kcore"],"readonlyPaths":["/proc/sys"]
        """

    /// The bundle that containerd makes for a container, with a root folder.
    package func writeContainerd(
        id: String = id, namespace: String = "k8s.io", annotations: String,
        isPrivileged: Bool = false
    ) throws {
        let bundle = "containerd/io.containerd.runtime.v2.task/\(namespace)/\(id)"
        try write(
            bundle + "/config.json",
            """
            {"ociVersion":"1.1.0","process":{"user":{"uid":0,"gid":0},"args":["sleep","1d"],
              "cwd":"/"},"root":{"path":"rootfs"},
             "mounts":[{"destination":"/proc","type":"proc","source":"proc","options":["nosuid"]},
              {"destination":"/etc/hosts","type":"bind","source":"/var/lib/x/hosts",
               "options":["rbind","ro"]},
              {"destination":"/dev/shm","type":"tmpfs","source":"shm",
               "options":["nosuid","mode=1777"]}],
             "linux":{"rootfsPropagation":"rprivate",
              "namespaces":[{"type":"pid"},{"type":"mount"},{"type":"ipc"}]
              \(isPrivileged ? "" : "," + Self.unprivileged)},
             "annotations":\(annotations)}
            """)
        try write(bundle + "/rootfs/etc/passwd", "shop:x:1234:55::/srv:/bin/sh\n")
        try write(bundle + "/rootfs/etc/group", "staff:x:55:\n")
    }

    /// What Kubernetes' part of containerd writes into a container's bundle.
    package static let kubernetesAnnotations = """
        {"io.kubernetes.cri.container-name":"web","io.kubernetes.cri.container-type":"container",
         "io.kubernetes.cri.image-name":"registry.k8s.io/web/shop:2.1",
         "io.kubernetes.cri.sandbox-id":"\(String(repeating: "5e", count: 32))",
         "io.kubernetes.cri.sandbox-name":"shop-7d4b","io.kubernetes.cri.sandbox-namespace":"prod",
         "io.kubernetes.cri.sandbox-uid":"0b1e"}
        """

    // MARK: - podman

    /// The list that podman and CRI-O keep.
    package func writeStorage(id: String = id) throws {
        try write(
            "storage/overlay-containers/containers.json",
            #"""
            [{"id":"other","names":["x"],"image":"y","metadata":""},
             {"id":"\#(id)","names":["happy_pod"],"image":"\#(Self.imageID)","layer":"l",
              "metadata":"{\"image-name\":\"quay.io/a/b:3\",\"image-id\":\"z\",\"name\":\"h\"}",
              "created":"2026-01-02T03:04:05Z"}]
            """#)
    }
}
