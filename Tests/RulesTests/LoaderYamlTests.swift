import Rules
import Testing

/// The YAML layer: aliases, repeated keys, marks and hostile files.
@Suite struct LoaderYamlTests {
    @Test func aliasesStandForTheirAnchors() throws {
        let tree = try YamlReader.read(Array("- &a {x: [1, 2]}\n- *a\n- {y: *a}\n".utf8))
        let items = try #require(tree.documents[0].elements)
        #expect(items[1]["x"]?.elements?.map(\.scalar) == ["1", "2"])
        #expect(items[2]["y"]?["x"]?.elements?.count == 2)
    }

    @Test(arguments: ["- *a\n", "- &a [*a]\n", "- &a x\n---\n- *a\n", "- &a {k: *a}\n"])
    func anAliasOfNothingOrOfItselfIsRefused(text: String) {
        #expect(throws: YamlReader.Failure.self) { try YamlReader.read(Array(text.utf8)) }
    }

    @Test func theFirstOfRepeatedKeysCounts() throws {
        let tree = try YamlReader.read(Array("a: 1\na: 2\n".utf8))
        #expect(tree.documents[0]["a"]?.scalar == "1")
    }

    @Test func onlyPlainWordsAreNull() throws {
        let texts = try YamlReader.read(Array("[~, null, Null, 'null', \"\", nil]".utf8))
        let nulls = texts.documents[0].elements?.map(\.isNull)
        #expect(nulls == [true, true, true, false, false, false])
    }

    @Test func marksCountFromZero() throws {
        let tree = try YamlReader.read(Array("# c\n- a: é\n  b: x\n".utf8))
        let item = try #require(tree.documents[0].elements?.first)
        let mark = try #require(item["b"]?.mark)
        #expect(mark.line == 2 && mark.column == 5 && mark.offset == 16)
    }

    @Test func aliasBombsStaySmall() throws {
        var text = "- &l0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...40 {
            let aliases = [String](repeating: "*l\(level - 1)", count: 10).joined(separator: ", ")
            text += "- &l\(level) [\(aliases)]\n"
        }
        _ = try YamlReader.read(Array(text.utf8))
        var loader = RulesLoader()
        let rule = """
            - rule: r
              desc: d
              condition: evt.type = open
              output: o
              priority: INFO
              exceptions:
              - name: e
                fields: [proc.name]
                values: *l40

            """
        loader.load(text + rule, name: "bomb.yaml")
        #expect(!loader.isSuccessful)
    }

    @Test func rowsSharedByAliasesHaveALimit() {
        let row = "&r [" + [String](repeating: "proc.name", count: 2000).joined(separator: ", ")
        let rows = ["\(row)]"] + [String](repeating: "*r", count: 20_000)
        let text = """
            - rule: r
              desc: d
              condition: evt.type = open
              output: o
              priority: INFO
              exceptions:
              - name: e
                fields: [proc.name]
                comps: [in]
                values: [\(rows.map { "[\($0)]" }.joined(separator: ", "))]
            """
        var loader = RulesLoader()
        loader.load(text, name: "rows.yaml")
        #expect(!loader.isSuccessful)
    }

    @Test(arguments: [
        ("[", 100_000), ("- ", 100_000), ("{a: ", 100_000), ("? ", 100_000), ("a: \u{0}", 1),
        ("\u{FEFF}- a\n- \u{7}", 1),
    ])
    func hostileTextEndsInAnError(piece: String, count: Int) {
        let text = String(repeating: piece, count: count)
        #expect(throws: YamlReader.Failure.self) { try YamlReader.read(Array(text.utf8)) }
    }

    @Test func bytesThatAreNoTextAreRefused() {
        for bytes: [UInt8] in [[0xFF, 0xFE], [0xC3], [0x2D, 0x20, 0x80], [0xED, 0xA0, 0x80]] {
            #expect(throws: YamlReader.Failure.self) { try YamlReader.read(bytes) }
        }
    }
}
