import Rules
import TestSupport
import Testing

/// Alerts on recorded events against those of the reference.
@Suite struct GoldenTests {
    /// File suffix, rules files and mode of each kind of recording.
    static let kinds: [(suffix: String, rules: [String], matching: RuleProgram.Matching)] = [
        ("all", UpstreamRules.current, .all), ("first", UpstreamRules.current, .first),
        ("rules-0.33", UpstreamRules.old, .first),
    ]

    @Test func alertsAreThoseOfTheReferenceButForItsKnownErrors() throws {
        var total = GoldenCounts()
        for kind in Self.kinds {
            guard let rules = UpstreamRules.load(kind.rules) else { return }
            for capture in SharedFiles.captures() {
                let path = "golden/\(capture.name).\(kind.suffix).jsonl"
                guard let expected = Self.read(path) else { continue }
                let run = try GoldenRun(rules, matching: kind.matching, capture: capture.path)
                let comparison = GoldenComparison(expected: expected, run: run)
                for line in comparison.unexplained { print("golden: \(path): \(line)") }
                print("golden: \(path): \(comparison.counts)")
                total.add(comparison.counts)
            }
        }
        print("golden: in all: \(total)")
        #expect(total.unexplained == 0)
    }

    private static func read(_ name: String) -> [GoldenAlert]? {
        guard let path = SharedFiles.path(name) else { return nil }
        let text = String(decoding: SharedFiles.read(path), as: UTF8.self)
        return text.split(separator: "\n").compactMap { GoldenAlert(json: $0) }
    }
}

/// How the alerts of one or more recordings compare.
struct GoldenCounts: CustomStringConvertible {
    var expected = 0
    var raised = 0
    var equal = 0
    /// By letter of the list of the reference's errors.
    var letters: [String: Int] = [:]
    var unexplained = 0

    mutating func add(_ other: GoldenCounts) {
        expected += other.expected
        raised += other.raised
        equal += other.equal
        unexplained += other.unexplained
        letters.merge(other.letters, uniquingKeysWith: +)
    }

    var description: String {
        let parts = letters.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return "\(expected) expected, \(raised) raised, \(equal) equal, "
            + "by letter: \(parts.isEmpty ? "none" : parts.joined(separator: ", ")), "
            + "\(unexplained) unexplained"
    }
}

/// Pairs the alerts of one recording and explains what differs.
struct GoldenComparison {
    private(set) var counts = GoldenCounts()
    private(set) var unexplained: [String] = []

    init(expected: [GoldenAlert], run: GoldenRun) {
        counts.expected = expected.count
        counts.raised = run.alerts.count
        var left = run.alerts
        for alert in expected {
            if let index = left.firstIndex(of: alert) {
                left.remove(at: index)
                counts.equal += 1
            } else if let index = left.firstIndex(where: {
                $0.rule == alert.rule && $0.time == alert.time
            }) {
                compare(alert, left.remove(at: index), run)
            } else {
                note(GoldenLetters.missing(alert, run), "missing: \(alert.rule): \(alert.output)")
            }
        }
        for alert in left {
            note(GoldenLetters.extra(alert, run), "beyond: \(alert.rule): \(alert.output)")
        }
    }

    /// Every differing field must have its letter.
    private mutating func compare(
        _ expected: GoldenAlert, _ raised: GoldenAlert, _ run: GoldenRun
    ) {
        let keys = Set(expected.fields.keys).union(raised.fields.keys)
        for key in keys.sorted() {
            let (theirs, ours) = (expected.fields[key] ?? "absent", raised.fields[key] ?? "absent")
            if theirs == ours { continue }
            note(
                GoldenLetters.field(key, theirs, ours, expected, run),
                "\(expected.rule) at \(expected.time): \(key): \(ours), reference \(theirs)")
        }
    }

    private mutating func note(_ letter: String?, _ text: String) {
        if let letter {
            counts.letters[letter, default: 0] += 1
        } else {
            counts.unexplained += 1
            unexplained.append(text)
        }
    }
}
