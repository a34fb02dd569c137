import Rules
import Testing

@Suite struct LanguageMacroTests {
    @Test func macrosAreReplacedAtEveryLevel() throws {
        var resolver = MacroResolver()
        let inner = try resolver.resolve(ConditionParser.parse("proc.name = a or proc.name = b"))
        resolver.define("inner", as: inner)
        let outer = try resolver.resolve(ConditionParser.parse("not inner"))
        resolver.define("outer", as: outer)
        let whole = try resolver.resolve(ConditionParser.parse("evt.type = open and outer"))
        #expect(
            whole.expression.text
                == "(evt.type = open and not (proc.name = a or proc.name = b))")
        #expect(whole.macroNames == ["inner", "outer"])
    }

    @Test func anUndefinedMacroIsNamedWithItsPlace() throws {
        let condition = try ConditionParser.parse("evt.type = open and nomacro")
        let error = #expect(throws: MacroError.self) { try MacroResolver().resolve(condition) }
        #expect(error?.name == "nomacro")
        #expect(error?.offset == TextOffset(20))
    }

    @Test func macrosThatDoubleThemselvesAreRefusedEarly() throws {
        var resolver = MacroResolver()
        resolver.define("m0", as: try resolver.resolve(ConditionParser.parse("proc.name = a")))
        var refused = false
        for level in 1...64 {
            let text = "m\(level - 1) and m\(level - 1)"
            do {
                let next = try resolver.resolve(ConditionParser.parse(text))
                resolver.define("m\(level)", as: next)
            } catch let error as MacroError {
                #expect(error.problem == .tooLarge)
                refused = true
                break
            }
        }
        #expect(refused)
    }

    @Test func chainsOfMacrosAreLimitedInDepth() throws {
        var resolver = MacroResolver()
        resolver.define("m0", as: try resolver.resolve(ConditionParser.parse("proc.name = a")))
        var depth = 0
        #expect(throws: MacroError.self) {
            for level in 1...10_000 {
                let next = try resolver.resolve(ConditionParser.parse("not m\(level - 1)"))
                resolver.define("m\(level)", as: next)
                depth = level
            }
        }
        #expect(depth == MacroResolver.depthLimit - 1)
    }
}
