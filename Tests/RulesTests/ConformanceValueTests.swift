import Core
import Events
import Rules
import TestSupport
import Testing

/// The values of fields on the fixture events, against the shared table of what the reference
/// printed.
@Suite struct ConformanceValueTests {
    /// (fixture, field) that differ on purpose, with the reason.
    static let exceptions: [String: String] = [
        "openat_baddir fs.path.name": "the reference loses the path; ours is fd.name's",
        "openat_fail fs.path.name": "the reference loses the path; ours is what was asked for",
        "execve proc.env[HOME]": "an exec brings its own environment, here none",
        "unknown_tid proc.fdopencount": "the descriptor that the event opened counts",
    ]

    @Test func everyFieldHasTheValueOfTheReferenceOnEveryFixture() throws {
        guard let path = SharedFiles.path("spec/falco-fixture-values.tsv") else { return }
        let text = String(decoding: SharedFiles.read(path), as: UTF8.self)
        var failures: [String] = []
        var passed = 0
        var world: (fixture: String, world: ConformanceWorld)?
        var extractor = FieldExtractor(hostname: "host")
        for line in text.split(separator: "\n").dropFirst() {
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard columns.count >= 4 else { continue }
            let (fixture, name) = (String(columns[0]), String(columns[1]))
            if ConformanceFixtures.notOnGVisor.contains(fixture) { continue }
            if world?.fixture != fixture {
                world = Self.prepare(fixture).map { (fixture, $0) }
                if let current = world?.world { extractor.begin(current.event) }
            }
            guard let current = world?.world,
                let field = try? FieldCatalogue.resolve(text: name)
            else {
                failures.append("\(fixture) \(name): cannot be made")
                continue
            }
            let value = extractor.value(of: field, current.event, current.binding, current.state)
            let shown = FieldText.text(of: value, field)
            if shown == columns[2] {
                passed += 1
            } else if Self.exceptions["\(fixture) \(name)"] == nil {
                failures.append("\(fixture) \(name): '\(shown)', expected '\(columns[2])'")
            }
        }
        for line in failures { print("fixture value:", line) }
        print("fixture values: \(passed) equal, \(failures.count) differ")
        #expect(failures.count == 0)
    }

    private static func prepare(_ fixture: String) -> ConformanceWorld? {
        guard let events = ConformanceFixtures.events(fixture) else { return nil }
        let world = ConformanceWorld()
        for event in events { world.apply(event) }
        return world
    }
}
