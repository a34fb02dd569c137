/// The wildcard of rule selection: `*` stands for any text, everything else for itself.
///
/// A text after a star is taken at its first occurrence and never reconsidered: `*c` does not match
/// `abcc`. The empty pattern matches nothing.
package struct RuleNamePattern: Equatable, Sendable {
    private let parts: [[UInt8]]

    package init(_ pattern: String) {
        parts = pattern.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
            .map(Array.init)
    }

    package func matches(_ name: String) -> Bool {
        let text = Array(name.utf8)
        if parts.count == 1 { return !parts[0].isEmpty && parts[0] == text }
        var position = 0
        for (index, part) in parts.enumerated() where !part.isEmpty {
            guard let found = Self.find(part, in: text, from: position),
                index > 0 || found == 0
            else { return false }
            position = found + part.count
        }
        return parts[parts.count - 1].isEmpty || position == text.count
    }

    private static func find(_ part: [UInt8], in text: [UInt8], from start: Int) -> Int? {
        guard text.count - start >= part.count else { return nil }
        return (start...(text.count - part.count)).first {
            text[$0..<$0 + part.count].elementsEqual(part)
        }
    }
}
