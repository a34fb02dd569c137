package import Rules

/// What a user can choose, in Falco's words for it.
package struct EngineSettings: Sendable {
    /// How alerts look.
    package var output = OutputSettings()
    /// `rule_matching: all`: every rule that holds raises an alert, not only the first.
    package var matchesAllRules = false
    /// `priority`: less severe rules are not loaded.
    package var priority = RulePriority.debug
    /// `outputs_queue.capacity`: alerts that may wait; 0 leaves it to the queue's bytes.
    package var queueCapacity: UInt64 = 0
    /// `rules`: which rules run, applied in order to what the files say.
    package var selectors: [RuleSelector] = []
    /// `append_output`, and what `-p` adds.
    package var outputAdditions: [OutputAddition] = []
    /// Where alerts go.
    package var channels = OutputChannels()
    /// `syscall_event_drops`: what follows from lost messages.
    package var drops = DropSettings()
    /// `metrics`: snapshots of the counters.
    package var metrics = MetricsSettings()
    /// `rules_files` (or `rules_file`): files and folders with rules.
    package var rulesPaths: [String] = []
    /// `engine`: where events come from.
    package var feed = FeedSettings()
    /// `container_engines`: where metadata of containers comes from.
    package var containers = ContainerSettings()
    /// `watch_config_files`: a change of rules or configuration is taken in at once.
    package var watchesFiles = true
    /// The configuration files that the settings come from.
    package var configPaths: [String] = []
    /// Where the values of those files stand.
    package var configPlaces = ConfigPlaces()
    /// What each rule costs is counted (`--profile-rules`).
    package var profilesRules = false
    /// Keys that mean nothing to this program; worth a warning each.
    package var unknownKeys: [String] = []

    package init() {}

    /// Reads the configuration; an error names the key.
    package init(_ config: ConfigNode) throws(ConfigNode.Failure) {
        self.init()
        guard case .map(let map) = config else {
            if config == .null { return }
            throw ConfigNode.Failure("the configuration is not a map of keys")
        }
        if let plugins = map["plugins"], let containers = try ContainerSettings(plugins: plugins) {
            self.containers = containers
        }
        for (key, value) in map.sorted(by: { $0.key < $1.key }) {
            try take(key, value)
        }
    }

    private mutating func take(_ key: String, _ value: ConfigNode) throws(ConfigNode.Failure) {
        switch key {
        case "json_output": output.isJSON = try value.expectBoolean(key)
        case "json_include_output_property": output.includesOutput = try value.expectBoolean(key)
        case "json_include_message_property": output.includesMessage = try value.expectBoolean(key)
        case "json_include_output_fields_property":
            output.includesOutputFields = try value.expectBoolean(key)
        case "json_include_tags_property": output.includesTags = try value.expectBoolean(key)
        case "time_format_iso_8601": output.usesISOTime = try value.expectBoolean(key)
        case "buffer_format_base64": output.usesBase64Buffers = try value.expectBoolean(key)
        case "rule_matching": matchesAllRules = try Self.matching(value)
        case "priority": priority = try Self.priority(value)
        case "static_fields": output.staticFields = try value.expectTexts(key)
        case "watch_config_files": watchesFiles = try value.expectBoolean(key)
        case "rules": try takeSelectors(value)
        case "append_output": outputAdditions = try Self.additions(value)
        case "outputs_queue":
            if let capacity = value["capacity"] {
                queueCapacity = try capacity.expectCount("outputs_queue.capacity")
            }
        case "container_engines": containers = try ContainerSettings(key, value)
        case "engine": feed = try FeedSettings(value)
        case "syscall_event_drops": drops = try DropSettings(value)
        case "metrics": metrics = try MetricsSettings(value)
        case "rules_files", "rules_file": rulesPaths = try value.expectList(key)
        default:
            if try channels.take(key, value) { return }
            if !Self.keysWithoutEffect.contains(key) { unknownKeys.append(key) }
        }
    }

    /// Keys of Falco's configuration that are about other feeds than gVisor's, or that choose what
    /// is always so here: alerts are written at once and never wait for a timeout. They are
    /// accepted, so that one file can serve both.
    private static let keysWithoutEffect: Set<String> = [
        "config_files", "load_plugins", "plugins", "plugins_hostinfo", "libs_logger",
        "base_syscalls", "falco_libs", "capture", "syscall_event_timeouts", "buffered_outputs",
        "output_timeout", "kernel_event",
    ]

    private static func matching(_ value: ConfigNode) throws(ConfigNode.Failure) -> Bool {
        switch value.text {
        case "all": return true
        case "first": return false
        default:
            throw ConfigNode.Failure(
                "rule_matching: found \(value.kindName), expected 'first' or 'all'")
        }
    }

    private static func priority(
        _ value: ConfigNode
    ) throws(ConfigNode.Failure) -> RulePriority {
        guard let priority = value.text.flatMap({ RulePriority(name: $0) }) else {
            let names = RulePriority.allCases.map { $0.text.lowercased() }
            throw ConfigNode.Failure(
                "priority: found \(value.kindName), expected one of "
                    + names.joined(separator: ", "))
        }
        return priority
    }
}

extension ConfigNode {
    /// What it is, in the words of an error message.
    var kindName: String {
        switch self {
        case .null: "nothing"
        case .scalar(let text): "'\(text)'"
        case .list: "a list"
        case .map: "a map"
        }
    }

    func expectBoolean(_ key: String) throws(Failure) -> Bool {
        guard let boolean else {
            throw Failure("\(key): found \(kindName), expected true or false")
        }
        return boolean
    }

    func expectCount(_ key: String) throws(Failure) -> UInt64 {
        guard let number = text.flatMap({ UInt64($0) }) else {
            throw Failure("\(key): found \(kindName), expected a number")
        }
        return number
    }

    /// A list of texts; a single text is a list of one.
    func expectList(_ key: String) throws(Failure) -> [String] {
        switch self {
        case .null: return []
        case .scalar(let text): return [text]
        case .list(let entries) where entries.allSatisfy({ $0.text != nil }):
            return entries.compactMap(\.text)
        default: throw Failure("\(key): found \(kindName), expected a list of texts")
        }
    }

    func expectTexts(_ key: String) throws(Failure) -> [String: String] {
        guard case .map(let map) = self else {
            throw Failure("\(key): found \(kindName), expected a map")
        }
        return map.mapValues { $0.text ?? "" }
    }
}
