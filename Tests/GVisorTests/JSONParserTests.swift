import Testing

import GVisor

@Suite struct JSONParserTests {
    func parse(_ text: String) throws -> JSONNode { try JSONParser.parse(Array(text.utf8)) }

    func failure(_ text: String) -> JSONParser.Failure? {
        do {
            _ = try JSONParser.parse(Array(text.utf8))
            return nil
        } catch { return error }
    }

    @Test func onlyTheFirstValueCounts() throws {
        #expect(try parse("{\"a\": 1} trailing {").member("a")?.integer == 1)
    }

    @Test func keysMatchWithoutLetterCaseAndTheLastWins() throws {
        #expect(
            try parse("{\"EndPoint\": \"a\", \"endpoint\": \"b\"}").member("endpoint")?.text == "b")
    }

    @Test func escapesAndSurrogatePairsAreResolved() throws {
        let node = try parse(#""a\n\u00e9\ud83d\ude00\"\\\/""#)
        #expect(node.text == "a\né😀\"\\/")
        #expect(try parse(#""\ud800x""#).text == "\u{FFFD}x")
    }

    @Test(arguments: [
        ("{\n  \"a\": [1,\n  }", 3, 3, "found '}', expected a JSON value"),
        ("", 1, 1, "found the end of the text, expected a JSON value"),
        ("{\"a\" 1}", 1, 6, "found '1', expected ':'"),
        ("{\"a\": 1 \"b\"}", 1, 9, "found '\"', expected ',' or '}'"),
        ("[1 2]", 1, 4, "found '2', expected ',' or ']'"),
        ("{a: 1}", 1, 2, "found 'a', expected a key in quotes"),
        ("tru", 1, 1, "found 't', expected true"),
        ("\"abc", 1, 5, "found the end of the text, expected '\"' at the end of the string"),
    ])
    func errorsNamePlaceFoundAndExpected(_ text: String, line: Int, column: Int, message: String) {
        let found = failure(text)
        #expect(found?.message == message)
        #expect(found?.place == TextPlace(line: line, column: column))
    }

    @Test func deepTextIsRefusedAndNotACrash() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(failure(deep)?.message == "found more than 128 levels")
    }

    @Test func everyProperPrefixOfAFileEndsInAnError() {
        let bytes = Array(SessionGenerator.text().utf8.dropLast())
        for count in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: JSONParser.Failure.self) {
                _ = try JSONParser.parse(Array(bytes[..<count]))
            }
        }
    }
}
