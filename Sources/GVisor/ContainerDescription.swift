/// What the runtime knows of a container beyond its id; empty text is unknown.
package struct ContainerDescription: Equatable, Sendable {
    package var id = ""
    package var name = ""
    /// As the runtime has it: `registry/repository:tag`.
    package var image = ""
    package var imageRepository = ""
    package var imageTag = ""
    package var imageDigest = ""
    package var podName = ""
    package var podNamespace = ""
    package var podUID = ""
    package var podSandboxID = ""
    package var labels: [String: String] = [:]
    /// `docker`, `containerd`, `cri-o`.
    package var runtime = ""
    /// Nil unknown.
    package var isPrivileged: Bool?
    package var hasHostPID = false
    package var hasHostNetwork = false
    package var hasHostIPC = false
    /// Text of the container's own `/etc/passwd` and `/etc/group`.
    package var passwd = ""
    package var group = ""

    package init() {}

    /// Whether anything beyond the id is known.
    package var isEmpty: Bool {
        name.isEmpty && image.isEmpty && podName.isEmpty && podNamespace.isEmpty
            && podUID.isEmpty && podSandboxID.isEmpty && labels.isEmpty && passwd.isEmpty
    }

    /// From the annotations that containerd, CRI-O and Kubernetes put into an OCI bundle.
    package init(id: String, annotations: [String: String]) {
        self.id = id
        func first(_ keys: String...) -> String {
            for key in keys { if let text = annotations[key], !text.isEmpty { return text } }
            return ""
        }
        name = first(
            "io.kubernetes.cri.container-name", "io.kubernetes.container.name",
            "io.kubernetes.cri-o.ContainerName", "nerdctl/name")
        podName = first(
            "io.kubernetes.cri.sandbox-name", "io.kubernetes.pod.name",
            "io.kubernetes.cri-o.KubeName")
        podNamespace = first(
            "io.kubernetes.cri.sandbox-namespace", "io.kubernetes.pod.namespace",
            "io.kubernetes.cri-o.Namespace")
        podUID = first("io.kubernetes.cri.sandbox-uid", "io.kubernetes.pod.uid")
        if annotations.keys.contains(where: { $0.hasPrefix("io.kubernetes.cri-o.") }) {
            runtime = "cri-o"
        } else if annotations.keys.contains(where: { $0.hasPrefix("io.kubernetes.cri.") }) {
            runtime = "containerd"
        }
        podSandboxID = first("io.kubernetes.cri.sandbox-id", "io.kubernetes.cri-o.SandboxID")
        setImage(
            first(
                "io.kubernetes.cri.image-name", "io.kubernetes.cri-o.ImageName",
                "org.opencontainers.image.ref.name"))
    }

    /// Takes an image reference apart: `registry:5000/a/b:tag@sha256:…`.
    package mutating func setImage(_ reference: String) {
        image = reference
        var rest = Substring(reference)
        imageDigest = ""
        imageTag = ""
        if let at = rest.firstIndex(of: "@") {
            imageDigest = String(rest[rest.index(after: at)...])
            rest = rest[..<at]
        }
        // A colon before the last slash belongs to the registry's port.
        let slash = rest.lastIndex(of: "/") ?? rest.startIndex
        if let colon = rest.lastIndex(of: ":"), colon >= slash {
            imageTag = String(rest[rest.index(after: colon)...])
            rest = rest[..<colon]
        }
        imageRepository = String(rest)
    }
}

extension ContainerDescription {
    /// Where Docker keeps what it knows of its containers.
    package static let dockerFolder = "/var/lib/docker/containers"

    /// Files of the runtimes are small; larger ones are not read.
    private static let fileByteCountLimit = 4 << 20

    /// Everything that can be learned on this host without a network: runsc's state, the bundle's
    /// `config.json`, Docker's own file. Blocks on files and a child process.
    package static func find(
        _ id: String, runsc: Runsc, dockerFolder: String = dockerFolder
    ) -> ContainerDescription {
        guard let container = try? runsc.state(id) else {
            var description = ContainerDescription(id: id, annotations: [:])
            description.addDocker(folder: dockerFolder)
            return description
        }
        let bundle = container.bundle
        let config = bundle.hasPrefix("/") ? json("\(bundle)/config.json") : nil
        var annotations = container.annotations
        if annotations.isEmpty {
            for member in config?.member("annotations")?.members ?? [] {
                annotations[member.key] = member.node.text
            }
        }
        var description = ContainerDescription(id: id, annotations: annotations)
        description.addDocker(folder: dockerFolder)
        if let root = config?.member("root")?.member("path")?.text {
            let folder = root.hasPrefix("/") ? root : "\(bundle)/\(root)"
            description.passwd = ContainerFile.text("passwd", root: folder)
            description.group = ContainerFile.text("group", root: folder)
        }
        return description
    }

    private mutating func addDocker(folder: String) {
        // Docker's ids are 64 hex digits; anything else must not become part of a path.
        guard id.utf8.count == 64, id.allSatisfy(\.isHexDigit),
            let root = Self.json("\(folder)/\(id)/config.v2.json")
        else { return }
        if name.isEmpty, let text = root.member("name")?.text {
            name = text.hasPrefix("/") ? String(text.dropFirst()) : text
        }
        let config = root.member("config")
        if image.isEmpty, let text = config?.member("image")?.text { setImage(text) }
        runtime = "docker"
        if let host = Self.json("\(folder)/\(id)/hostconfig.json") {
            if case .boolean(let flag) = host.member("privileged")?.value { isPrivileged = flag }
            hasHostPID = host.member("pidmode")?.text == "host"
            hasHostNetwork = host.member("networkmode")?.text == "host"
            hasHostIPC = host.member("ipcmode")?.text == "host"
        }
        if labels.isEmpty {
            for member in config?.member("labels")?.members ?? [] {
                labels[member.key] = member.node.text
            }
        }
    }

    private static func json(_ path: String) -> JSONNode? {
        guard let bytes = try? SmallFile.read(path, byteCountLimit: fileByteCountLimit) else {
            return nil
        }
        return try? JSONParser.parse(bytes)
    }
}
