/// What the runtime knows of a container beyond its id; empty text is unknown.
package struct ContainerDescription: Equatable, Sendable {
    package var id = ""
    package var name = ""
    /// As the runtime has it: `registry/repository:tag`.
    package var image = ""
    package var imageRepository = ""
    package var imageTag = ""
    package var imageDigest = ""
    /// Hexadecimal digits.
    package var imageID = ""
    package var podName = ""
    package var podNamespace = ""
    package var podUID = ""
    package var podSandboxID = ""
    package var labels: [String: String] = [:]
    /// `docker`, `containerd`, `cri-o`, `podman`.
    package var runtime = ""
    /// `source:dest:mode:rw:propagation` each; nil unknown, as are the truth values below.
    package var mounts: [String]?
    package var isPrivileged: Bool?
    package var hasHostPID: Bool?
    package var hasHostNetwork: Bool?
    package var hasHostIPC: Bool?
    package var ipAddress = ""
    /// Text of the container's own `/etc/passwd` and `/etc/group`.
    package var passwd = ""
    package var group = ""

    package init() {}

    package init(id: String) { self.id = id }

    /// Whether anything beyond the id is known.
    package var isEmpty: Bool { self == ContainerDescription(id: id) }

    /// Labels with longer values are left out, as Falco does.
    private static let labelByteCountLimit = 100

    /// From the annotations that containerd, nerdctl, CRI-O and Kubernetes put into an OCI bundle.
    package init(id: String, annotations: [String: String]) {
        self.id = id
        func first(_ keys: String...) -> String {
            for key in keys { if let text = annotations[key], !text.isEmpty { return text } }
            return ""
        }
        func hasKeys(_ prefix: String) -> Bool {
            annotations.keys.contains { $0.hasPrefix(prefix) }
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
        if hasKeys("io.kubernetes.cri-o.") {
            runtime = "cri-o"
        } else if hasKeys("io.kubernetes.cri.") || hasKeys("nerdctl/") {
            runtime = "containerd"
        } else if annotations["io.container.manager"] == "libpod" {
            runtime = "podman"
        }
        podSandboxID = first("io.kubernetes.cri.sandbox-id", "io.kubernetes.cri-o.SandboxID")
        ipAddress = first("io.kubernetes.cri-o.IP.0")
        setImage(
            first(
                "io.kubernetes.cri.image-name", "io.kubernetes.cri-o.ImageName",
                "org.opencontainers.image.ref.name"))
        // CRI-O's reference is the one with the digest, or the image's id.
        let reference = ImageReference(first("io.kubernetes.cri-o.ImageRef"))
        if imageDigest.isEmpty { imageDigest = reference.digest }
        if imageID.isEmpty { imageID = reference.id }
        setLabels(annotations)
    }

    private mutating func setLabels(_ annotations: [String: String]) {
        // nerdctl's own labels are annotations as well; CRI-O has the labels as JSON.
        for (key, value) in annotations where key.hasPrefix("nerdctl/") { addLabel(key, value) }
        guard let text = annotations["io.kubernetes.cri-o.Labels"],
            let root = try? JSONParser.parse(Array(text.utf8))
        else { return }
        addLabels(root)
    }

    /// Takes the members of an object of texts.
    mutating func addLabels(_ node: JSONNode?) {
        for member in node?.members ?? [] {
            if let value = member.node.text { addLabel(member.key, value) }
        }
    }

    private mutating func addLabel(_ key: String, _ value: String) {
        if value.utf8.count <= Self.labelByteCountLimit { labels[key] = value }
    }

    /// Takes an image's name or id.
    package mutating func setImage(_ text: String) {
        let reference = ImageReference(text)
        image = text
        imageRepository = reference.repository
        imageTag = reference.tag
        imageDigest = reference.digest
        imageID = reference.id
    }
}
