import Foundation
import SentrySim
import TestSupport
import Testing

/// gvfast raises what the simulator says, no more and no less.
@Suite struct GroundTruthTests {
    private func check(
        _ made: (folder: String, report: [String: Any]), _ set: String, _ rules: [String]
    ) throws -> Int {
        var arguments = ["-e", made.folder, "-o", "json_output=true", "-o", "rule_matching=all"]
        arguments += ["-p", AlertKey.outputFormat]
        for file in rules { arguments += ["-r", file] }
        let output = try BuiltProgram.run("gvfast", arguments)
        let expected = AlertKey.expected(made.report, set)
        let raised = try AlertKey.raised(output.split(separator: "\n"))
        let differences = AlertKey.differences(expected, raised)
        #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
        return expected.values.reduce(0, +)
    }

    @Test(arguments: [Personality.r20221219, .r20240729, .r202608])
    func attacksRaiseTheOwnRulesThatTheyMust(_ personality: Personality) throws {
        let folder = try SimFolder()
        let made = try folder.generate("a", .attack, personality, sandboxes: 2, events: 8_000)
        let rules = SharedFiles.packageRoot + "/rules/gvfast_rules.yaml"
        #expect(try check(made, "own", [rules]) > 60)
    }

    @Test(arguments: [Personality.r20221219, .r20240729, .r202608])
    func attacksRaiseTheUpstreamRulesThatTheyMust(_ personality: Personality) throws {
        let rules = UpstreamRules.current.compactMap { SharedFiles.path($0) }
        guard rules.count == 3 else { return }
        let folder = try SimFolder()
        let made = try folder.generate("a", .attack, personality, sandboxes: 2, events: 8_000)
        #expect(try check(made, "upstream", rules) > 60)
    }

    @Test(arguments: [Profile.web, .build, .shell, .database, .python, .idle, .mix])
    func honestWorkRaisesNothing(_ profile: Profile) throws {
        let rules = UpstreamRules.current.compactMap { SharedFiles.path($0) }
        let folder = try SimFolder()
        let made = try folder.generate("a", profile, .r202608, sandboxes: 6, events: 6_000)
        _ = try check(made, "own", [SharedFiles.packageRoot + "/rules/gvfast_rules.yaml"])
        if rules.count == 3 { _ = try check(made, "upstream", rules) }
    }
}
