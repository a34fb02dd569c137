import Foundation
import GVisor
import Testing

@Suite struct SessionGeneratorTests {
    @Test func whatIsGeneratedIsReadBackWithoutWarnings() throws {
        let text = SessionGenerator.text(endpoint: "/tmp/a \"b\"\\.sock")
        let config = try SessionConfig.parse(Array(text.utf8), path: "generated")
        #expect(config.endpoint == "/tmp/a \"b\"\\.sock")
        #expect(config.points == SessionGenerator.points)
        #expect(config.isMissingIgnored)
        #expect(config.warnings == [])
    }

    @Test func theTextIsJSONForOthersToo() throws {
        let data = Data(SessionGenerator.text().utf8)
        let root = try #require(
            try JSONSerialization.jsonObject(with: data) as? [String: [String: Any]])
        #expect(root.keys.sorted() == ["trace_session"])
        #expect(root["trace_session"]?["options"] == nil)
        #expect(SessionGenerator.text().contains("\"/run/gvfast/gvisor.sock\""))
    }

    @Test func noPointIsListedTwice() {
        let names = SessionGenerator.points.map(\.name)
        #expect(Set(names).count == names.count)
    }

    /// A workload can make its name and working directory unreadable and so suppress a message.
    @Test func pointsThatProveAnActCarryNoSuppressibleField() {
        let exempt = ["container/start", "syscall/chdir/exit", "syscall/fchdir/exit"]
        for point in SessionGenerator.points {
            #expect(point.contextFields.contains("time"))
            #expect(point.contextFields.contains("thread_id"))
            #expect(point.contextFields.contains("task_start_time"))
            #expect(point.contextFields.contains("container_id"))
            let isRaw = point.name.hasPrefix("syscall/sysno/")
            if !isRaw && point.name.hasSuffix("/enter") || exempt.contains(point.name) { continue }
            #expect(!point.contextFields.contains("process_name"), "\(point.name)")
            #expect(!point.contextFields.contains("cwd"), "\(point.name)")
            #expect(!point.optionalFields.contains("fd_path"), "\(point.name)")
            #expect(!point.optionalFields.contains("envv"), "\(point.name)")
        }
    }

    /// A raw exit has the context of its enter, and none without it.
    @Test func rawPointsComeInPairs() {
        let raw = SessionGenerator.points.filter { $0.name.hasPrefix("syscall/sysno/") }
        #expect(raw.count >= 2)
        for point in raw {
            let other = point.name.replacing("/exit", with: "/enter")
            let enter = raw.first { $0.name == other }
            #expect(enter?.contextFields == point.contextFields, "\(point.name)")
        }
        #expect(raw.contains { $0.name == "syscall/sysno/436/exit" }, "close_range")
    }
}
