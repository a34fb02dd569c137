import Events
import Foundation
import Testing

@Suite struct EventListingTests {
    @Test func theTextShowsDirectionNameAndParameters() {
        let lines = EventListing.render(.text).split(separator: "\n").map(String.init)
        #expect(lines.contains("> open(FSPATH name, FLAGS32 flags, UINT32 mode)"))
        #expect(lines.contains("< times()"))
        #expect(!lines.contains { $0.contains(" NA(") })
        #expect(lines.count == Set(lines).count)
    }

    @Test func theJSONIsWholeAndSaysWhatGVisorTells() throws {
        let data = Data(EventListing.render(.json).utf8)
        let root = try #require(
            try JSONSerialization.jsonObject(with: data) as? [String: [[String: Any]]])
        let events = try #require(root["events"])
        func availability(_ name: String, _ direction: String) -> String? {
            events.first { $0["name"] as? String == name && $0["dir"] as? String == direction }?[
                "gvisor"] as? String
        }
        #expect(availability("openat", "<") == "named")
        #expect(availability("unlinkat", "<") == "raw")
        #expect(availability("openat2", "<") == "raw")
        #expect(availability("times", "<") == "raw")
        #expect(availability("signaldeliver", ">") == "never")
        #expect(availability("close_range", "<") == "raw")
        #expect(availability("procexit", ">") == "named")
    }

    @Test func theMarkdownHasOneRowPerEvent() {
        let rows = EventListing.render(.markdown).split(separator: "\n")
        let text = EventListing.render(.text).split(separator: "\n")
        #expect(rows.count == text.count + 2)
        #expect(rows.contains { $0.contains("**flags**: O_LARGEFILE, O_DIRECTORY") })
    }
}
