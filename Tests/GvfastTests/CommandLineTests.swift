import Foundation
import GVisor
import TestSupport
import Testing

@Suite struct CommandLineTests {
    @Test func versionAndHelpGoToStandardOutput() throws {
        let version = try Program.run(["--version"])
        #expect(version.status == 0)
        #expect(version.output.hasPrefix("gvfast version "))
        let help = try Program.run(["--help"])
        #expect(help.status == 0)
        #expect(help.output.contains("--gvisor-generate-config"))
        #expect(help.errors == "")
    }

    @Test(arguments: [
        ([], "/run/gvfast/gvisor.sock"), (["=/tmp/x.sock"], "/tmp/x.sock"),
    ])
    func aSessionFileIsPrinted(_ value: [String], _ endpoint: String) throws {
        let option = "--gvisor-generate-config" + (value.first ?? "")
        let result = try Program.run([option])
        #expect(result.status == 0)
        let config = try SessionConfig.parse(Array(result.output.utf8), path: "printed")
        #expect(config.endpoint == endpoint)
        #expect(config.warnings == [])
    }

    @Test(arguments: [
        (["--nonsense"], "Unknown option '--nonsense'"),
        (["--io", "carrier-pigeon"], "--io: found 'carrier-pigeon'"),
        (["-o", "json_output=maybe"], "json_output: found 'maybe'"),
        (["-o", "json_output"], "not of the form KEY=VALUE"),
        (["-e", "a", "-g", "b"], "exclude each other"),
        (["-M", "0"], "-M: found 0"),
        (["--coalesce", "200000"], "--coalesce: found 200000"),
        // more nanoseconds than 64 bits hold
        (["-M", "99999999999999"], "-M: found 99999999999999"),
        (["-P", "/no/such/folder/pid", "-g", "x"], "cannot write the process id to '/no/such/"),
    ])
    func misuseIsOneLineAndStatus1(_ arguments: [String], _ message: String) throws {
        let result = try Program.run(arguments)
        #expect(result.status == 1)
        #expect(result.output == "")
        #expect(result.errorLines.count == 1)
        #expect(result.errors.hasPrefix("Error: "))
        #expect(result.errors.contains(message))
    }

    /// `-pk`, as Falco's charts and documents have it.
    @Test func valuesMayStandBehindTheirLetter() throws {
        guard let capture = SharedFiles.path("captures/runsc-202608/seed-touch.trace") else {
            return
        }
        let rules = Program.root + "/rules/gvfast_rules.yaml"
        let apart = try Program.run(["-r", rules, "-e", capture, "-p", "cg"])
        let joined = try Program.run(["-r" + rules, "-e" + capture, "-pcg"])
        #expect(joined.status == 0 && joined.output == apart.output)
        #expect(joined.output.contains("vpid="))
    }

    /// Else the next descriptor would be number 1, and alerts would go wherever it leads.
    @Test func aClosedStandardOutputIsAnOutputThatFails() throws {
        guard let capture = SharedFiles.path("captures/runsc-202608/attacks-a.trace") else {
            return
        }
        let command = "exec \"$@\" >&-"
        let outcome = try ChildProcess.run(
            ["sh", "-c", command, "sh", Program.path, "-e", capture], timeoutMillis: 300_000)
        let errors = String(decoding: outcome.errorOutput, as: UTF8.self)
        #expect(outcome.isSuccess)
        #expect(errors.contains("alert output 'stdout': write: Bad file descriptor"))
        #expect(errors.contains("stdout delivered: 0, failed: "))
        #expect(!errors.contains("does not close"))
    }
}
