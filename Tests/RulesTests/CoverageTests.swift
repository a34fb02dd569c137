import Rules
import TestSupport
import Testing

/// `rules check`: what gVisor cannot do is said.
@Suite struct CoverageTests {
    private func coverage(_ condition: String) throws -> RuleCoverage {
        let tree = try ConditionParser.parse(condition)
        return RuleCoverage(of: Rule(index: 0, name: "r", condition: tree))
    }

    @Test(arguments: [
        ("evt.type = open and fd.name = /etc/passwd", RuleCoverage.Verdict.fully),
        ("evt.type in (open, openat2)", .fully),
        ("evt.type in (open, mkdir)", .fully),
        ("evt.type = mkdir and evt.arg.path = /x", .never),
        ("evt.type = chmod and evt.arg.mode contains S_ISUID", .fully),
        ("evt.type = open and container.id = host", .never),
        ("evt.type = open and not container.id = host", .fully),
        ("evt.type = open and thread.cap_effective contains CAP_SYS_ADMIN", .never),
        ("evt.type = open and not thread.cap_effective contains CAP_SYS_ADMIN", .partly),
        ("evt.type = open and (container.id = host or fd.name = a)", .fully),
        ("evt.type = open and user.loginuid != 0", .fully),
        ("evt.type = open and user.loginuid >= 0", .never),
        ("evt.type in (open, mkdir) and (fd.name = a or evt.arg.path = a)", .partly),
        ("evt.type = openat2", .never),
        ("evt.type = read and evt.buffer contains x", .never),
        ("evt.type = read and (evt.buffer contains x or fd.name = a)", .partly),
        ("evt.type = open and (thread.cap_effective = a or fd.name = a)", .partly),
        ("evt.type = open and container.privileged = true", .partly),
        ("evt.type = open and evt.num = 0", .never),
        ("evt.type = open and toupper(fd.sip.name) = A", .never),
        ("evt.type = connect and fd.sip.name contains a", .never),
        ("evt.type = connect and fd.sip.name exists", .never),
        ("evt.type = connect and fd.sip.name in (a.test)", .partly),
        ("evt.type = connect and fd.sip.name != a.test", .partly),
        ("proc.name = sh", .fully),
    ])
    func verdictsFollowFromEventsAndFields(
        condition: String, verdict: RuleCoverage.Verdict
    ) throws {
        let found = try coverage(condition)
        #expect(found.verdict == verdict, "\(condition): \(found.reasons)")
        #expect((found.verdict == .fully) == found.reasons.isEmpty)
    }

    @Test func youngPointsAreNamedWithTheirRelease() throws {
        let found = try coverage("evt.type in (listen, accept)")
        #expect(found.requirements == ["listen needs runsc release-20260727.0"])
        #expect(found.events == ["accept", "listen"])
        let memfd = try coverage("evt.type = execve and proc.is_exe_from_memfd = true")
        #expect(memfd.requirements == ["proc.is_exe_from_memfd needs runsc release-20260727.0"])
    }

    @Test func theVerdictsOnThePublicRulesAreThoseOfTheTable() throws {
        let files = ["falco_rules", "falco-incubating_rules", "falco-sandbox_rules"]
        let paths = files.compactMap { SharedFiles.path("falco-rules/\($0).yaml") }
        guard paths.count == 3, let table = SharedFiles.path("spec/falco-rules-gvisor.tsv") else {
            return
        }
        var loader = RulesLoader()
        for path in paths { loader.load(file: path) }
        let report = RulesCoverageReport(loader.ruleSet)
        print(report.text)
        var expected: [String: String] = [:]
        let lines = String(decoding: SharedFiles.read(table), as: UTF8.self).split(separator: "\n")
        for line in lines.dropFirst() {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            expected[String(cells[1])] = String(cells[6])
        }
        // The table calls two more rules impossible because gVisor refuses bpf and userfaultfd; it
        // does report the attempts, on which these rules fire.
        let alive: Set = [
            "BPF Program Not Profiled",
            "Unprivileged Delegation of Page Faults Handling to a Userspace Process",
        ]
        let never = Set(report.rules.filter { $0.verdict == .never }.map(\.rule))
        let impossible = Set(expected.filter { $0.value == "no" }.keys)
        #expect(never == impossible.subtracting(alive))
        #expect(never.count == 12)
        for rule in report.rules where rule.verdict == .never { #expect(!rule.reasons.isEmpty) }
        // What the table calls possible is at least partly possible, and most of it fully.
        let possible = report.rules.filter { expected[$0.rule] == "yes" }
        #expect(possible.allSatisfy { $0.verdict != .never })
        #expect(possible.count { $0.verdict == .fully } >= 43)
    }
}
