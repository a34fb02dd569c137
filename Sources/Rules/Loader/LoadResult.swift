/// What loading one file came to.
package struct LoadResult: Equatable, Sendable {
    /// The name under which the file was given.
    package var name: String
    package var errors: [LoadIssue] = []
    package var warnings: [LoadIssue] = []
    /// What is known of the file's shape: nil when there was nothing to look at.
    package var isSchemaValid: Bool?
    package var schemaWarnings: [String] = []

    package init(name: String) { self.name = name }

    package var isSuccessful: Bool { errors.isEmpty }

    mutating func add(_ issue: LoadIssue) {
        if issue.code.isError {
            errors.append(issue)
        } else {
            warnings.append(issue)
        }
    }
}

extension LoadResult {
    /// `FILE: Ok` and its kin, without details.
    package var headline: String {
        if !isSuccessful { return "\(name): Invalid" }
        return warnings.isEmpty ? "\(name): Ok" : "\(name): Ok, with warnings"
    }

    /// The headline, then every error and warning with its place. Ends in a newline.
    package var report: String {
        var text = headline + "\n"
        Self.append(errors, "Error", to: &text)
        Self.append(warnings, "Warning", to: &text)
        return text
    }

    private static func append(_ issues: [LoadIssue], _ word: String, to text: inout String) {
        guard !issues.isEmpty else { return }
        text += "\(issues.count) \(word)\(issues.count == 1 ? "" : "s"):\n"
        for issue in issues { text += issue.report }
    }
}

extension LoadIssue {
    /// Locations, snippet, code and message, as several lines.
    package var report: String {
        var text = ""
        for (level, location) in locations.enumerated() {
            let indent = level == 0 ? "In " : String(repeating: " ", count: 2 + level * 2)
            let name = location.itemName.isEmpty ? "" : " '\(location.itemName)'"
            let position = location.position
            text += "\(indent)\(location.itemType.rawValue)\(name): "
            text += "(\(position.name):\(position.line):\(position.column))\n"
        }
        if !snippet.isEmpty { text += "------\n\(snippet)------\n" }
        return text + "\(code.rawValue) (\(code.meaning)): \(message)\n"
    }
}
