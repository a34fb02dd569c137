import Alerts
import Core
import Events
import Foundation
import Rules
import TestSupport
import Testing

/// Renders one rule's alert from values given by the name of the field.
struct AlertBench {
    var rule: Rule
    var settings = OutputSettings(hostname: "host1")

    init(_ output: String) {
        rule = Rule(
            index: 0, name: "My rule", condition: .and([]), output: output, priority: .warning)
    }

    /// 2019-08-19 16:00:00.04 UTC, as in the conformance cases.
    static let timeNanos: UInt64 = 1_566_230_400_040_000_000

    /// The line, `values` giving what the event has.
    func render(_ values: (ResolvedField) -> FieldValue) throws -> String {
        String(decoding: try renderBytes(values), as: UTF8.self)
    }

    func renderBytes(_ values: (ResolvedField) -> FieldValue) throws -> [UInt8] {
        let set = try OutputPlanSet(compiling: [rule], settings: settings)
        let registry = OutputPlanRegistry()
        registry.publish(set)
        let renderer = AlertRenderer(registry: registry)
        var recorder = AlertRecorder()
        set.record(rule: 0, timeNanos: Self.timeNanos, into: &recorder) { operand in
            if case .field(let field) = operand { values(field) } else { .missing }
        }
        var line = ByteBuffer()
        let meaning = renderer.render(recorder.finish(), into: &line)
        #expect(meaning?.priority == .warning)
        return line.bytes.array
    }

    /// `output_fields` as a JSON parser reads them.
    func fields(_ values: (ResolvedField) -> FieldValue) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(try renderBytes(values)))
        let alert = try #require(object as? [String: Any])
        return try #require(alert["output_fields"] as? [String: Any])
    }
}

@Suite struct OutputRecordTests {
    /// Texts that live as long as the process.
    private func text(_ text: String) -> FieldValue { .text(ImmortalBytes(text).bytes) }

