import Rules
import Testing

/// `gvfast test`: files of tests, events by field values, reports.
@Suite struct RuleTestingTests {
    private static let rules = """
        - list: shells
          items: [sh, bash]
        - rule: Shell
          desc: d
          condition: evt.type = execve and proc.name in (shells) and container.id != host
          output: shell %proc.name under %proc.pname (file=%fd.name)
          priority: WARNING
        - rule: Shadow
          desc: d
          condition: >
            evt.type in (open, openat) and fd.name startswith /etc and fd.filename = shadow
            and not proc.aname in (sudo) and (fd.num >= 0 or evt.failed = true)
          output: shadow %fd.name dir %fd.directory by %toupper(proc.name) n=%fd.num
          priority: ERROR
        - rule: Net
          desc: d
          condition: evt.type = connect and fd.ip = 10.0.0.1 and fd.snet in (10.0.0.0/8)
          output: net %fd.sip:%fd.sport
          priority: INFO
        """

    private func ruleSet() throws -> RuleSet {
        var loader = RulesLoader()
        loader.load(Self.rules, name: "rules.yaml")
        try #require(loader.isSuccessful, "\(loader.results[0].report)")
        return loader.ruleSet
    }

    private func run(_ text: String) throws -> RuleTestReport {
        let file = try RuleTestFileReader.parse(Array(text.utf8), path: "dir/tests.yaml")
        let runner = RuleTestRunner(try ruleSet()) { path, _, _ in
            let line =
                #"{"rule":"Net","priority":"Informational","message":"from \#(path)","#
                + #""output_fields":{"a":1,"b":null}}"#
            return RaisedAlert(jsonLine: line).map { [$0] } ?? []
        }
        return try runner.run(file)
    }

    @Test func eventsByFieldValuesRaiseAlerts() throws {
        let report = try run(
            """
            defaults: {container.id: abc, "proc.aname[1]": nginx}
            tests:
            - test: a shell
              events:
              - {evt.type: execve, proc.name: sh}
              alerts:
              - rule: Shell
                count: 1
                output: shell sh under nginx (file=<NA>)
                fields: {proc.name: sh, proc.pname: nginx, fd.name: }
              exact: true
            - test: the host is silent
              events:
              - {evt.type: execve, proc.name: sh, container.id: host}
              alerts: []
            - test: a file
              events:
              - {evt.type: openat, proc.name: cat, fd.name: /etc/shadow, fd.num: 4}
              - {evt.type: openat, proc.name: cat, fd.name: /etc/shadow, evt.failed: true}
              - {evt.type: openat, proc.name: cat, fd.name: /etc/shadow}
              - {evt.type: close, proc.name: cat, fd.name: /etc/shadow, fd.num: 4}
              alerts:
              - {rule: Shadow, count: 2}
              - {rule: Shadow, count: 1, output: shadow /etc/shadow dir /etc by CAT n=4}
              silent: [Sh?dow, "She*"]
            - test: an ancestor
              events:
              - evt.type: openat
                fd.name: /etc/shadow
                fd.num: 4
                proc.aname[2]: sudo
              silent: ["*"]
            - test: both ends
              events:
              - {evt.type: connect, fd.cip: 10.0.0.1, fd.sip: 10.9.9.9, fd.sport: https}
              - {evt.type: connect, fd.cip: 10.0.0.1, fd.sip: 11.9.9.9, fd.sport: 443}
              alerts:
              - {rule: Net, count: 1, output: "net 10.9.9.9:443"}
            - test: a capture
              events: [{capture: x.trace}]
              alerts:
              - {rule: Net, fields: {a: "1", b: <NA>}, output: from dir/x.trace}
            """)
        #expect(report.failedCount == 0, "\(report.text)")
        #expect(report.outcomes.count == 6)
        #expect(report.text.hasSuffix("6 tests, 0 failed\n"))
    }

