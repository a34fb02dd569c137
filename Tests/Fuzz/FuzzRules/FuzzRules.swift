import Rules

/// Entry of libFuzzer: the first byte says what the rest is. `docs/rules.md` tells how to run it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRules(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start = unsafe start, count > 0 else { return 0 }
    let bytes = unsafe Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
    switch unsafe start[0] % 5 {
    case 0: fuzzCondition(bytes)
    case 1: fuzzLoader(bytes, checking: PermissiveChecker())
    case 2: fuzzLoader(bytes, checking: CatalogueRuleChecker())
    case 3: fuzzTests(bytes)
    default: _ = try? OutputFormat(parsing: String(decoding: bytes, as: UTF8.self))
    }
    return 0
}

/// What parses must print to something that parses to the same.
private func fuzzCondition(_ bytes: [UInt8]) {
    guard let tree = try? ConditionParser.parse(bytes: bytes) else { return }
    let text = tree.text
    guard let again = try? ConditionParser.parse(text) else {
        fatalError("printed text does not parse: \(text)")
    }
    precondition(again.text == text, "printing is not stable")
    _ = try? MacroResolver().resolve(tree)
}

private func fuzzLoader(_ bytes: [UInt8], checking: any RuleChecking) {
    var loader = RulesLoader(checking: checking)
    loader.load(bytes, name: "a.yaml")
    loader.load("- rule: r\n  condition: and a\n  append: true\n", name: "b.yaml")
    _ = LoadResult.json(loader.results)
    for result in loader.results { _ = result.report }
    _ = RulesDescription(loader.ruleSet).document.line
}

private func fuzzTests(_ bytes: [UInt8]) {
    _ = try? RuleTestFileReader.parse(bytes, path: "t.yaml")
}

/// Lets everything through, so that the loader's own code gets the time.
private struct PermissiveChecker: RuleChecking {
    func checkCondition(_ condition: Expression) throws(RuleCheckError) -> ConditionFacts {
        ConditionFacts(eventCodeCount: condition.macroNames.count)
    }
    func checkOutput(_ format: String) throws(RuleCheckError) -> [String] { [] }
    func isKnownField(_ text: String) -> Bool { true }
}
