internal import Rules

/// A configuration file with the files that it includes.
package struct ConfigFile: Sendable {
    /// Everything merged.
    package private(set) var config: ConfigNode
    /// The files that were read, the main one first.
    package private(set) var paths: [String]
    /// Where the values stand.
    package private(set) var places: ConfigPlaces
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
        (config, places) = try Self.read(path)
        paths = [path]
        guard let included = config["config_files"] else { return }
        let includes: [(String, Strategy)]
        do throws(ConfigNode.Failure) {
            includes = try Self.includes(included)
        } catch {
            throw places.located(error)
        }
        for (included, strategy) in includes { try include(included, strategy) }
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
            let (other, otherPlaces) = try Self.read(file)
            if other["config_files"] != nil {
                throw ConfigNode.Failure(
                    "\(file): an included file cannot include others (config_files)")
            }
            try merge(other, otherPlaces, strategy, file)
            paths.append(file)
        }
    }

    private static func read(
        _ path: String
    ) throws(ConfigNode.Failure) -> (ConfigNode, ConfigPlaces) {
        let text: String
        do throws(RulesFiles.Failure) {
            text = String(decoding: try RulesFiles.read(path), as: UTF8.self)
        } catch {
            throw ConfigNode.Failure(error.message)
        }
        do throws(ConfigNode.Failure) {
            let node = try ConfigNode.compose(text)
            return (ConfigNode(node), ConfigPlaces(of: node, in: path))
        } catch {
            // what the parser says begins with line and column
            let separator = error.description.first?.isNumber == true ? ":" : ": "
            throw ConfigNode.Failure(path + separator + error.description)
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

    private mutating func merge(
        _ other: ConfigNode, _ otherPlaces: ConfigPlaces, _ strategy: Strategy, _ file: String
    ) throws(ConfigNode.Failure) {
        guard case .map(let added) = other else {
            if other == .null { return }
            throw ConfigNode.Failure("\(file): the configuration is not a map of keys")
        }
        var merged: [String: ConfigNode] = [:]
        if case .map(let map) = config { merged = map }
        for (key, value) in added {
            switch (merged[key], strategy) {
            case (.some, .addOnly): continue
            case (.list(let old), .append):
                if case .list(let new) = value {
                    merged[key] = .list(old + new)
                    // part of it stands here, part of it there
                    places.forget(key)
                } else {
                    merged[key] = value
                    places.take(key, from: otherPlaces)
                }
            default:
                merged[key] = value
                places.take(key, from: otherPlaces)
            }
        }
        config = .map(merged)
    }
}
