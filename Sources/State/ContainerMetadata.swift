/// What the outside knows of a container: from its runtime, its bundle, its orchestrator. Cold.
///
/// An empty text and a truth value of nil are unknown.
package struct ContainerMetadata: Equatable, Sendable {
    package var name = ""
    package var image = ""
    package var imageRepository = ""
    package var imageTag = ""
    package var imageDigest = ""
    package var imageID = ""
    package var podName = ""
    package var podNamespace = ""
    package var podUID = ""
    package var podSandboxID = ""
    /// `docker`, `containerd`, `cri-o`, …
    package var type = ""
    /// `key=value` each.
    package var labels: [String] = []
    /// `source:dest:mode:rw:propagation` each; nil when not known.
    package var mounts: [String]?
    package var ipAddress = ""
    package var cniJSON = ""
    package var isPrivileged: Bool?
    package var hasHostPID: Bool?
    package var hasHostNetwork: Bool?
    package var hasHostIPC: Bool?

    package init() {}
}

/// An entry of a container's user file (`passwd`) or group file (`group`).
package struct ContainerUser: Equatable, Sendable {
    package var id: UInt32
    package var name: String
    package var home = ""
    package var shell = ""

    package init(id: UInt32, name: String, home: String = "", shell: String = "") {
        self.id = id
        self.name = name
        self.home = home
        self.shell = shell
    }

    /// The entries of a passwd file's text; lines that are none are left out.
    package static func users(ofPasswd text: String) -> [ContainerUser] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let parts = line.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count >= 7, !parts[0].isEmpty, let id = UInt32(parts[2]) else {
                return nil
            }
            return ContainerUser(
                id: id, name: String(parts[0]), home: String(parts[5]), shell: String(parts[6]))
        }
    }

    /// The entries of a group file's text.
    package static func groups(ofGroup text: String) -> [ContainerUser] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let parts = line.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count >= 3, !parts[0].isEmpty, let id = UInt32(parts[2]) else {
                return nil
            }
            return ContainerUser(id: id, name: String(parts[0]))
        }
    }
}
