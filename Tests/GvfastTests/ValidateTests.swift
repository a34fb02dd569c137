import Foundation
import TestSupport
import Testing

@Suite struct ValidateTests {
    @Test func gvfastsOwnRulesAreValid() throws {
        let result = try Program.run(["-V", "\(Program.root)/rules/gvfast_rules.yaml"])
        #expect(result.status == 0)
        // Made for gVisor: there is no rule to tell of that cannot fire there.
        #expect(result.output == "\(Program.root)/rules/gvfast_rules.yaml: Ok\n")
        #expect(result.errors == "")
    }

    @Test func upstreamRulesAreValid() throws {
        guard let folder = SharedFiles.path("falco-rules") else { return }
        let result = try Program.run(["-V", folder, "-V", "\(folder)/0.33/falco_rules.yaml"])
        #expect(result.status == 0)
        #expect(result.output.contains("/falco_rules.yaml: Ok\n"))
        #expect(result.output.contains("0.33/falco_rules.yaml: Ok, with warnings\n"))
    }

    @Test func brokenFilesAreOneLineEachAndStatus1() throws {
        let folder = try TemporaryFolder()
        let broken = try folder.write("a.yaml", "- rule: [\n")
        let unknown = try folder.write(
            "b.yaml",
            "- rule: r\n  desc: d\n  condition: evt.tpye=open\n  output: o\n  priority: INFO\n")
        let result = try Program.run(["-V", broken, "-V", unknown])
        #expect(result.status == 1)
        #expect(result.output.contains("a.yaml: Invalid"))
        #expect(result.errorLines.count == 2)
        #expect(result.errorLines.allSatisfy { $0.hasPrefix("Error: \(folder.path)/") })
        #expect(result.errors.contains("evt.tpye"))
    }

    @Test func withJSONOutputTheResultIsOneObject() throws {
        let folder = try TemporaryFolder()
        let broken = try folder.write("a.yaml", "- rule: [\n")
        let result = try Program.run(["-V", broken, "-o", "json_output=true"])
        let data = Data(result.output.utf8)
        let object = try #require(
            try JSONSerialization.jsonObject(with: data) as? [String: [[String: Any]]])
        #expect(object["falco_load_results"]?.first?["successful"] as? Bool == false)
        #expect(result.status == 1)
    }

    @Test(arguments: ["/no/such/file.yaml", "/no/such/folder/"])
    func missingPathsAreTold(_ path: String) throws {
        let result = try Program.run(["-V", path])
        #expect(result.status == 1)
        #expect(result.errors == "Error: \(path): No such file or directory\n")
    }
}
