// What Docker knows of a container: its own file, or its daemon's answer, which says nearly the
// same in nearly the same words.
extension ContainerDescription {
    /// Takes what `config.v2.json` says. `volumesFolder` is where Docker keeps volumes by name.
    mutating func addDockerFile(_ root: JSONNode, volumesFolder: String) {
        addDocker(root)
        var found: [(destination: String, text: String)] = []
        for member in root.member("mountpoints")?.members ?? [] {
            let mount = member.node
            var source = mount.member("source")?.text ?? ""
            if source.isEmpty, mount.member("driver")?.text == "local",
                let name = mount.member("name")?.text, Self.isSafeName(name)
            {
                source = "\(volumesFolder)/\(name)/_data"
            }
            let text = Self.mount(
                source, mount.member("destination")?.text ?? member.key,
                mount.member("relabel")?.text ?? "",
                isWritable: mount.member("rw")?.boolean ?? false,
                mount.member("propagation")?.text ?? "")
            found.append((member.key, text))
        }
        mounts = found.sorted { $0.destination < $1.destination }.map(\.text)
    }

    /// Takes the daemon's answer to `/containers/ID/json`.
    mutating func addDockerAnswer(_ root: JSONNode) {
        addDocker(root)
        addDockerHost(root.member("hostconfig"))
        mounts = (root.member("mounts")?.elements ?? []).map { mount in
            Self.mount(
                mount.member("source")?.text, mount.member("destination")?.text,
                mount.member("mode")?.text ?? "",
                isWritable: mount.member("rw")?.boolean ?? false,
                mount.member("propagation")?.text ?? "")
        }
    }

    private mutating func addDocker(_ root: JSONNode) {
        runtime = "docker"
        if let text = root.member("name")?.text, !text.isEmpty {
            name = text.hasPrefix("/") ? String(text.dropFirst()) : text
        }
        let config = root.member("config")
        if let text = config?.member("image")?.text, !text.isEmpty { setImage(text) }
        if let id = root.member("image")?.text.flatMap({ ImageReference.id($0) }) {
            imageID = id
            // Started by the first digits of the id, which are no name.
            if id.hasPrefix(imageRepository) { imageRepository = "" }
        }
        labels = [:]
        addLabels(config?.member("labels"))
        let network = root.member("networksettings")
        var addresses = [network?.member("ipaddress")?.text]
        for member in network?.member("networks")?.members ?? [] {
            addresses.append(member.node.member("ipaddress")?.text)
        }
        ipAddress = addresses.lazy.compactMap { $0 }.first { !$0.isEmpty } ?? ""
    }

    /// Takes what `hostconfig.json`, or the same part of the answer, says.
    mutating func addDockerHost(_ host: JSONNode?) {
        guard let host else { return }
        isPrivileged = host.member("privileged")?.boolean
        hasHostPID = host.member("pidmode")?.text == "host"
        hasHostNetwork = host.member("networkmode")?.text == "host"
        hasHostIPC = host.member("ipcmode")?.text == "host"
    }

    /// Takes the names that the image has in a registry: `name@digest` and `name:tag`, sorted.
    ///
    /// As Falco does: the repository is that of the first digest, else of the first tag; the tag is
    /// the first one of that repository. What no name tells stays as the container's
    /// configuration has it.
    mutating func addImageNames(digests: [String], tags: [String]) {
        let digests = digests.map { ImageReference($0) }.filter { !$0.digest.isEmpty }
        let tags = tags.map { ImageReference($0) }.filter { !$0.tag.isEmpty }
        guard let first = digests.first ?? tags.first, !first.repository.isEmpty else { return }
        if first.repository != imageRepository { imageTag = "" }
        imageRepository = first.repository
        imageDigest = digests.first?.digest ?? imageDigest
        if let named = tags.first(where: { $0.repository.contains(first.repository) }) {
            imageTag = named.tag
        }
    }

    /// Takes the daemon's answer to `/images/ID/json`.
    mutating func addImageAnswer(_ root: JSONNode) {
        func texts(_ key: String) -> [String] {
            (root.member(key)?.elements ?? []).compactMap(\.text)
        }
        addImageNames(digests: texts("repodigests"), tags: texts("repotags"))
    }

    /// Takes what Docker's list of image names (`repositories.json`) says of the image.
    mutating func addImageList(_ root: JSONNode) {
        guard !imageID.isEmpty else { return }
        var digests: [String] = []
        var tags: [String] = []
        for repository in root.member("repositories")?.members ?? [] {
            for name in repository.node.members ?? []
            where name.node.text == "sha256:\(imageID)" {
                if name.key.contains("@") {
                    digests.append(name.key)
                } else {
                    tags.append(name.key)
                }
            }
        }
        addImageNames(digests: digests.sorted(), tags: tags.sorted())
    }

    /// Whether a name may become one part of a path.
    static func isSafeName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 255 && name != "." && name != ".."
            && !name.utf8.contains(0x2F) && !name.utf8.contains(0)
    }
}
