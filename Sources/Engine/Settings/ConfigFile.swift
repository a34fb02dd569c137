internal import Rules

/// A configuration file with the files that it includes.
package struct ConfigFile: Sendable {
    /// Everything merged.
    package private(set) var config: ConfigNode
    /// The files that were read, the main one first.
    package private(set) var paths: [String]
    /// What is worth telling, one line each.
    package private(set) var notes: [String] = []

    /// How an included file is merged into what is there already.
    private enum Strategy: String {
        /// Lists at the top are extended, other keys replaced.
        case append
        /// All keys are replaced.
        case override
        /// Keys that are there already are left alone.
        case addOnly = "add-only"
    }

    /// Reads a file and what its `config_files` name, in order; an error names the file.
    package init(path: String) throws(ConfigNode.Failure) {
        config = try Self.read(path)
        paths = [path]
        guard let included = config["config_files"] else { return }
        for (included, strategy) in try Self.includes(included) {
            try include(included, strategy)
        }
    }

    private mutating func include(
        _ path: String, _ strategy: Strategy
    ) throws(ConfigNode.Failure) {
        let files: [String]
        do throws(RulesFiles.Failure) {
            files = try RulesFiles.expand(path)
        } catch {
            // the usual folder for local settings need not exist
            notes.append("config_files: \(error.message), left out")
            return
        }
        for file in files {
            let other = try Self.read(file)
            if other["config_files"] != nil {
                throw ConfigNode.Failure(
                    "\(file): an included file cannot include others (config_files)")
            }
            config = try Self.merge(config, other, strategy, file)
            paths.append(file)
        }
    }

    private static func read(_ path: String) throws(ConfigNode.Failure) -> ConfigNode {
        let text: String
        do throws(RulesFiles.Failure) {
            text = String(decoding: try RulesFiles.read(path), as: UTF8.self)
        } catch {
            throw ConfigNode.Failure(error.message)
        }
        do throws(ConfigNode.Failure) {
            return try ConfigNode(yaml: text)
        } catch {
            throw ConfigNode.Failure("\(path): \(error.description)")
        }
    }

    /// The entries of `config_files`: paths, or maps of `path` and `strategy`.
    private static func includes(
        _ value: ConfigNode
    ) throws(ConfigNode.Failure) -> [(String, Strategy)] {
        let entries: [ConfigNode]
        switch value {
        case .null: return []
        case .list(let list): entries = list
        case .scalar, .map: entries = [value]
        }
        var includes: [(String, Strategy)] = []
        for entry in entries {
            if let path = entry.text {
                includes.append((path, .append))
                continue
            }
            guard let path = entry["path"]?.text else {
                throw ConfigNode.Failure("config_files: an entry without a path")
            }
            let name = entry["strategy"]?.text ?? Strategy.append.rawValue
            guard let strategy = Strategy(rawValue: name) else {
                throw ConfigNode.Failure(
                    "config_files: found strategy '\(name)', expected append, override or add-only")
            }
            includes.append((path, strategy))
        }
        return includes
    }

    private static func merge(
        _ base: ConfigNode, _ other: ConfigNode, _ strategy: Strategy, _ file: String
    ) throws(ConfigNode.Failure) -> ConfigNode {
        guard case .map(let added) = other else {
            if other == .null { return base }
            throw ConfigNode.Failure("\(file): the configuration is not a map of keys")
        }
        var merged: [String: ConfigNode] = [:]
        if case .map(let map) = base { merged = map }
        for (key, value) in added {
            switch (merged[key], strategy) {
            case (.some, .addOnly): continue
            case (.list(let old), .append):
                if case .list(let new) = value {
                    merged[key] = .list(old + new)
                } else {
                    merged[key] = value
                }
            default: merged[key] = value
            }
        }
        return .map(merged)
    }
}
