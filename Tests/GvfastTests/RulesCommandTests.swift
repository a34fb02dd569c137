import TestSupport
import Testing

/// `gvfast rules check`, `explain` and `test`.
@Suite struct RulesCommandTests {
    private static let rules = """
        - rule: opens
          desc: d
          condition: evt.type in (open, openat) and fd.name startswith /bin/f and fd.num >= 0
          output: opened %fd.name
          priority: INFO
        - rule: host
          desc: d
          condition: evt.type = open and container.id = host
          output: o
          priority: INFO

        """

    @Test func rulesCheckTellsWhatCannotFire() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("r.yaml", Self.rules)
        let result = try Program.run(["rules", "check", "-r", path])
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("fully   opens\nnever   host\n            container.id: "))
        #expect(
            result.output.hasSuffix(
                "2 rules on gVisor: 1 can fire fully, 0 partly, 1 never\n"))
        let json = try Program.run(["rules", "check", "-r", path, "-o", "json_output=true"])
        #expect(json.output.contains(#""summary":{"fully":1,"never":1,"partly":0}"#))
        let validated = try Program.run(["-V", path])
        #expect(validated.output.contains("never   host\n"))
        #expect(!validated.output.contains("fully   opens"))
    }

    @Test func explainShowsThePartsOfAMatch() throws {
        guard let capture = SharedFiles.path("captures/runsc-202608/seed-touch.trace") else {
            return
        }
        let folder = try TemporaryFolder()
        let path = try folder.write("r.yaml", Self.rules)
        let result = try Program.run(["explain", "-r", path, "-e", capture, "--rule", "op*"])
        #expect(result.status == 0)
        #expect(result.output.contains("rule 'opens' holds\ntrue   and\n"))
        let wrong = try Program.run(["explain", "-r", path, "-e", capture, "--rule", "nosuch"])
        #expect(wrong.status == 1)
        #expect(wrong.errors == "Error: no rule is named 'nosuch'\n")
        #expect(try Program.run(["explain", "-r", path]).status == 1)
    }

    @Test func testsOfRulesDecideTheExitStatus() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("r.yaml", Self.rules)
        let tests = """
            rules: [r.yaml]
            tests:
            - test: t
              events: [{evt.type: open, fd.name: /bin/foo, fd.num: 3}]
              alerts: [{rule: opens, output: opened %}]

            """
        let good = try folder.write("good.yaml", tests.replacing("%", with: "/bin/foo"))
        let bad = try folder.write("bad.yaml", tests.replacing("%", with: "/bin/bar"))
        let passed = try Program.run(["test", good])
        #expect(passed.status == 0, "\(passed.errors)")
        #expect(passed.output.hasSuffix("  ok   t\n1 tests, 0 failed\n"))
        let junit = folder.path + "/junit.xml"
        let failed = try Program.run(["test", good, bad, "--junit", junit])
        #expect(failed.status == 1)
        #expect(failed.output.contains("+ output: opened /bin/foo"))
        #expect(failed.errors == "Error: 1 rule tests failed\n")
        let xml = String(decoding: SharedFiles.read(junit), as: UTF8.self)
        #expect(xml.contains("<testsuites name=\"gvfast\" tests=\"2\" failures=\"1\">"))
    }
}
