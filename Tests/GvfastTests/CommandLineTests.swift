import Foundation
import GVisor
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
    ])
    func misuseIsOneLineAndStatus1(_ arguments: [String], _ message: String) throws {
        let result = try Program.run(arguments)
        #expect(result.status == 1)
        #expect(result.output == "")
        #expect(result.errorLines.count == 1)
        #expect(result.errors.hasPrefix("Error: "))
        #expect(result.errors.contains(message))
    }
}
