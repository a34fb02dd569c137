// What an OCI bundle says of its container: annotations, mounts, namespaces, the root.
extension ContainerDescription {
    /// Takes what `config.json` of the bundle in `folder` tells and nothing else has told.
    /// `annotations` are used when the bundle has none.
    ///
    /// - Parameter isFromContainerd: the bundle is one that containerd made, so that what a
    ///   privileged container lacks is lacking on purpose.
    mutating func addBundle(
        _ config: JSONNode, folder: String, annotations: [String: String], isFromContainerd: Bool
    ) {
        var found = annotations
        for member in config.member("annotations")?.members ?? [] {
            found[member.key] = member.node.text
        }
        self = ContainerDescription(id: id, annotations: found)
        if runtime.isEmpty && isFromContainerd { runtime = "containerd" }
        if let path = config.member("root")?.member("path")?.text, !path.isEmpty {
            let root = path.hasPrefix("/") ? path : "\(folder)/\(path)"
            passwd = ContainerFile.text("passwd", root: root)
            group = ContainerFile.text("group", root: root)
        }
        guard runtime == "containerd" || runtime == "cri-o" || runtime == "podman" else { return }
        // A bundle that somebody wrote by hand shows what runsc needs, not what a user asked for.
        addSpec(config)
    }

    private mutating func addSpec(_ config: JSONNode) {
        let linux = config.member("linux")
        if let namespaces = linux?.member("namespaces")?.elements {
            let types = Set(namespaces.compactMap { $0.member("type")?.text })
            hasHostPID = !types.contains("pid")
            hasHostNetwork = !types.contains("network")
            hasHostIPC = !types.contains("ipc")
        }
        let propagation = linux?.member("rootfspropagation")?.text ?? ""
        mounts = (config.member("mounts")?.elements ?? []).map { mount in
            let options = (mount.member("options")?.elements ?? []).compactMap(\.text)
            let mode = options.last { $0.hasPrefix("mode=") }?.dropFirst(5) ?? ""
            return Self.mount(
                mount.member("source")?.text, mount.member("destination")?.text, String(mode),
                isWritable: !options.contains("ro"), propagation)
        }
        isPrivileged = Self.isPrivileged(config)
    }

    /// Containerd takes all of this away from a privileged container, and only from one.
    private static func isPrivileged(_ config: JSONNode) -> Bool {
        let linux = config.member("linux")
        let process = config.member("process")
        func isAbsent(_ node: JSONNode?) -> Bool {
            switch node?.value {
            case nil, .null: true
            case .array(let elements): elements.isEmpty
            case .string(let text): text.isEmpty || text == "unconfined"
            default: false
            }
        }
        guard isAbsent(linux?.member("maskedpaths")), isAbsent(linux?.member("readonlypaths")),
            isAbsent(linux?.member("seccomp")), isAbsent(process?.member("selinuxlabel")),
            isAbsent(process?.member("apparmorprofile"))
        else { return false }
        for mount in config.member("mounts")?.elements ?? [] {
            let type = mount.member("type")?.text
            guard type == "sysfs" || type == "cgroup" else { continue }
            let options = mount.member("options")?.elements ?? []
            if options.contains(where: { $0.text == "ro" }) { return false }
        }
        return true
    }

    /// A mount as `container.mounts` shows it.
    static func mount(
        _ source: String?, _ destination: String?, _ mode: String, isWritable: Bool,
        _ propagation: String
    ) -> String {
        "\(source ?? ""):\(destination ?? ""):\(mode):\(isWritable):\(propagation)"
    }
}
