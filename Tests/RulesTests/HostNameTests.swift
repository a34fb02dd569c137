import Events
import Rules
import TestSupport
import Testing

/// `fd.sip.name` and its like: compared by the addresses that names stand for.
@Suite struct HostNameTests {
    private static let server = IPAddress(ipv4: 0x5DB8_D822)  // 93.184.216.34
    private static let other = IPAddress(ipv4: 0x0A00_0001)

    private static let hosts = HostAddresses([
        "web.test": [other, server], "elsewhere.test": [other], "nowhere.test": [],
    ])

    /// Both evaluators on a connection to the server.
    private func holds(_ condition: String, _ hosts: HostAddresses) throws -> Bool {
        let parsed = try ConditionParser.parse(condition)
        let rule = Rule(index: 0, name: "r", condition: parsed, conditionText: condition)
        var matcher = Matcher(
            try RuleProgram(compiling: RuleSet(rules: [rule])), hostname: "host")
        var tree = TreeEvaluator(hostname: "host")
        matcher.use(hosts)
        tree.use(hosts)
        let world = ConformanceWorld()
        world.apply(ConformanceFixtures.socket(fd: 3, thread: 20))
        world.apply(
            ConformanceFixtures.connect(
                to: ("93.184.216.34", 443), fd: 3, result: 0, thread: 20))
        tree.begin(world.event)
        var checker = ConditionChecker()
        let checked = try checker.check(parsed)
        let isSlow = tree.evaluate(checked, world.event, world.binding, world.state)
        let isFast = matcher.match(world.event, world.binding, world.state) > 0
        #expect(isSlow == isFast, "\(condition): tree \(isSlow)")
        return isFast
    }

    @Test(arguments: [
        ("fd.sip.name = web.test", true),
        ("fd.sip.name = elsewhere.test", false),
        ("fd.sip.name = nowhere.test", false),
        ("fd.sip.name != web.test", false),
        ("fd.sip.name != elsewhere.test", true),
        ("fd.sip.name != nowhere.test", true),
        ("fd.sip.name in (nowhere.test, web.test)", true),
        ("fd.sip.name in (nowhere.test, elsewhere.test)", false),
        ("fd.sip.name intersects (nowhere.test, web.test)", true),
        ("fd.cip.name = web.test", false),
        ("not fd.sip.name in (elsewhere.test)", true),
        // Nobody has answered yet: neither the comparison nor its opposite holds.
        ("fd.sip.name = unknown.test", false),
        ("fd.sip.name != unknown.test", false),
        ("fd.sip.name in (unknown.test, web.test)", true),
        // There is no name to look at, only addresses.
        ("fd.sip.name exists", false),
        ("fd.sip.name contains web", false),
    ])
    func namesAreComparedByTheirAddresses(condition: String, isHeld: Bool) throws {
        #expect(try holds(condition, Self.hosts) == isHeld)
    }

    @Test func newAnswersReplaceWhatIsKeptOfDescriptors() throws {
        let parsed = try ConditionParser.parse("evt.type = connect and fd.sip.name = web.test")
        let rule = Rule(index: 0, name: "r", condition: parsed, conditionText: "")
        var matcher = Matcher(
            try RuleProgram(compiling: RuleSet(rules: [rule])), hostname: "host")
        let world = ConformanceWorld()
        world.apply(ConformanceFixtures.socket(fd: 3, thread: 20))
        world.apply(
            ConformanceFixtures.connect(
                to: ("93.184.216.34", 443), fd: 3, result: 0, thread: 20))
        #expect(matcher.match(world.event, world.binding, world.state) == 0)
        matcher.use(Self.hosts)
        #expect(matcher.match(world.event, world.binding, world.state) == 1)
        matcher.use(HostAddresses(["web.test": [Self.other]]))
        #expect(matcher.match(world.event, world.binding, world.state) == 0)
    }

    @Test func programsTellTheNamesTheyCompareWith() throws {
        let conditions = [
            "fd.sip.name in (b.test, a.test) or not fd.rip.name = c.test",
            "fd.sip.name contains d.test or proc.name = e.test or fd.cip.name != a.test",
        ]
        var rules: [Rule] = []
        for (index, text) in conditions.enumerated() {
            let parsed = try ConditionParser.parse(text)
            rules.append(
                Rule(index: index, name: "r\(index)", condition: parsed, conditionText: text))
        }
        let program = try RuleProgram(compiling: RuleSet(rules: rules))
        #expect(program.hostNames == ["a.test", "b.test", "c.test"])
        #expect(try RuleProgram(compiling: RuleSet()).hostNames.isEmpty)
    }
}