    @Test func failuresAreToldAsDiffs() throws {
        let report = try run(
            """
            tests:
            - test: wrong <output>
              events: [{evt.type: execve, proc.name: sh, container.id: a, fd.name: "&"}]
              alerts: [{rule: Shell, output: other, fields: {proc.name: bash, x: "1"}}]
            - test: too few
              events: [{evt.type: execve, proc.name: sh, container.id: a}]
              alerts: [{rule: Shell, count: 2}]
            - test: not silent
              events: [{evt.type: execve, proc.name: sh, container.id: a}]
              silent: [Shell]
            - test: beyond
              events: [{evt.type: execve, proc.name: sh, container.id: a}]
              alerts: []
            - test: no such rule
              events: [{evt.type: close}]
              alerts: [Shel]
            """)
        #expect(report.failedCount == 5)
        #expect(
            report.text.hasPrefix(
                """
                dir/tests.yaml
                  FAIL wrong <output> (line 2)
                         rule 'Shell': an alert is expected, none was raised; nearest alert:
                         - output: other
                         + output: shell sh under <NA> (file=&)
                         - proc.name: bash
                         + proc.name: sh
                         - x: 1
                         + x: (not in the output)
                  FAIL too few (line 5)
                         rule 'Shell': 2 alerts expected, 1 raised
                  FAIL not silent (line 8)
                         rule 'Shell' must be silent, but raised: shell sh under <NA> (file=<NA>)

                """), "\(report.text)")
        let junit = RuleTestReport.junit([report])
        #expect(junit.contains("<testsuite name=\"dir/tests.yaml\" tests=\"5\" failures=\"5\">"))
        #expect(junit.contains("name=\"wrong &lt;output&gt;\""))
        #expect(junit.contains("<failure message=\"no rule is named 'Shel'\">"))
        #expect(junit.contains("(file=&amp;)&#10;- proc.name"))
    }

    @Test func firstMatchingStopsAtTheFirstRule() throws {
        let text = """
            - {rule: a, desc: d, condition: evt.type = open, output: o, priority: INFO}
            - {rule: b, desc: d, condition: evt.type = open, output: o, priority: INFO}
            """
        var loader = RulesLoader()
        loader.load(text, name: "r.yaml")
        let fields = [GivenField(name: "evt.type", texts: ["open"])]
        for (matchesAll, names) in [(true, ["a", "b"]), (false, ["a"])] {
            let evaluator = try GivenEventEvaluator(
                loader.ruleSet, matchesAllRules: matchesAll)
            #expect(try evaluator.alerts(of: fields).map(\.rule) == names)
        }
    }

    @Test(arguments: [
        ("tests: 1", 1, "'tests' must be a sequence"),
        ("- a", 0, "a mapping with 'tests' is expected"),
        ("tests:\n- test: t\n  events: []\n  alerts: []", 2, "'events' must not be empty"),
        (
            "tests:\n- test: t\n  events:\n  - {proc.name: a}\n  alerts: []", 4,
            "an event needs its 'evt.type'"
        ),
        (
            "tests:\n- test: t\n  events:\n  - {evt.type: open, fd.num: x}\n  alerts: []", 4,
            "'x' is no value of fd.num, which is int64"
        ),
        (
            "tests:\n- test: t\n  events:\n  - {evt.type: open, fd.nam: x}\n  alerts: []", 4,
            "'fd.nam' is not a known field"
        ),
        ("tests:\n- test: t\n  event: []", 3, "unknown key 'event'"),
        (
            "tests:\n- test: t\n  events: [{evt.type: open}]", 2,
            "the test expects nothing: give 'alerts' or 'silent'"
        ),
        ("matching: some\ntests: []", 1, "'matching' is 'all' or 'first'"),
        ("tests: [", 2, ""),
    ])
    func brokenFilesSayWhere(text: String, line: Int, reason: String) {
        let error = #expect(throws: RuleTestFailure.self) {
            try RuleTestFileReader.parse(Array(text.utf8), path: "t.yaml")
        }
        #expect(error?.line == line, "\(error?.message ?? "")")
        if !reason.isEmpty { #expect(error?.reason == reason) }
    }

    @Test func pathsAreRelativeToTheFile() throws {
        let text = "rules: [a.yaml, /b.yaml]\nmatching: first\ntests: []"
        let file = try RuleTestFileReader.parse(Array(text.utf8), path: "x/y/t.yaml")
        #expect(file.rulesPaths == ["x/y/a.yaml", "/b.yaml"])
        #expect(!file.matchesAllRules)
    }

    @Test func aTraceShowsEveryPartWithItsValue() throws {
        let evaluator = try GivenEventEvaluator(try ruleSet(), matchesAllRules: true)
        let fields = [
            GivenField(name: "evt.type", texts: ["open"]),
            GivenField(name: "fd.name", texts: ["/etc/sha\"\ndow"]),
            GivenField(name: "proc.aname[1]", texts: ["sudo"]),
        ]
        let trace = try #require(try evaluator.trace(rule: "Shadow", on: fields))
        #expect(!trace.holds)
        #expect(
            trace.text == """
                false  and
                true     evt.type in (open, openat)   <- is "open"
                true     fd.name startswith /etc   <- is "/etc/sha\\"\\ndow"
                false    fd.filename = shadow   <- is "sha\\"\\ndow"
                false    not
                true       proc.aname in (sudo)   <- is "(sudo)"
                false    or
                false      fd.num >= 0   <- is missing
                false      evt.failed = true   <- is missing

                """, "\(trace.text)")
        #expect(try evaluator.trace(rule: "nosuch", on: fields) == nil)
    }
}
