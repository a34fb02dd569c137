/// The `engine` keys: where events come from. Kinds that are about the host's kernel are accepted
/// and mean nothing here, so that one file can serve both programs.
package struct FeedSettings: Sendable, Equatable {
    /// `engine.gvisor.config`, of kind `gvisor`.
    package var gvisorConfigPath: String?
    /// `engine.gvisor.root`.
    package var gvisorRoot: String?
    /// `engine.replay.capture_file`, of kind `replay`.
    package var capturePath: String?

    package init() {}

    private static let kinds: Set<String> = [
        "kmod", "ebpf", "modern_ebpf", "replay", "gvisor", "nodriver",
    ]

    /// Reads the keys.
    init(_ value: ConfigNode) throws(ConfigNode.Failure) {
        let engine = try ConfigGroup("engine", value, keys: Self.kinds.union(["kind"]))
        guard let kind = engine.text("kind") else { return }
        guard Self.kinds.contains(kind) else {
            throw ConfigNode.Failure(
                "engine.kind: found '\(kind)', expected one of "
                    + Self.kinds.sorted().joined(separator: ", "))
        }
        if kind == "gvisor" {
            let gvisor = try ConfigGroup(
                "engine.gvisor", engine["gvisor"] ?? .null, keys: ["config", "root"])
            guard let path = gvisor.text("config"), !path.isEmpty else {
                throw ConfigNode.Failure("engine.gvisor.config is missing")
            }
            gvisorConfigPath = path
            gvisorRoot = gvisor.text("root").flatMap { $0.isEmpty ? nil : $0 }
        }
        if kind == "replay" {
            let replay = try ConfigGroup(
                "engine.replay", engine["replay"] ?? .null, keys: ["capture_file"])
            guard let path = replay.text("capture_file"), !path.isEmpty else {
                throw ConfigNode.Failure("engine.replay.capture_file is missing")
            }
            capturePath = path
        }
    }
}