    @Test func everyKindOfValueComesBackAsTextAndJSON() throws {
        var bench = AlertBench(
            "%proc.name %proc.pid %fd.dev %evt.is_open_read %fd.sip %fd.types %evt.num %proc.pname")
        let values: (ResolvedField) -> FieldValue = { field in
            switch field.id {
            case .procName: text("a\"b")
            case .procPid: .signed(-7)
            case .fdDev: .unsigned(0xAB)
            case .evtIsOpenRead: .boolean(true)
            case .fdSip: .address(IPAddress(ipv4: 0x5DB8_D822))
            case .fdTypes: FieldValue(kind: .list, bytes: ImmortalBytes("file\0ipv4\0").bytes)
            case .evtNum: .unsigned(.max)
            default: .missing
            }
        }
        #expect(
            try bench.render(values)
                == "16:00:00.040000000: Warning a\\\"b -7 AB true 93.184.216.34 (file,ipv4) "
                + "18446744073709551615 <NA>")
        bench.settings.isJSON = true
        let fields = try bench.fields(values)
        #expect(fields["proc.name"] as? String == "a\"b")
        #expect(fields["proc.pid"] as? Int == -7)
        #expect(fields["fd.dev"] as? String == "AB")
        #expect(fields["evt.is_open_read"] as? Bool == true)
        #expect(fields["fd.sip"] as? String == "93.184.216.34")
        #expect(fields["fd.types"] as? [String] == ["file", "ipv4"])
        #expect(fields["evt.num"] as? UInt64 == .max)
        #expect(fields["proc.pname"] is NSNull)
        #expect(fields["evt.time"] as? UInt64 == AlertBench.timeNanos)
    }

    @Test func addressesPrintAsTheCLibraryWritesThem() throws {
        let bench = AlertBench("%fd.sip")
        let address = IPAddress(isIPv6: true, high: 0x2001_0DB8_0000_0000, low: 0x1)
        let line = try bench.render { _ in .address(address) }
        #expect(line.hasSuffix(" 2001:db8::1"))
    }

    @Test func longValuesAreCutAtACharacterAndCounted() throws {
        let rule = AlertBench("%proc.cmdline").rule
        let set = try OutputPlanSet(compiling: [rule], settings: OutputSettings(hostname: "h"))
        var recorder = AlertRecorder()
        // the limit falls into the middle of a two-byte character
        let long = String(repeating: "x", count: AlertRecord.valueLimit - 1) + "\u{e9}\u{e9}"
        set.record(rule: 0, timeNanos: 0, into: &recorder) { _ in text(long) }
        let record = recorder.finish()
        #expect(record.count == AlertRecord.headerBytes + 5 + AlertRecord.valueLimit - 1)
        #expect(recorder.cutTotal == 1)
        set.record(rule: 0, timeNanos: 0, into: &recorder) { _ in text("short") }
        #expect(recorder.cutTotal == 1)
    }

    @Test func noValueCrowdsOutAnother() throws {
        let names = (0..<100).map { "%evt.arg[\($0)]" }.joined(separator: " ")
        let bench = AlertBench(names + " %proc.name")
        let long = ImmortalBytes(String(repeating: "y", count: 100_000))
        let line = try bench.render { field in
            field.id == .procName ? self.text("the end") : .text(long.bytes)
        }
        #expect(line.hasSuffix(" the end"))
        #expect(line.utf8.count < AlertRecord.byteLimit + 1000)
    }

    @Test func theLongestLineFitsIntoAnOutputsQueue() throws {
        let fields = (0..<16).map { "%evt.arg[\($0)]" }.joined(separator: " ")
        var bench = AlertBench(fields)
        bench.settings.isJSON = true
        bench.settings.includesMessage = true
        // control characters take six bytes each, three times
        let worst = ImmortalBytes([UInt8](repeating: 1, count: 100_000))
        let line = try bench.renderBytes { _ in .text(worst.bytes) }
        #expect(line.count > 16 * 3 * 6 * AlertRecord.valueLimit)
        #expect(line.count < AlertPipeline.Options().sinkQueueBytes / 2 - 1024)
    }

    @Test func hostileTextCanNeitherForgeALineNorBreakTheJSON() throws {
        let seed: UInt64 = 99
        var generator = SeededGenerator(seed: seed)
        var bench = AlertBench("user=%user.name cmd=%proc.cmdline [%12fd.name]")
        for round in 0..<600 {
            let parts: [[UInt8]] = (0..<3).map { _ in
                (0..<generator.below(60)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            }
            let values: (ResolvedField) -> FieldValue = { field in
                switch field.id {
                case .userName: .text(ImmortalBytes(parts[0]).bytes)
                case .procCmdline: .text(ImmortalBytes(parts[1]).bytes)
                default: .text(ImmortalBytes(parts[2]).bytes)
                }
            }
            bench.settings.isJSON = false
            let line = try bench.renderBytes(values)
            #expect(!line.contains { $0 < 0x20 }, "seed \(seed) round \(round)")
            bench.settings.isJSON = true
            let fields = try bench.fields(values)
            for (key, part) in [("user.name", parts[0]), ("proc.cmdline", parts[1])] {
                let expected = String(decoding: part, as: UTF8.self)
                let got = fields[key] as? String
                #expect(
                    got.map { Array($0.utf8) } == Array(expected.utf8), "seed \(seed) \(round)")
            }
        }
    }

    @Test func recordsOfProgramsThatAreGoneAreCounted() throws {
        let registry = OutputPlanRegistry()
        let rule = AlertBench("x").rule
        let old = try OutputPlanSet(
            compiling: [rule], settings: OutputSettings(hostname: "h"), generation: 1)
        registry.publish(old)
        for generation in 2...UInt32(OutputPlanRegistry.keptCount + 1) {
            registry.publish(
                try OutputPlanSet(
                    compiling: [rule], settings: OutputSettings(hostname: "h"),
                    generation: generation))
        }
        let renderer = AlertRenderer(registry: registry)
        var recorder = AlertRecorder()
        old.record(rule: 0, timeNanos: 0, into: &recorder) { _ in .missing }
        var line = ByteBuffer()
        #expect(renderer.render(recorder.finish(), into: &line) == nil)
        #expect(renderer.lostCount == 1)
        let count = line.count
        #expect(count == 0)
    }

    @Test func staticFieldsAndBase64AreInTheAlert() throws {
        var bench = AlertBench("%evt.buffer")
        bench.settings.isJSON = true
        bench.settings.usesBase64Buffers = true
        bench.settings.staticFields = ["cluster": "a \"b\"", "evt.buffer": "overridden"]
        let fields = try bench.fields { _ in .text(ImmortalBytes([0, 1, 2, 0xFF]).bytes) }
        #expect(fields["cluster"] as? String == "a \"b\"")
        #expect(fields["evt.buffer"] as? String == "overridden")
        bench.settings.isJSON = false
        let line = try bench.render { _ in .text(ImmortalBytes([0, 1, 2, 0xFF]).bytes) }
        #expect(line.hasSuffix("Warning AAEC/w=="))
    }

    @Test func internalMessagesHaveTheirFieldsSortedAndNoTags() throws {
        let message = InternalMessage(
            rule: "Falco internal: metrics snapshot", priority: .informational,
            text: "Falco metrics snapshot",
            fields: ["b": .unsigned(2), "a": .text("x y"), "c": .double(1.5)],
            timeNanos: AlertBench.timeNanos)
        var settings = OutputSettings(hostname: "host1")
        let text = ByteBuffer.array {
            AlertRenderer.render(message, settings: settings, into: &$0)
        }
        #expect(
            String(decoding: text, as: UTF8.self)
                == "16:00:00.040000000: Informational Falco metrics snapshot (a=x y b=2 c=1.5)")
        settings.isJSON = true
        let json = ByteBuffer.array {
            AlertRenderer.render(message, settings: settings, into: &$0)
        }
        #expect(
            String(decoding: json, as: UTF8.self)
                == "{\"hostname\":\"host1\",\"output\":\"Falco metrics snapshot\","
                + "\"output_fields\":{\"a\":\"x y\",\"b\":2,\"c\":1.5},\"priority\":"
                + "\"Informational\",\"rule\":\"Falco internal: metrics snapshot\",\"source\":"
                + "\"internal\",\"time\":\"2019-08-19T16:00:00.040000000Z\"}")
    }
}
