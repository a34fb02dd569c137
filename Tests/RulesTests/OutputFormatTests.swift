import Rules
import TestSupport
import Testing

@Suite struct OutputFormatTests {
    /// A format with its tokens spelled `{key}` or `{width:key}`, to compare at a glance.
    private func shape(_ text: String) throws -> String {
        try OutputFormat(parsing: text).pieces.map { piece in
            switch piece {
            case .literal(let bytes): return String(decoding: bytes, as: UTF8.self)
            case .token(let token):
                let keys = token.fields.map(\.key).joined(separator: ",")
                return token.width == 0 ? "{\(keys)}" : "{\(token.width):\(keys)}"
            }
        }.joined()
    }

    @Test(arguments: [
        ("plain", "plain"),
        ("*a %fd.name", "a {fd.name}"),
        ("%proc.namexyz", "{proc.name}xyz"),
        ("%fd.name.foo", "{fd.name}.foo"),
        ("%fd.nameraw", "{fd.nameraw}"),
        ("%proc.pid!", "{proc.pid}!"),
        ("%evt.time.s %evt.time.sx", "{evt.time.s} {evt.time.s}x"),
        ("%proc.aname[2],%proc.aname", "{proc.aname[2]},{proc.aname}"),
        (
            "%evt.arg[1] %evt.arg.name %evt.rawarg.flags",
            "{evt.arg[1]} {evt.arg.name} {evt.rawarg.flags}"
        ),
        ("%evt.arg.flagsx", "{evt.arg.flags}x"),
        ("%proc.name[2]", "{proc.name}[2]"),
        ("%10proc.name|%2fd.name", "{10:proc.name}|{2:fd.name}"),
        ("%0proc.name", "{proc.name}"),
        ("%toupper(proc.name)!", "{proc.name}!"),
        ("%toupper(basename(fd.name))", "{fd.name}"),
        ("%5tolower(proc.name)x", "{5:proc.name}x"),
        ("%join(\",\", (proc.name, fd.name)) end", "{proc.name,fd.name} end"),
        ("%concat(proc.name, \" )\", fd.name)", "{proc.name,fd.name}"),
        ("%proc.env[HOME].", "{proc.env[HOME]}."),
        ("%container.label.app.kubernetes.io/name.", "{container.label.app.kubernetes.io/name}."),
        ("tail%fd.num", "tail{fd.num}"),
        ("%fd.ip", "{fd.ip}"),
    ])
    func theLongestFieldIsTaken(text: String, expected: String) throws {
        #expect(try shape(text) == expected)
    }

    @Test(arguments: [
        ("100%", 3, false), ("100% sure", 4, false), ("100%% sure", 3, false),
        ("x %foo.bar", 3, true), ("%", 0, false), ("%toupper(proc.name", 1, false),
        ("%toupper()", 1, false), ("%toupper(foo.bar)", 9, true),
        ("%99999proc.name", 1, false), ("%proc.aname[x]", 1, true), ("%evt.arg", 1, true),
        ("%toupper(proc.aname)", 1, false), ("%len(proc.pid)", 1, false),
        ("%evt.arg.nosuchparameter", 1, true), ("%val(proc.name)", 1, false),
    ])
    func whatIsNoOutputSaysWhere(text: String, offset: Int, isUnknownName: Bool) {
        do throws(OutputFormatError) {
            _ = try OutputFormat(parsing: text)
            Issue.record("'\(text)' was accepted")
        } catch {
            #expect(error.offset == offset, "\(text): \(error.message)")
            #expect(error.isUnknownName == isUnknownName, "\(text): \(error.message)")
            #expect(!error.message.isEmpty)
        }
    }

    @Test func anyTextEitherParsesOrFails() throws {
        var generator = SeededGenerator(seed: 11)
        let parts = [
            "%", "proc.name", "fd.name", "[", "]", "(", ")", ",", "\"", "'", "\\", " ", "evt.arg",
            ".", "toupper", "join", "12", "é", "*", "proc.aname", "\u{0}",
        ]
        for _ in 0..<5_000 {
            let count = generator.below(10)
            let text = (0..<count).map { _ in parts[generator.below(parts.count)] }.joined()
            _ = try? OutputFormat(parsing: text)
        }
    }
}
