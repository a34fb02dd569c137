import Glibc
import Rules
import TestSupport
import Testing

/// Changed conditions and rules files end in a result, never in a trap, a hang or a large memory.
///
/// Short by default; `GVFAST_MUTATION_SECONDS` sets how long each test goes on.
@Suite(.serialized) struct LoaderMutationTests {
    private static let conditions = [
        "evt.type in (open, openat) and not proc.name in (a, \"b c\", 'd') or (fd.num >= -1)",
        "proc.aname[2] = x and evt.arg[\"a b\"] exists and join(\",\", (proc.name, \"x\")) = a",
        "(proc.cmdline contains anyof (\"a\\x41\\n\", b) or(m1)and(not(not m2)))",
        "fd.sip = val(fd.cip) and fd.snet in (10.0.0.0/8)",
        "toupper(basename(fd.name)) pmatch (/a, /b*)",
        "fd.name glob /a/*[b] and proc.args regex \"a(b|c)*\" and fd.types intersects (file, ipv4)",
    ]
    private static let files = [
        """
        - required_engine_version: 0.57.0
        - required_plugin_versions: [{name: container, version: 0.4.0, alternatives: [{name: a}]}]
        - list: l
          items: [a, "b c", l2, 1]
        - list: l
          items: [d]
          override: {items: append}
        - macro: m
          condition: proc.name in (l) or evt.type = open
        - rule: r
          desc: d
          condition: evt.type in (open, close) and m
          output: "%proc.name %fd.name x"
          priority: WARNING
          tags: &tags [a, b]
          exceptions:
          - {name: e, fields: [proc.name, fd.name], comps: [in, startswith], values: [[[a, l], /x]]}
          - {name: f, fields: proc.name, values: [a, b]}
        - rule: r
          condition: and not m
          tags: *tags
          override: {condition: append, tags: replace}
        - rule: r
          enabled: false
        """,
        "- rule: a\n  desc: >\n    x\n\n    y\n  condition: |\n    evt.type=open\n  output: o\n"
            + "  priority: info\n  append: false\n---\n- macro: m\n  condition: a.b exists\n",
    ]
    private static let pieces = [
        "(", ")", "not ", " and ", " or ", "\"", "'", "\\", "[", "]", "{", "}", ",", "=", ":", "-",
        "\n", "  ", "&a ", "*a", "#", "|", ">", "%", "val(", "tolower(", " in (", "\u{0}", "\t",
        "é",
        "append: true\n", "override: {condition: replace}\n", "exceptions:\n", "- ", "? ", "!!str ",
    ]

    private static var seconds: Double {
        unsafe getenv("GVFAST_MUTATION_SECONDS").flatMap {
            Double(unsafe String(cString: $0))
        } ?? 1
    }

    /// Changes a text in one to eight places.
    private func mutated(
        _ seeds: [[UInt8]], _ generator: inout SeededGenerator
    ) -> [UInt8] {
        var bytes = seeds[generator.below(seeds.count)]
        for _ in 0...generator.below(8) {
            let place = generator.below(bytes.count + 1)
            switch generator.below(7) {
            case 0: bytes.insert(UInt8(truncatingIfNeeded: generator.next()), at: place)
            case 1:
                if place < bytes.count {
                    bytes[place] = UInt8(truncatingIfNeeded: generator.next())
                }
            case 2:
                let end = min(bytes.count, place + generator.below(12))
                bytes.removeSubrange(place..<end)
            case 3:
                let piece = Self.pieces[generator.below(Self.pieces.count)]
                let count = generator.once(in: 20) ? 3_000 : 1
                let text = [UInt8](String(repeating: piece, count: count).utf8)
                bytes.insert(contentsOf: text, at: place)
            case 4:
                let other = seeds[generator.below(seeds.count)]
                let start = generator.below(other.count + 1)
                let end = min(other.count, start + generator.below(60))
                bytes.insert(contentsOf: other[start..<end], at: place)
            case 5: bytes.removeSubrange(place...)
            default:
                let end = min(bytes.count, place + generator.below(40))
                bytes.insert(contentsOf: bytes[place..<end], at: generator.below(bytes.count + 1))
            }
        }
        return bytes
    }

    private func run(seed: UInt64, _ body: ([UInt8]) throws -> Void, seeds: [[UInt8]]) rethrows
        -> Int
    {
        var generator = SeededGenerator(seed: seed)
        let clock = ContinuousClock()
        let end = clock.now + .seconds(Self.seconds)
        var count = 0
        while clock.now < end {
            let bytes = mutated(seeds, &generator)
            let start = clock.now
            try body(bytes)
            // Generous: the machine may be busy. A hang is a matter of minutes.
            let time = clock.now - start
            #expect(time < .seconds(20), "seed \(seed), input \(count): \(time)")
            count += 1
        }
        return count
    }

    @Test func conditionsThatParsePrintToTheSameCondition() throws {
        let seeds = Self.conditions.map { Array($0.utf8) }
        var parsed = 0
        let count = try run(
            seed: 2301,
            { bytes in
                guard let tree = try? ConditionParser.parse(bytes: bytes) else { return }
                parsed += 1
                let text = tree.text
                let again = try ConditionParser.parse(text)
                #expect(again.text == text, "seed 2301: \(String(decoding: bytes, as: UTF8.self))")
            }, seeds: seeds)
        print("conditions: \(count) inputs, \(parsed) parsed")
        #expect(parsed > count / 1_000)
    }

    @Test func changedFilesLoadOrSayWhatIsWrong() {
        let seeds = Self.files.map { Array($0.utf8) }
        var loaded = 0
        let count = run(
            seed: 2302,
            { bytes in
                var loader = RulesLoader()
                loader.load(bytes, name: "a.yaml")
                loader.load("- macro: m\n  condition: or a.b = 1\n  append: true\n", name: "b")
                #expect(loader.results.count == 2)
                for result in loader.results { #expect(!result.report.isEmpty) }
                #expect(!LoadResult.json(loader.results).isEmpty)
                _ = RulesDescription(loader.ruleSet).document.line
                if loader.results[0].isSuccessful { loaded += 1 }
            }, seeds: seeds)
        print("files: \(count) inputs, \(loaded) loaded")
    }

    @Test func changedTestFilesParseOrSayWhatIsWrong() {
        let text = """
            rules: [a.yaml]
            defaults: {container.id: a}
            tests:
            - test: t
              events:
              - {evt.type: open, fd.name: /a, fd.types: [file, ipv4], "proc.aname[1]": x}
              - capture: c.trace
              alerts: [{rule: r, count: 1, fields: {a: b}}]
              silent: ["*"]
            """
        let count = run(
            seed: 2303,
            { bytes in _ = try? RuleTestFileReader.parse(bytes, path: "t.yaml") },
            seeds: [Array(text.utf8)])
        print("test files: \(count) inputs")
    }
}
