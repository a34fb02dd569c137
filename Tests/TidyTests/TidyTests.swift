import Foundation
import Testing

/// What the style asks of every file and a compiler does not check.
@Suite struct TidyTests {
    @Test func theTreeIsFound() {
        #expect(SourceTree.swift.count > 50)
    }

    @Test func noLineIsLongerThan100Columns() {
        let long = SourceTree.swift.flatMap { file in
            // What stands in a literal of several lines cannot be broken.
            var isLiteral = false
            return file.lines.enumerated().compactMap { index, line -> String? in
                if line.components(separatedBy: "\"\"\"").count % 2 == 0 { isLiteral.toggle() }
                return line.count > 100 && !isLiteral ? "\(file.path):\(index + 1)" : nil
            }
        }
        #expect(long.isEmpty, "\(long.joined(separator: "\n"))")
    }

    @Test func noFunctionIsLongerThan70Lines() {
        let long = SourceTree.swift.flatMap { file in
            FunctionLengths.of(file.lines).filter { $0.lineCount > 70 }
                .map { "\(file.path):\($0.line): \($0.lineCount) lines" }
        }
        #expect(long.isEmpty, "\(long.joined(separator: "\n"))")
    }

    @Test func theMeasureOfFunctionsCounts() {
        let lines = [
            "struct A {", "    func short() { x() }", "    package init(", "        a: Int",
            "    ) {", "        b()", "    }", "    func declared()", "}",
        ]
        let lengths = FunctionLengths.of(lines)
        #expect(lengths.map(\.lineCount) == [1, 5])
        #expect(lengths.map(\.line) == [2, 3])
    }

    @Test func noDebugLeftoverAndNoFixme() {
        let words = ["FIX" + "ME", "debug" + "Print(", "dump" + "("]
        let hits = SourceTree.files("Sources").flatMap { file in
            file.lines.enumerated().filter { line in words.contains { line.1.contains($0) } }
                .map { "\(file.path):\($0.offset + 1)" }
        }
        #expect(hits.isEmpty, "\(hits.joined(separator: "\n"))")
    }

    @Test func noFileNamesThePathsOfOneMachine() {
        // In pieces, or this file would find itself.
        let marks =
            ["shared", "hub", "main", "engine", "TEAM", ".library"].map { "/wo" + "rk/" + $0 }
            + ["/fa" + "rm/", "/ho" + "me/runner"]
        let files =
            ["Sources", "Tests", "tools", "docs", "rules", ".ci", "Benchmarks"].flatMap {
                SourceTree.files($0, suffixes: ["swift", "md", "yaml", "c", "h", "cpp", "run", ""])
            }
            + ["README.md", "CHANGELOG.md", "Makefile", "Package.swift"]
            .compactMap(SourceTree.read)
        let hits = files.filter { file in
            file.lines.contains { line in marks.contains { line.contains($0) } }
        }.map(\.path)
        #expect(hits.isEmpty, "\(hits.joined(separator: "\n"))")
    }
}

/// Lengths of functions, by indentation: the formatter guarantees that a body ends with a brace
/// exactly below its declaration.
enum FunctionLengths {
    struct Length {
        /// 1-based line of the declaration.
        let line: Int
        let lineCount: Int
    }

    static func of(_ lines: [String]) -> [Length] {
        lines.indices.compactMap { start in
            guard isDeclaration(lines[start]) else { return nil }
            return end(of: start, in: lines).map {
                Length(line: start + 1, lineCount: $0 - start + 1)
            }
        }
    }

    private static func isDeclaration(_ line: String) -> Bool {
        let words = line.split(separator: " ").prefix(8)
        for word in words {
            let name = word.prefix { $0.isLetter }
            if ["func", "init", "deinit", "subscript"].contains(name) { return true }
            let modifiers = [
                "package", "public", "private", "fileprivate", "internal", "static", "mutating",
                "override", "convenience", "nonisolated", "consuming", "borrowing", "final",
            ]
            guard word.hasPrefix("@") || modifiers.contains(String(name)) else { return false }
        }
        return false
    }

    private static func end(of start: Int, in lines: [String]) -> Int? {
        let indent = String(lines[start].prefix { $0 == " " })
        if lines[start].hasSuffix("}") { return start }
        for index in (start + 1)..<max(start + 1, lines.count) {
            let line = lines[index]
            if line.hasPrefix(indent + "}") { return index }
            // A line further out ends the type around it: this was a declaration without a body.
            if !line.isEmpty && !line.hasPrefix(indent) && !line.hasPrefix("#") { return nil }
            if isDeclaration(line), line.hasPrefix(indent), !line.hasPrefix(indent + " ") {
                return nil
            }
        }
        return nil
    }
}
