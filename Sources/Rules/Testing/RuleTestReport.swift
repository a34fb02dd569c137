/// What the tests of one file came to.
package struct RuleTestReport: Equatable, Sendable {
    package struct Outcome: Equatable, Sendable {
        package var test: RuleTestCase
        /// Empty when the test passed.
        package var problems: [String]
        package var alerts: [RaisedAlert]
    }

    package var path: String
    package var outcomes: [Outcome]

    package var failedCount: Int { outcomes.count { !$0.problems.isEmpty } }

    /// A line for each test, below it what is wrong, then the sums. Ends in a newline.
    @usableFromInline package var text: String {
        var text = "\(path)\n"
        for outcome in outcomes {
            let isPassed = outcome.problems.isEmpty
            text += "  \(isPassed ? "ok  " : "FAIL") \(outcome.test.name)"
            text += isPassed ? "\n" : " (line \(outcome.test.line))\n"
            for problem in outcome.problems {
                for line in problem.split(separator: "\n") { text += "         \(line)\n" }
            }
        }
        return text + "\(outcomes.count) tests, \(failedCount) failed\n"
    }

    /// JUnit's XML for the reports of several files.
    package static func junit(_ reports: [RuleTestReport]) -> String {
        let count = reports.reduce(0) { $0 + $1.outcomes.count }
        let failed = reports.reduce(0) { $0 + $1.failedCount }
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text += "<testsuites name=\"gvfast\" tests=\"\(count)\" failures=\"\(failed)\">\n"
        for report in reports {
            text += "  <testsuite name=\"\(escaped(report.path))\" "
            text += "tests=\"\(report.outcomes.count)\" failures=\"\(report.failedCount)\">\n"
            for outcome in report.outcomes { text += report.testCase(outcome) }
            text += "  </testsuite>\n"
        }
        return text + "</testsuites>\n"
    }

    private func testCase(_ outcome: Outcome) -> String {
        let head =
            "    <testcase classname=\"\(Self.escaped(path))\" "
            + "name=\"\(Self.escaped(outcome.test.name))\" file=\"\(Self.escaped(path))\" "
            + "line=\"\(outcome.test.line)\""
        guard let first = outcome.problems.first else { return head + "/>\n" }
        let message = first.split(separator: "\n").first.map(String.init) ?? ""
        let body = Self.escaped(outcome.problems.joined(separator: "\n"))
        return head + ">\n      <failure message=\"\(Self.escaped(message))\">\(body)</failure>\n"
            + "    </testcase>\n"
    }

    /// Text as XML: markup escaped, what XML cannot hold replaced.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n": result += "&#10;"
            case "\t": result += "&#9;"
            default:
                let isLegal =
                    scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
                result.unicodeScalars.append(isLegal ? scalar : "\u{FFFD}")
            }
        }
        return result
    }
}
