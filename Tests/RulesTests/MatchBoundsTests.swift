import Events
import Rules
import TestSupport
import Testing

/// More distinct answers than the matcher's tables hold: they are emptied, and no match is lost.
@Suite struct MatchBoundsTests {
    private static let letters = Array("abcdefghijklmnopqrstuvwxyz0123".utf8)
    /// Beyond the 65,535 sets and the 32,768 combinations that are kept at once.
    private static let nameCount = 70_000

    /// One rule for each letter that a name may hold, each of them on its own.
    private static func program() throws -> RuleProgram {
        var rules: [Rule] = []
        for letter in letters {
            let name = String(decoding: [letter], as: UTF8.self)
            // The event's type in an alternative, so that it is asked while a rule is followed.
            let text = "(fd.name contains \"\(name)\" and evt.type = open) or evt.type = reboot"
            rules.append(
                Rule(
                    index: rules.count, name: name, condition: try ConditionParser.parse(text),
                    conditionText: text))
        }
        return try RuleProgram(compiling: RuleSet(rules: rules), matching: .all)
    }

    @Test func fullTablesLoseNoMatch() throws {
        var matcher = Matcher(try Self.program(), hostname: "host")
        var random = SeededGenerator(seed: 11)
        let world = ConformanceWorld()
        for number in 0..<Self.nameCount {
            var path = Array("/".utf8)
            var expected: [Int] = []
            for (index, letter) in Self.letters.enumerated() where random.once(in: 2) {
                path.append(letter)
                expected.append(index)
            }
            // Half of the opens fail: their names are the event's own, not a descriptor's.
            let fd: Int64 = number % 2 == 0 ? 5 : -2
            world.apply(ConformanceFixtures.open(fd: fd, path))
            let count = matcher.match(world.event, world.binding, world.state)
            let found = (0..<count).map { matcher.rule(ofMatch: $0) }
            if found == expected { continue }
            Issue.record("event \(number): \(found), not \(expected)")
            return
        }
        #expect(matcher.counters.flushes > 0)
        #expect(matcher.counters.residuals > UInt64(Self.nameCount) / 2)
    }
}
