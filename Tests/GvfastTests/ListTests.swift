import Foundation
import Testing

@Suite struct ListTests {
    @Test func everyListedFieldIsThereInAllForms() throws {
        let names = try Program.run(["--list", "-N"]).outputLines.map(String.init)
        #expect(names.count > 150)
        #expect(names.contains("proc.name") && names.contains("k8s.pod.name"))
        let text = try Program.run(["--list"]).output
        let markdown = try Program.run(["--list", "--markdown"]).output
        let json = try Program.run(["--list=json"]).output
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: [[String: Any]]])
        let fields = (object["fieldclasses"] ?? []).flatMap {
            $0["fields"] as? [[String: Any]] ?? []
        }
        #expect(fields.compactMap { $0["name"] as? String } == names)
        for name in names {
            #expect(text.contains("\n\(name) "))
            #expect(markdown.contains("\n`\(name)` | "))
        }
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }

    @Test func eventsAreListed() throws {
        let events = try Program.run(["--list-events"])
        #expect(events.status == 0)
        #expect(events.output.contains("< openat(FD fd"))
        #expect(try Program.run(["--list-events", "--format", "pdf"]).status == 1)
    }

    @Test func rulesAreDescribed() throws {
        let all = try Program.run(["-L"])
        #expect(all.status == 0)
        #expect(all.output.contains("Log emptied"))
        let one = try Program.run(["-l", "Log emptied"])
        #expect(one.output.contains("Log emptied") && !one.output.contains("Job scheduled"))
        let none = try Program.run(["-l", "no such rule"])
        #expect(none.status == 1)
        #expect(none.errors == "Error: no rule is named 'no such rule'\n")
        let json = try Program.run(["-L", "-o", "json_output=true"])
        let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
        #expect((object as? [String: Any])?["falco_describe_results"] != nil)
    }

    @Test func otherSourcesAreNotKnown() throws {
        let result = try Program.run(["--list=k8s_audit"])
        #expect(result.status == 1)
        #expect(result.errorLines.count == 1)
    }
}
