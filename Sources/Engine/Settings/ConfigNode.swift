internal import Yams

/// A part of the configuration: what a YAML file or an `-o` option says, not yet understood.
package indirect enum ConfigNode: Equatable, Sendable {
    case null
    case scalar(String)
    case list([ConfigNode])
    case map([String: ConfigNode])

    /// Why a text is no configuration: one line.
    package struct Failure: Error, Equatable, CustomStringConvertible {
        package let description: String

        package init(_ description: String) { self.description = description }
    }

    /// Reads YAML, of which JSON is a part.
    package init(yaml text: String) throws(Failure) {
        self = ConfigNode(try Self.compose(text))
    }

    /// The tree of a text, with the places of its parts; nil when the text is empty.
    static func compose(_ text: String) throws(Failure) -> Yams.Node? {
        do { return try Yams.compose(yaml: text) } catch {
            let line = "\(error)".split(separator: "\n").first.map(String.init) ?? "not YAML"
            throw Failure(line)
        }
    }

    init(_ node: Yams.Node?) {
        guard let node else {
            self = .null
            return
        }
        if let mapping = node.mapping {
            var map: [String: ConfigNode] = [:]
            for (key, value) in mapping { map[key.string ?? ""] = ConfigNode(value) }
            self = .map(map)
        } else if let sequence = node.sequence {
            self = .list(sequence.map { ConfigNode($0) })
        } else if let scalar = node.scalar, scalar.style != .plain || !Self.isNull(scalar.string) {
            self = .scalar(scalar.string)
        } else {
            self = .null
        }
    }

    private static func isNull(_ text: String) -> Bool {
        ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// The member of a map.
    package subscript(_ key: String) -> ConfigNode? {
        if case .map(let map) = self { return map[key] }
        return nil
    }

    /// The text of a scalar.
    package var text: String? {
        if case .scalar(let text) = self { return text }
        return nil
    }

    /// Truth as YAML writes it.
    package var boolean: Bool? {
        switch text?.lowercased() {
        case "true", "yes", "on", "y": true
        case "false", "no", "off", "n": false
        default: nil
        }
    }
}
