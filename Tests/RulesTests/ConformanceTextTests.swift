import Rules
import TestSupport
import Testing
import Yams

/// The cases of kind `text` in the shared conformance data: described in words there, done here.
@Suite struct ConformanceTextTests {
    enum Answer: Sendable {
        /// What the case says holds here.
        case holds(@Sendable () throws -> Void)
        /// The case tells of another engine's shortcoming; checked is what holds here instead.
        case instead(String, @Sendable () throws -> Void)
        /// Another test does it: its file and function.
        case elsewhere(String, [String])
    }

    static let answers: [String: Answer] = {
        var answers = containers
        for more in [sandboxes, sandboxIdentities, settings] {
            answers.merge(more) { first, _ in first }
        }
        return answers
    }()

    @Test func everyCaseInWordsHasAnAnswerThatHolds() throws {
        guard let path = SharedFiles.path("spec/conformance.yaml") else { return }
        let text = String(decoding: SharedFiles.read(path), as: UTF8.self)
        let document = try Yams.load(yaml: text) as? [String: Any]
        let cases = document?["cases"] as? [[String: Any]] ?? []
        let ids = cases.filter { $0["kind"] as? String == "text" }.compactMap {
            $0["id"] as? String
        }
        #expect(ids.count >= 24)
        #expect(Set(Self.answers.keys).subtracting(ids).isEmpty, "answers without a case")
        var counts = (held: 0, differences: 0, elsewhere: 0)
        for id in ids {
            switch try #require(Self.answers[id], "\(id) has no answer") {
            case .holds(let check):
                counts.held += 1
                try check()
            case .instead(let reason, let check):
                counts.differences += 1
                print("conformance difference: \(id): \(reason)")
                try check()
            case .elsewhere(let file, let names):
                counts.elsewhere += 1
                print("conformance elsewhere: \(id): \(file)")
                let source = SharedFiles.read(SharedFiles.packageRoot + "/Tests/" + file)
                for name in names {
                    let isThere = String(decoding: source, as: UTF8.self).contains(
                        "@Test func \(name)(")
                    #expect(isThere, "\(id): no test \(name) in \(file)")
                }
            }
        }
        print(
            "conformance: \(ids.count) cases in words, \(counts.held) as they say, "
                + "\(counts.differences) differ on purpose, \(counts.elsewhere) in other tests")
    }

    /// Compares what was seen with what is wanted.
    static func expect(_ id: String, _ seen: [String: String], _ wanted: [String: String]) {
        for (text, value) in wanted.sorted(by: { $0.key < $1.key }) {
            #expect(seen[text] == value, "\(id): \(text)")
        }
    }
}
