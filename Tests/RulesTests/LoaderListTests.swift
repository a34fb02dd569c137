import Rules
import Testing

/// Lists are text.
@Suite struct LoaderListTests {
    private func replaced(_ text: String, _ lists: [(String, [String])]) -> String? {
        var replacement = ListReplacement()
        for (name, items) in lists { replacement.add(name: name, items: items) }
        return replacement.apply(to: text)?.text
    }

    @Test(arguments: [
        ("proc.name in (l)", "proc.name in (a, b)"),
        ("proc.name in (x,l,y)", "proc.name in (x,a, b,y)"),
        ("l l", "a, b a, b"), ("l", "a, b"), ("=l", "=a, b"), ("\"l\"", "\"l\""),
        ("\" l \"", "\" a, b \""), ("ll", "ll"), ("l/", "l/"), ("(l-l)", "(l-l)"), ("", ""),
    ])
    func namesBetweenDelimitersAreReplaced(text: String, result: String) {
        #expect(replaced(text, [("l", ["a", "b"])]) == result)
    }

    @Test(arguments: [
        ("(a, e, b)", "(a, b)"), ("(e, b)", "( b)"), ("(a , e)", "(a )"), ("(e)", "()"),
        ("(e, e, e)", "(  )"), ("(a,e,e,b)", "(a,b)"), ("e", ""),
    ])
    func emptyListsTakeOneCommaWithThem(text: String, result: String) {
        #expect(replaced(text, [("e", [])]) == result)
    }

    @Test func itemsWithBlanksAreQuotedOnce() {
        let items = ["a b", "\"c d\"", "'e f'", "g"]
        #expect(replaced("(l)", [("l", items)]) == "(\"a b\", \"c d\", 'e f', g)")
    }

    @Test func onlyLaterListsAreFoundInInsertedText() {
        #expect(replaced("(a)", [("a", ["b"]), ("b", ["x"])]) == "(x)")
        #expect(replaced("(b)", [("a", ["x"]), ("b", ["a"])]) == "(a)")
        #expect(replaced("(a)", [("a", ["a", "a"])]) == "(a, a)")
    }

    @Test func listsThatMultiplyAreRefused() {
        var lists: [(String, [String])] = []
        for level in 0..<40 {
            lists.append(("l\(level)", ["l\(level + 1)", "l\(level + 1)"]))
        }
        #expect(replaced("(l0)", lists) == nil)
    }
}
