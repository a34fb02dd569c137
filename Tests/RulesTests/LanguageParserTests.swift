import Rules
import Testing

/// Conditions and their canonical text; nil where the text is no condition.
@Suite struct LanguageParserTests {
    @Test(arguments: [
        ("proc.name = sh", "proc.name = sh"),
        ("proc.name=sh", "proc.name = sh"),
        ("proc.name==sh", "proc.name = sh"),
        ("evt.dir=<", "evt.dir = <"),
        ("a and b or c", "((a and b) or c)"),
        ("a or b and c", "(a or (b and c))"),
        ("a or (b or c)", "(a or (b or c))"),
        ("(a)", "a"),
        ("not a and b", "(not a and b)"),
        ("not not a", "a"),
        ("not(a or b)", "not (a or b)"),
        ("a and not(b)and(c)", "(a and not b and c)"),
        ("a or(b)", "(a or b)"),
        ("a or(b and c) or d", "(a or (b and c) or d)"),
        ("a and(b or c)and d", "(a and (b or c) and d)"),
        ("\t\n(\u{8} a\r\n)", "a"),
        ("order and android or nothing", "((order and android) or nothing)"),
        ("proc.name in (sh, \"a b\")", "proc.name in (sh, \"a b\")"),
        ("proc.name in(sh)", "proc.name in (sh)"),
        ("proc.name in shells", "proc.name in (shells)"),
        ("proc.name in ()", "proc.name in ()"),
        ("fd.name pmatch (/a,/b)", "fd.name pmatch (/a, /b)"),
        ("fd.types intersects (file)", "fd.types intersects (file)"),
        ("proc.name existsand a", "(proc.name exists and a)"),
        ("proc.pid >= +1.5e-3", "proc.pid >= +1.5e-3"),
        ("proc.pid < 0xFf", "proc.pid < 0xFf"),
        ("proc.aname[2] = x", "proc.aname[2] = x"),
        ("evt.arg[\"a b\"] = x", "evt.arg[\"a b\"] = x"),
        ("proc.name contains anyof", "proc.name contains anyof"),
        ("proc.name contains anyof (a, b)", "proc.name contains anyof (a, b)"),
        ("proc.name = oneof(a)", "proc.name = oneof (a)"),
        ("proc.name = val(proc.exe)", "proc.name = val(proc.exe)"),
        ("proc.name = val( proc.aname[1] )", "proc.name = val(proc.aname[1])"),
        ("proc.name = proc.exe", "proc.name = proc.exe"),
        ("len(basename(fd.name)) > 3", "len(basename(fd.name)) > 3"),
        (
            "join(\",\", (proc.name, toupper(proc.exe)))[1] = x",
            "join(\",\", (proc.name, toupper(proc.exe)))[1] = x"
        ),
        ("proc.name = \"\"", "proc.name = \"\""),
        ("proc.name = 'it\\'s'", "proc.name = \"it's\""),
        ("proc.name = \"\\x41\\n\\/\\ b\"", "proc.name = \"A\\n/\\\\b\""),
        ("proc.name = a\\b", "proc.name = a\\b"),
    ])
    func conditionsParseToTheirCanonicalText(text: String, canonical: String) throws {
        let tree = try ConditionParser.parse(text)
        #expect(tree.text == canonical)
        #expect(try ConditionParser.parse(canonical).text == canonical)
    }

    @Test(arguments: [
        ("", 0), ("  ", 2), ("()", 1), ("not", 0), ("and a", 0), ("a and", 5), ("(a", 2), ("a)", 1),
        ("a AND b", 2), ("a && b", 2), ("a andb", 5), ("a or(b) and c", 8),
        ("proc.name", 9), ("proc.name =", 11), ("proc.name not in (a)", 10),
        ("proc.name contains\"sh\"", 10), ("proc.name in (a, )", 17), ("proc.name in (a b)", 16),
        ("proc.name in /a", 13), ("proc.name = \"a", 14), ("proc.name = \"\\h\"", 13),
        ("proc.name = \"a\\'b\"", 14), ("proc.name = \"\\x4\"", 13), ("proc.pid > abc", 11),
        ("proc.pid >= 1e1", 13), ("proc.aname[] = x", 11), ("proc.aname[1 ] = x", 12),
        ("proc.aname [1] = x", 11), ("tolower (proc.name) = a", 8), ("val(proc.name) = a", 3),
        ("proc.name = val(\"sh\")", 16), ("proc.name in anyof (a)", 19),
        ("nosuch(proc.name) = x", 6), ("proc.name = toupper(val(proc.exe))", 20),
    ])
    func brokenConditionsSayWhere(text: String, offset: Int) {
        let error = #expect(throws: ConditionSyntaxError.self) {
            try ConditionParser.parse(text)
        }
        #expect(error?.offset == offset, "\(text): \(error?.message ?? "")")
    }

    @Test func escapedBackslashBeforeTheQuoteDoesNotEndTheText() {
        #expect(throws: ConditionSyntaxError.self) {
            try ConditionParser.parse(#"proc.name = "a\\""#)
        }
        let bytes = Array("a\\".utf8)
        let literal = Literal(bytes: bytes, isQuoted: true)
        #expect(literal.spelling == "a\\")
        #expect(Literal(bytes: Array("a b\\".utf8), isQuoted: true).spelling == #""a b\x5c""#)
    }

    @Test func bytesThatAreNoTextSurvivePrinting() throws {
        let tree = try ConditionParser.parse(#"proc.name = "\xff\x00z""#)
        #expect(try ConditionParser.parse(tree.text).text == tree.text)
        guard case .check(let check) = tree, case .value(let literal) = check.right else {
            Issue.record("no comparison")
            return
        }
        #expect(literal.bytes == [0xFF, 0, 0x7A])
    }

    /// `not not a` reads as `a`, and a blank before a word is not part of it.
    @Test func doubleNegationAndLeadingBackspaceSurvivePrinting() throws {
        for text in ["not (not a)", "not (not not (not a))", #"proc.name = "\bd""#] {
            let tree = try ConditionParser.parse(text)
            let again = try ConditionParser.parse(tree.text)
            #expect(again.text == tree.text, "\(text)")
        }
        #expect(try ConditionParser.parse("not (not a)").text == "not (not a)")
    }

    @Test(arguments: ["(", "not ("])
    func aThousandLevelsAreReadAndNoMore(opening: String) throws {
        let limit = ConditionParser.nestingLimit
        func nested(_ depth: Int) -> String {
            String(repeating: opening, count: depth) + "a"
                + String(repeating: ")", count: depth)
        }
        #expect(try !ConditionParser.parse(nested(limit)).text.isEmpty)
        #expect(throws: ConditionSyntaxError.self) { try ConditionParser.parse(nested(limit + 1)) }
        #expect(throws: ConditionSyntaxError.self) {
            try ConditionParser.parse(String(repeating: opening, count: 1_000_000))
        }
        let transformers = String(repeating: "len(", count: 100_000)
        #expect(throws: ConditionSyntaxError.self) { try ConditionParser.parse(transformers) }
    }
}
