/// A version of three numbers, as `required_engine_version` and plugin requirements use it.
package struct SemanticVersion: Equatable, Comparable, Sendable {
    package var major: UInt32
    package var minor: UInt32
    package var patch: UInt32

    package init(_ major: UInt32, _ minor: UInt32, _ patch: UInt32) {
        self.major = major
        self.minor = minor
        self.patch = patch
    }

    /// Reads `x.y.z`, optionally followed by a pre-release or build part, which is not compared.
    package init?(_ text: String) {
        let core = text.prefix { $0 != "-" && $0 != "+" }
        let parts = core.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        var numbers: [UInt32] = []
        for part in parts {
            guard part.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = UInt32(part)
            else { return nil }
            numbers.append(number)
        }
        self.init(numbers[0], numbers[1], numbers[2])
    }

    @usableFromInline package var text: String { "\(major).\(minor).\(patch)" }

    /// Whether this version serves whoever asks for `required`: same major, not older.
    package func satisfies(_ required: SemanticVersion) -> Bool {
        major == required.major && self >= required
    }

    package static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }
}

/// One entry of `required_plugin_versions`: any of its choices serves.
package struct PluginRequirement: Equatable, Sendable {
    package var choices: [Choice]

    /// A plugin and its least version; the first choice is the requirement, the rest alternatives.
    package struct Choice: Equatable, Sendable {
        package var name: String
        package var version: SemanticVersion

        package init(name: String, version: SemanticVersion) {
            self.name = name
            self.version = version
        }
    }

    package init(choices: [Choice]) { self.choices = choices }
}
