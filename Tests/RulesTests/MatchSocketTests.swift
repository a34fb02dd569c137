import Core
import Events
import Rules
import State
import TestSupport
import Testing

/// Sockets that share their answers: the fast matcher and the slow evaluator agree on every one,
/// whatever its ports are.
@Suite struct MatchSocketTests {
    /// Comparisons whose answers follow from the kind of a socket, its addresses and where its
    /// ports stand among theirs.
    private static let sharing = [
        "fd.sport = 22", "fd.sport in (80, 443, 8080)", "fd.sport != 22", "fd.cport > 1024",
        "fd.cport < 1024", "fd.rport >= 1023", "fd.lport <= 443", "fd.port = 443",
        "fd.port in (23, 21)", "fd.proto = 80", "fd.cport exists", "fd.lport exists",
        "fd.name startswith /etc", "fd.name contains '/.ssh/'", "fd.name endswith _history",
        "fd.name glob /home/*/.ssh/*", "fd.name pmatch (/proc, /etc)", "fd.name in (/a, /b)",
        "fd.name icontains SSH", "fd.name = ''", "fd.name != ''", "fd.name exists",
        "fd.nameraw contains ../", "fd.directory = /etc", "fd.filename startswith p",
        "fd.sip = 192.168.1.2", "fd.cip in (10.0.0.5, 192.168.1.9)", "fd.ip = 127.0.0.1",
        "fd.snet in (10.0.0.0/8, 192.168.0.0/16)", "fd.net = 93.184.216.0/24", "fd.rip = 10.0.0.5",
        "fd.l4proto = tcp", "fd.connected = true", "fd.type in (ipv4, ipv6)", "fd.typechar = 4",
        "fd.is_server = true", "fd.sockfamily = ip",
    ]

    /// Comparisons that need the very ports, or a text with them.
    private static let particular = [
        "fd.name startswith 10.", "fd.name contains :443", "fd.name endswith 2", "fd.name = '->'",
        "fd.name glob *:4?", "fd.name glob '*[4]*'", "fd.name regex '.*:80'", "fd.name < 2",
        "fd.name pmatch (/10.0.0.5:22)", "fd.name icontains A", "fd.sproto = 22",
        "fd.cproto startswith 4", "toupper(fd.name) contains 443",
        "fd.sport = val(fd.cport)",
    ]

    private static let socketCount = 1_500
    private static let ports: [UInt16] = [
        0, 1, 21, 22, 23, 79, 80, 81, 442, 443, 444, 1022, 1023, 1024, 1025, 8080, 40_000, 40_001,
        65_534, 65_535,
    ]
    private static let addresses = ["10.0.0.5", "192.168.1.9", "192.168.1.2", "127.0.0.1", "::1"]

    @Test func socketsOfEqualRanksShareTheirAnswers() throws {
        let counters = try compare(Self.sharing, seed: 11)
        #expect(counters.sockets == Self.socketCount)
        #expect(counters.sets < counters.sockets, "\(counters)")
    }

    @Test(arguments: particular)
    func whatNeedsTheVeryPortsIsAskedForEachSocket(_ condition: String) throws {
        let counters = try compare(Self.sharing + [condition], seed: 12)
        // one set at least for each socket that is new
        #expect(counters.sets >= counters.sockets, "\(counters)")
    }

    @Test func aServersConnectionsAreAnsweredOnce() throws {
        let program = try RuleProgram(compiling: try Self.rules(Self.sharing), matching: .all)
        var matcher = Matcher(program, hostname: "host")
        let world = ConformanceWorld()
        for port in UInt16(30_000)..<UInt16(31_000) {
            world.apply(
                ConformanceFixtures.accept(from: ("192.168.1.9", port), to: ("192.168.1.2", 8080)))
            #expect(matcher.match(world.event, world.binding, world.state) > 0)
        }
        #expect(matcher.counters.descriptorSets == 1)
    }

    @Test func namesOfSocketsAreWithinTheAlphabet() throws {
        // The very check is an assertion in the matcher; the fields' plan depends on it.
        let world = ConformanceWorld()
        for source in Self.addresses {
            for port in Self.ports {
                world.apply(
                    ConformanceFixtures.accept(from: (source, port), to: ("2001:db8::a:9f", port)))
                let row = world.state[world.binding.descriptor]
                let name = world.state.text(of: row.name).string
                #expect(name.contains("->"))
                #expect(name.allSatisfy { "0123456789abcdef:.->".contains($0) }, "\(name)")
            }
        }
    }

    private static func rules(_ conditions: [String]) throws -> RuleSet {
        RuleSet(
            rules: try conditions.enumerated().map { index, text in
                Rule(
                    index: index, name: "rule \(index)",
                    condition: try ConditionParser.parse(
                        "evt.type in (accept4, connect, bind) and " + text),
                    conditionText: text)
            })
    }

    private func compare(
        _ conditions: [String], seed: UInt64
    ) throws -> (sockets: Int, sets: Int) {
        let rules = try Self.rules(conditions)
        let program = try RuleProgram(compiling: rules, matching: .all)
        var checked: [CheckedExpression] = []
        for rule in rules.rules {
            var checker = ConditionChecker()
            checked.append(try checker.check(rule.condition))
        }
        var matcher = Matcher(program, hostname: "host")
        var tree = TreeEvaluator(hostname: "host")
        let world = ConformanceWorld()
        var random = SeededGenerator(seed: seed)
        var sockets = 0
        for number in 0..<Self.socketCount {
            for event in Self.events(&random) {
                world.apply(event)
                tree.begin(world.event)
                _ = matcher.match(world.event, world.binding, world.state)
                if program.hasRules(for: world.event.code) { sockets += 1 }
                var fast = Set<Int>()
                for index in 0..<matcher.matchCount { fast.insert(matcher.rule(ofMatch: index)) }
                for (index, condition) in checked.enumerated() {
                    let isSlow = tree.evaluate(
                        condition, world.event, world.binding, world.state)
                    #expect(
                        isSlow == fast.contains(index),
                        "seed \(seed), socket \(number): \(rules.rules[index].conditionText)")
                }
            }
        }
        return (sockets, Int(matcher.counters.descriptorSets))
    }

    /// A socket's beginning by one of its ways.
    private static func events(_ random: inout SeededGenerator) -> [ConformanceEvent] {
        let fd = Int64(6 + random.below(20))
        func end() -> (String, UInt16) {
            (addresses[random.below(addresses.count)], ports[random.below(ports.count)])
        }
        switch random.below(4) {
        case 0: return [ConformanceFixtures.accept(fd: fd, from: end(), to: end())]
        case 1:
            return [
                ConformanceFixtures.socket(fd: fd),
                ConformanceFixtures.connect(
                    from: end(), to: end(), fd: fd, result: random.once(in: 3) ? -115 : 0),
            ]
        case 2:
            return [ConformanceFixtures.socket(fd: fd), ConformanceFixtures.bind(end(), fd: fd)]
        default:
            return [
                ConformanceFixtures.socket(fd: fd, domain: 10, type: 2),
                ConformanceFixtures.connect(from: end(), to: end(), fd: fd),
            ]
        }
    }
}
