/// Why a condition's text is no condition.
package struct ConditionSyntaxError: Error, Equatable, Sendable {
    /// Where it went wrong: bytes from the start of the text.
    package var offset: Int
    /// The piece of text that stands there, or `the end`.
    package var found: String
    /// What could have stood there.
    package var expected: String

    package init(offset: Int, found: String, expected: String) {
        self.offset = offset
        self.found = found
        self.expected = expected
    }

    /// One sentence for people.
    package var message: String { "expected \(expected), found \(found)" }
}
