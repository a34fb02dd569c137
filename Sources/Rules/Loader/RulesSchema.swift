/// The shape that rules files should have, beyond what loading needs. It never changes the result.
///
/// Facts of the reference's schema: which keys there are, of which type, and that only upper-case
/// priorities count.
struct RulesSchema {
    /// Failures that are told; a large broken file need not list all.
    private static let warningLimit = 50

    private(set) var warnings: [String] = []

    /// What a value must be.
    private indirect enum Shape: Sendable {
        case text
        case flag
        case number
        case anything
        case oneOf(Set<String>)
        case sequence(Shape)
        case mapping([String: Shape], required: [String], isEmptyAllowed: Bool)
    }

    private static let priorities: Set<String> = [
        "EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARNING", "NOTICE", "INFO", "INFORMATIONAL",
        "DEBUG",
    ]

    private static let exception = Shape.mapping(
        ["name": .text, "fields": .anything, "comps": .anything, "values": .anything],
        required: ["name"], isEmptyAllowed: true)

    private static let override = Shape.mapping(
        Dictionary(
            uniqueKeysWithValues: [
                "items", "condition", "output", "desc", "tags", "exceptions", "priority",
                "enabled", "warn_evttypes", "skip-if-unknown-filter", "capture",
                "capture_duration",
            ].map { ($0, Shape.oneOf(["append", "replace"])) }),
        required: [], isEmptyAllowed: false)

    private static let alternative = Shape.mapping(
        ["name": .text, "version": .text], required: ["name", "version"], isEmptyAllowed: true)

    private static let plugin = Shape.mapping(
        ["name": .text, "version": .text, "alternatives": .sequence(alternative)],
        required: ["name", "version"], isEmptyAllowed: true)

    private static let item = Shape.mapping(
        [
            "required_engine_version": .text, "required_plugin_versions": .sequence(plugin),
            "list": .text, "items": .sequence(.anything), "macro": .text, "rule": .text,
            "condition": .text, "output": .text, "desc": .text, "priority": .oneOf(priorities),
            "source": .text, "enabled": .flag, "warn_evttypes": .flag,
            "skip-if-unknown-filter": .flag, "tags": .sequence(.text),
            "exceptions": .sequence(exception), "capture": .flag, "capture_duration": .number,
            "append": .flag, "override": override,
        ], required: [], isEmptyAllowed: true)

    /// Checks one document: a sequence of items.
    mutating func check(_ document: YamlNode) {
        check(document, .sequence(Self.item), at: "")
    }

    private mutating func check(_ node: YamlNode, _ shape: Shape, at path: String) {
        guard warnings.count < Self.warningLimit else { return }
        switch shape {
        case .anything: break
        case .text:
            if !node.isScalar { fail(path, "must be a text") }
        case .flag:
            if node.scalar != "true" && node.scalar != "false" {
                fail(path, "must be true or false")
            }
        case .number:
            if node.scalar.flatMap({ Int64($0) }) == nil { fail(path, "must be a whole number") }
        case .oneOf(let words):
            guard let text = node.scalar, words.contains(text) else {
                fail(path, "must be one of \(words.sorted().joined(separator: ", "))")
                return
            }
        case .sequence(let element):
            guard let elements = node.elements else {
                fail(path, "must be a sequence")
                return
            }
            for (index, child) in elements.enumerated() {
                check(child, element, at: "\(path)/\(index)")
            }
        case .mapping(let keys, let required, let isEmptyAllowed):
            checkMapping(node, keys, required, isEmptyAllowed, at: path)
        }
    }

    private mutating func checkMapping(
        _ node: YamlNode, _ keys: [String: Shape], _ required: [String], _ isEmptyAllowed: Bool,
        at path: String
    ) {
        guard node.isMapping else {
            fail(path, "must be a mapping")
            return
        }
        let pairs = node.pairs
        if pairs.isEmpty && !isEmptyAllowed { fail(path, "must not be empty") }
        var seen: Set<String> = []
        for (keyNode, value) in pairs {
            let key = keyNode.scalar ?? ""
            guard let shape = keys[key] else {
                fail(path, "has the unknown key '\(key)'")
                continue
            }
            if !seen.insert(key).inserted { fail(path, "has the key '\(key)' twice") }
            check(value, shape, at: "\(path)/\(key)")
        }
        for key in required where !seen.contains(key) {
            fail(path, "lacks the key '\(key)'")
        }
    }

    private mutating func fail(_ path: String, _ problem: String) {
        guard warnings.count < Self.warningLimit else { return }
        warnings.append("\(path.isEmpty ? "/" : path) \(problem)")
    }
}
