/// A file of rule tests: which rules, which events, which alerts.
package struct RuleTestFile: Equatable, Sendable {
    /// As given by the user.
    package var path: String
    /// Rules files to load, relative paths already made relative to the test file.
    package var rulesPaths: [String] = []
    /// `matching: all`, every rule that holds; else the first one of each event.
    package var matchesAllRules = true
    package var tests: [RuleTestCase] = []
}

/// One test: events and what must come of them.
package struct RuleTestCase: Equatable, Sendable {
    package var name: String
    /// 1-based line in the file.
    package var line: Int
    package var events: [RuleTestEvent] = []
    package var alerts: [ExpectedAlert] = []
    /// Patterns of rules that must not alert.
    package var silent: [String] = []
    /// Alerts beyond those expected are a failure.
    package var isExact = false
}

/// Where an event of a test comes from.
package enum RuleTestEvent: Equatable, Sendable {
    /// One event by the values of its fields, in the order written; several texts for a list.
    case fields([GivenField])
    /// Every event of a recording.
    case capture(String)
}

/// A field and the text, or texts, of its value.
package struct GivenField: Equatable, Sendable {
    package var name: String
    package var texts: [String]

    package init(name: String, texts: [String]) {
        self.name = name
        self.texts = texts
    }
}

/// An alert that a test waits for.
package struct ExpectedAlert: Equatable, Sendable {
    package var rule: String
    /// How many there must be; nil: one or more.
    @usableFromInline package var count: Int?
    /// The whole message, without time and priority.
    package var output: String?
    /// Output fields by name and text.
    package var fields: [String: String] = [:]
}

/// Why a file is no file of tests.
package struct RuleTestFailure: Error, Equatable, Sendable {
    package var path: String
    /// 1-based; 0 when it is the whole file.
    package var line: Int
    package var reason: String

    package var message: String {
        line > 0 ? "\(path):\(line): \(reason)" : "\(path): \(reason)"
    }
}
