import Engine
import Testing

@Suite struct ConfigNodeTests {
    func applied(_ options: String..., to start: ConfigNode = .null) throws -> ConfigNode {
        var node = start
        for option in options { try node.apply(option: option) }
        return node
    }

    func failure(_ options: String...) -> String? {
        var node = ConfigNode.null
        do {
            for option in options { try node.apply(option: option) }
            return nil
        } catch { return error.description }
    }

    @Test func pathsAreDottedAndValuesMayHoldEquals() throws {
        #expect(
            try applied("a.b=1", "a.c=x=y", "d=")
                == .map([
                    "a": .map(["b": .scalar("1"), "c": .scalar("x=y")]), "d": .scalar(""),
                ]))
    }

    @Test func listElementsAreSetAndAppended() throws {
        #expect(
            try applied("l[0]=a", "l[]=b", "l[0]=c", "l[2].k=d")
                == .map(["l": .list([.scalar("c"), .scalar("b"), .map(["k": .scalar("d")])])]))
        #expect(failure("l[1]=a") == "option 'l[1]=a': the list has only 0 elements")
    }

    @Test func valuesInBracesAreJSON() throws {
        #expect(
            try applied("a[]={\"match\": {\"tags\": [\"x\"]}, \"extra_output\": \"y\"}")["a"]
                == .list([
                    .map([
                        "match": .map(["tags": .list([.scalar("x")])]),
                        "extra_output": .scalar("y"),
                    ])
                ]))
        #expect(failure("a={\"b\": ") != nil)
    }

    @Test func aBackslashQuotesTheNextCharacter() throws {
        #expect(
            try applied(#"a\.b\[0\].c\\=1"#)
                == .map(["a.b[0]": .map([#"c\"#: .scalar("1")])]))
    }

    @Test(arguments: ["nothing", "=x", "a[x]=1", "a[=1", ""])
    func otherFormsAreRefused(_ option: String) {
        #expect(failure(option) == "option '\(option)' is not of the form KEY=VALUE")
    }

    @Test func optionsChangeWhatAFileSaid() throws {
        let file = try ConfigNode(yaml: "json_output: false\nrules_files: [a, b]\n")
        #expect(
            try applied("json_output=true", to: file)
                == .map([
                    "json_output": .scalar("true"),
                    "rules_files": .list([.scalar("a"), .scalar("b")]),
                ]))
    }
}
