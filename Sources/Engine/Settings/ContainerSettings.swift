/// `container_engines`, and the same of the `container` plugin: where names, images and labels of
/// containers are looked up. Nil: the usual places. Engines that need none of it (lxc, bpm, …) are
/// accepted and mean nothing here.
package struct ContainerSettings: Sendable, Equatable {
    /// One container runtime.
    package struct Runtime: Sendable, Equatable {
        package var isEnabled = true
        /// Folder with the runtime's data or state.
        package var root: String?
        package var sockets: [String]?

        package init() {}
    }

    package var docker = Runtime()
    package var containerd = Runtime()
    package var podman = Runtime()
    /// Milliseconds that a daemon's answer may take.
    package var timeoutMillis: UInt64?

    package init() {}

    private static let engines: Set<String> = [
        "docker", "containerd", "podman", "cri", "lxc", "libvirt_lxc", "bpm", "static", "rocket",
        "mesos", "timeout_ms",
    ]

    /// Reads the keys below `key`.
    init(_ key: String, _ value: ConfigNode) throws(ConfigNode.Failure) {
        let group = try ConfigGroup(key, value, keys: Self.engines)
        docker = try Self.runtime("\(key).docker", group["docker"])
        containerd = try Self.runtime("\(key).containerd", group["containerd"])
        podman = try Self.runtime("\(key).podman", group["podman"])
        timeoutMillis = try group["timeout_ms"]?.expectCount("\(key).timeout_ms")
        if let millis = timeoutMillis, !(1...60_000).contains(millis) {
            throw ConfigNode.Failure("\(key).timeout_ms: found \(millis), expected 1 to 60000")
        }
    }

    /// From the list of `plugins`, where Falco's `container` plugin has its settings; nil when it
    /// is not there or has none.
    init?(plugins: ConfigNode) throws(ConfigNode.Failure) {
        guard case .list(let entries) = plugins,
            let plugin = entries.first(where: { $0["name"]?.text == "container" }),
            case .map(let engines)? = plugin["init_config"]?["engines"]
        else { return nil }
        // What the plugin has beyond is its own affair.
        try self.init(
            "plugins.container.init_config.engines",
            .map(engines.filter { Self.engines.contains($0.key) }))
    }

    private static func runtime(
        _ key: String, _ value: ConfigNode?
    ) throws(ConfigNode.Failure) -> Runtime {
        var runtime = Runtime()
        let group = try ConfigGroup(key, value ?? .null, keys: ["enabled", "root", "sockets"])
        runtime.isEnabled = try group.boolean("enabled") ?? true
        runtime.root = group.text("root").flatMap { $0.isEmpty ? nil : $0 }
        runtime.sockets = try group["sockets"]?.expectList("\(key).sockets")
        return runtime
    }
}
