import Core
import Events
import Foundation
import Rules
import State
import TestSupport
import Testing
import Yams

/// The cases of kind `alert` in the shared conformance data, and the text and JSON of every field
/// on every fixture, through recording and rendering as the engine does it.
@Suite struct OutputConformanceTests {
    @Test func everyAlertIsLaidOutAsTheReferenceDoes() throws {
        let cases = try Self.alertCases()
        if cases.isEmpty { return }
        #expect(cases.count >= 35)
        var failures: [String] = []
        for entry in cases {
            let id = entry["id"] as? String ?? "?"
            let expected = entry["expect"] as? String ?? ""
            let line = try Self.line(of: entry)
            if line != expected { failures.append("\(id):\n  \(line)\n  \(expected)") }
        }
        for failure in failures { print("conformance failure:", failure) }
        print("conformance: \(cases.count) alerts, \(failures.count) failures")
        #expect(failures.isEmpty)
    }

    @Test func everyFieldOfEveryFixtureHasItsTextAndItsJSON() throws {
        guard let path = SharedFiles.path("spec/falco-fixture-values.tsv") else { return }
        let table = String(decoding: SharedFiles.read(path), as: UTF8.self)
        var rows: [String: [(field: String, text: String, json: String)]] = [:]
        var order: [String] = []
        for line in table.split(separator: "\n").dropFirst() {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(
                String.init)
            if rows[cells[0]] == nil { order.append(cells[0]) }
            rows[cells[0], default: []].append((cells[1], cells[2], cells[3]))
        }
        var failures: [String] = []
        var count = 0
        var otherCount = 0
        for fixture in order where ConformanceFixtures.events(fixture) != nil {
            guard !ConformanceFixtures.notOnGVisor.contains(fixture) else { continue }
            let wanted = rows[fixture] ?? []
            let shown = try Self.values(of: wanted.map(\.field), on: fixture)
            for (row, value) in zip(wanted, shown) {
                // whether the value is right is the business of ConformanceValueTests
                guard value.text == Self.unescaped(row.text) else {
                    otherCount += 1
                    continue
                }
                count += 1
                if value.json != row.json {
                    failures.append(
                        "\(fixture) \(row.field): \(value.text) | \(value.json), expected "
                            + "\(row.text) | \(row.json)")
                }
            }
        }
        for failure in failures { print("conformance failure:", failure) }
        print(
            "conformance: \(count) values as text and JSON, \(failures.count) failures; "
                + "\(otherCount) have another value")
        #expect(failures.isEmpty)
        #expect(count > 2000)
    }

    /// The table spells control characters `\\xHH`.
    private static func unescaped(_ text: String) -> String {
        text.replacingOccurrences(of: "\\x01", with: "\u{1}")
            .replacingOccurrences(of: "\\x02", with: "\u{2}")
    }

    private static func alertCases() throws -> [[String: Any]] {
        guard let path = SharedFiles.path("spec/conformance.yaml") else { return [] }
        let text = String(decoding: SharedFiles.read(path), as: UTF8.self)
        let document = try Yams.load(yaml: text) as? [String: Any]
        let cases = document?["cases"] as? [[String: Any]] ?? []
        return cases.filter { $0["kind"] as? String == "alert" }
    }

    /// The alert that a case describes.
    private static func line(of entry: [String: Any]) throws -> String {
        func flag(_ key: String, _ usual: Bool) -> Bool { entry[key] as? Bool ?? usual }
        func text(_ key: String) -> String { entry[key] as? String ?? "" }
        var settings = OutputSettings(hostname: text("hostname"))
        settings.isJSON = flag("json", false)
        settings.usesISOTime = flag("time_format_iso_8601", false)
        settings.includesOutput = flag("json_include_output_property", true)
        settings.includesMessage = flag("json_include_message_property", false)
        settings.includesOutputFields = flag("json_include_output_fields_property", true)
        settings.includesTags = flag("json_include_tags_property", true)
        var rule = Rule(
            index: 0, name: text("rule"), condition: .and([]), output: text("output"),
            priority: try #require(RulePriority(name: text("priority"))))
        rule.tags = entry["tags"] as? [String] ?? []
        rule.extraFields = (entry["extra_fields"] as? [[String: Any]] ?? []).map { extra in
            let format = extra["format"] as? String ?? ""
            let isRaw = extra["raw"] as? Bool ?? false
            return ExtraOutputField(
                key: extra["name"] as? String ?? "",
                content: isRaw ? .field(format) : .format(format))
        }
        return try render(rule, settings, on: text("fixture"))
    }

    private static func render(
        _ rule: Rule, _ settings: OutputSettings, on fixture: String
    ) throws -> String {
        let events = try #require(ConformanceFixtures.events(fixture), "fixture \(fixture)")
        let world = ConformanceWorld()
        var extractor = FieldExtractor(hostname: "host1")
        for event in events {
            world.apply(event)
            extractor.begin(world.event)
        }
        let set = try OutputPlanSet(compiling: [rule], settings: settings)
        let registry = OutputPlanRegistry()
        registry.publish(set)
        var recorder = AlertRecorder()
        set.record(
            rule: 0, world.event, world.binding, world.state, extractor: &extractor,
            into: &recorder)
        var line = ByteBuffer()
        _ = AlertRenderer(registry: registry).render(recorder.finish(), into: &line)
        return line.bytes.string
    }

    /// Text and JSON of fields on a fixture, all from one alert.
    private static func values(
        of fields: [String], on fixture: String
    ) throws -> [(text: String, json: String)] {
        let separator = "\u{241F}"
        var shown: [(text: String, json: String)] = []
        // more fields than one record may hold without cutting values are shown in turns
        for start in stride(from: 0, to: fields.count, by: 16) {
            let part = fields[start..<min(start + 16, fields.count)]
            var settings = OutputSettings(hostname: "host1")
            settings.isJSON = true
            settings.includesOutput = false
            settings.includesMessage = true
            let rule = Rule(
                index: 0, name: "r", condition: .and([]),
                output: part.map { "%" + $0 }.joined(separator: separator))
            let json = try render(rule, settings, on: fixture)
            let object = try JSONSerialization.jsonObject(with: Data(json.utf8))
            let alert = try #require(object as? [String: Any])
            let message = try #require(alert["message"] as? String)
            let texts = message.components(separatedBy: separator)
            for (field, text) in zip(part, texts) {
                shown.append((text, member(field, of: json)))
            }
        }
        return shown
    }

    /// The raw JSON of a member of `output_fields`, found by its key.
    private static func member(_ key: String, of json: String) -> String {
        guard let range = json.range(of: "\"\(key)\":") else { return "" }
        let rest = json[range.upperBound...]
        if rest.first == "\"" {
            var isEscaped = false
            for (index, character) in zip(rest.indices, rest).dropFirst() {
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == "\"" {
                    return String(rest[...index])
                }
            }
        }
        if rest.first == "[" {
            return String(rest[...(rest.firstIndex(of: "]") ?? rest.startIndex)])
        }
        return String(rest.prefix { $0 != "," && $0 != "}" })
    }
}
