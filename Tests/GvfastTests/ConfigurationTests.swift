import Foundation
import GVisor
import TestSupport
import Testing

/// `-c`: configuration files through the program.
@Suite struct ConfigurationTests {
    /// Raises an alert for every exec.
    static let rules = """
        - rule: Any exec
          desc: d
          condition: evt.type = execve
          output: exec of %proc.name
          priority: NOTICE
        """

    private func lines(_ path: String) -> [Substring] {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: "\n")
    }

    @Test func rulesAndOutputsAreThoseOfTheFile() throws {
        guard let capture = SharedFiles.path("captures/runsc-202608/seed-touch.trace") else {
            return
        }
        let folder = try TemporaryFolder()
        let rules = try folder.write("rules.yaml", Self.rules)
        let main = try folder.write(
            "main.yaml",
            """
            config_files: [\(folder.path)/more.yaml]
            rules_files: [\(rules)]
            json_output: true
            append_output:
              - extra_output: from=%evt.type
                extra_fields: [proc.pid, {who: "%proc.name!"}]
            static_fields: {site: "a"}
            file_output: {enabled: true, keep_alive: false, filename: \(folder.path)/alerts}
            stdout_output: {enabled: false}
            engine: {kind: replay, replay: {capture_file: "${GVFAST_TEST_NONE}\(capture)"}}
            no_such_key: 1
            """)
        _ = try folder.write("more.yaml", "static_fields: {site: \"b\"}\n")
        let result = try Program.run(["-c", main, "-o", "priority=notice"])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.isEmpty)
        #expect(result.errors.contains("no_such_key"))
        #expect(!result.errors.contains("'engine'"))
        let alerts = try lines(folder.path + "/alerts").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(!alerts.isEmpty)
        for alert in alerts {
            let output = try #require(alert["output"] as? String)
            let fields = try #require(alert["output_fields"] as? [String: Any])
            let name = try #require(fields["proc.name"] as? String)
            #expect(output.hasSuffix(" Notice exec of \(name) from=execve"))
            #expect(fields["who"] as? String == "\(name)!")
            #expect(fields["proc.pid"] is NSNumber)
            #expect(fields["site"] as? String == "b")
        }
    }

    @Test func everyOutputGetsEveryAlert() throws {
        guard let capture = SharedFiles.path("captures/runsc-202608/attacks-a.trace") else {
            return
        }
        let folder = try TemporaryFolder()
        let rules = try folder.write("rules.yaml", Self.rules)
        let main = try folder.write(
            "main.yaml",
            """
            rules_files: [\(rules)]
            stdout_output: {enabled: true}
            file_output: {enabled: true, keep_alive: true, filename: \(folder.path)/alerts}
            program_output: {enabled: true, keep_alive: true, program: "cat > \(folder.path)/piped"}
            """)
        let result = try Program.run(["-c", main, "-e", capture])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.outputLines.count > 3)
        #expect(lines(folder.path + "/alerts") == result.outputLines)
        #expect(lines(folder.path + "/piped") == result.outputLines)
    }

    @Test func whatCannotBeDoneIsOneLineAndStatusOne() throws {
        guard let capture = SharedFiles.path("captures/runsc-202608/seed-touch.trace") else {
            return
        }
        let folder = try TemporaryFolder()
        let cases = [
            ("stdout_output: {enabled: false}", "no output is enabled"),
            ("a: 1\njson_output: maybe", "main.yaml:2:14: json_output: found 'maybe'"),
            ("file_output: {enabled: true}", "main.yaml:1:14: file_output is enabled without"),
            ("a: [", "main.yaml"),
            ("metrics: {enabled: true}", "metrics.interval"),
            ("http_output: {enabled: true, url: 'https://h/'}", "https is not supported"),
            ("config_files: [{path: x, strategy: y}]", "strategy"),
        ]
        for (text, part) in cases {
            let main = try folder.write("main.yaml", text)
            let result = try Program.run(["-c", main, "-e", capture])
            #expect(result.status == 1, "\(text)")
            let errors = result.errorLines.filter { $0.hasPrefix("Error: ") }
            #expect(errors.count == 1 && errors[0].contains(part), "\(text): \(result.errors)")
        }
        let missing = try Program.run(["-c", folder.path + "/none.yaml", "-e", capture])
        #expect(missing.status == 1)
        #expect(missing.errors.contains("No such file"))
    }

    @Test func namesOfFormatsThatAppendNothingAreDeprecated() throws {
        guard let capture = SharedFiles.path("captures/runsc-202608/seed-touch.trace") else {
            return
        }
        let folder = try TemporaryFolder()
        let rules = try folder.write("rules.yaml", Self.rules)
        let plain = try Program.run(["-r", rules, "-e", capture])
        #expect(plain.status == 0 && !plain.outputLines.isEmpty)
        #expect(!plain.errors.contains("deprecated"))
        let named = try Program.run(["-r", rules, "-e", capture, "-p", "container"])
        #expect(named.status == 0 && named.outputLines == plain.outputLines)
        let told = named.errorLines.filter { $0.contains("-p container is deprecated") }
        #expect(told.count == 1, "\(named.errors)")
    }

    @Test func metricsAreToldAsAlertsAndInAFile() throws {
        let folder = try TemporaryFolder()
        let rules = try folder.write("rules.yaml", Self.rules)
        let main = try folder.write(
            "main.yaml",
            """
            rules_files: [\(rules)]
            json_output: true
            metrics:
              enabled: true
              interval: 1s
              output_rule: true
              output_file: \(folder.path)/metrics
            """)
        let daemon = try Daemon(folder: folder.path, ["-c", main, "-M", "4"])
        while daemon.isRunning { usleep(50_000) }
        let alerts = lines(folder.path + "/out")
        #expect(!alerts.isEmpty)
        #expect(alerts == lines(folder.path + "/metrics"))
        let first = try #require(
            try JSONSerialization.jsonObject(with: Data((alerts.first ?? "").utf8))
                as? [String: Any])
        #expect(first["rule"] as? String == "Falco internal: metrics snapshot")
        #expect(first["source"] as? String == "internal")
        let fields = try #require(first["output_fields"] as? [String: Any])
        #expect((fields["falco.sha256_rules_file.rules_yaml"] as? String)?.utf8.count == 64)
        #expect(fields["scap.engine_name"] as? String == "gvisor")
    }
}
