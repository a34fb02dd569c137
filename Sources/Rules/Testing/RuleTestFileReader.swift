/// Reads a file of rule tests.
package struct RuleTestFileReader {
    private let path: String
    private var defaults: [GivenField] = []

    private init(path: String) { self.path = path }

    /// Reads a file from disk.
    package static func read(_ path: String) throws(RuleTestFailure) -> RuleTestFile {
        let bytes: [UInt8]
        do throws(RulesFiles.Failure) {
            bytes = try RulesFiles.read(path)
        } catch {
            throw RuleTestFailure(path: path, line: 0, reason: error.reason)
        }
        return try parse(bytes, path: path)
    }

    /// Reads the bytes of a file.
    package static func parse(_ bytes: [UInt8], path: String) throws(RuleTestFailure)
        -> RuleTestFile
    {
        let tree: YamlTree
        do throws(YamlReader.Failure) {
            tree = try YamlReader.read(bytes)
        } catch {
            throw RuleTestFailure(path: path, line: error.mark.line + 1, reason: error.message)
        }
        guard let document = tree.documents.first, document.isMapping else {
            throw RuleTestFailure(path: path, line: 0, reason: "a mapping with 'tests' is expected")
        }
        var reader = RuleTestFileReader(path: path)
        return try reader.file(document)
    }

    private mutating func file(_ node: YamlNode) throws(RuleTestFailure) -> RuleTestFile {
        try check(node, ["rules", "matching", "defaults", "tests"])
        var file = RuleTestFile(path: path)
        file.rulesPaths = try texts(node["rules"], "rules").map(resolved)
        switch node["matching"]?.scalar {
        case nil, "all": break
        case "first": file.matchesAllRules = false
        default: throw failure(node["matching"], "'matching' is 'all' or 'first'")
        }
        if let defaults = node["defaults"] { self.defaults = try fields(defaults) }
        guard let tests = node["tests"]?.elements else {
            throw failure(node, "'tests' must be a sequence")
        }
        for test in tests { file.tests.append(try testCase(test)) }
        return file
    }

    private func testCase(_ node: YamlNode) throws(RuleTestFailure) -> RuleTestCase {
        try check(node, ["test", "events", "alerts", "silent", "exact"])
        guard let name = node["test"]?.scalar, !name.isEmpty else {
            throw failure(node, "'test' must name the test")
        }
        var test = RuleTestCase(name: name, line: node.mark.line + 1)
        for event in node["events"]?.elements ?? [] { test.events.append(try self.event(event)) }
        guard !test.events.isEmpty else { throw failure(node, "'events' must not be empty") }
        if let alerts = node["alerts"] {
            guard let elements = alerts.elements else {
                throw failure(alerts, "'alerts' must be a sequence")
            }
            for alert in elements { test.alerts.append(try self.alert(alert)) }
            test.isExact = elements.isEmpty
        }
        test.silent = try texts(node["silent"], "silent")
        if let exact = node["exact"] {
            guard let flag = exact.scalar.flatMap({ YamlBoolean.value(of: $0) }) else {
                throw failure(exact, "'exact' must be true or false")
            }
            test.isExact = test.isExact || flag
        }
        guard node["alerts"] != nil || !test.silent.isEmpty else {
            throw failure(node, "the test expects nothing: give 'alerts' or 'silent'")
        }
        return test
    }

    private func event(_ node: YamlNode) throws(RuleTestFailure) -> RuleTestEvent {
        if let capture = node["capture"] {
            try check(node, ["capture"])
            guard let path = capture.scalar else { throw failure(capture, "a path is expected") }
            return .capture(resolved(path))
        }
        let own = try fields(node)
        let named = Set(own.map(\.name))
        let all = defaults.filter { !named.contains($0.name) } + own
        guard all.contains(where: { $0.name == "evt.type" || $0.name == "syscall.type" }) else {
            throw failure(node, "an event needs its 'evt.type'")
        }
        // Checked here, so that the error has its line.
        let given = GivenFields(timeNanos: 0)
        for field in all {
            do throws(GivenFields.Failure) {
                try given.give(field.name, field.texts)
            } catch {
                throw failure(node, error.message)
            }
        }
        return .fields(all)
    }

    private func fields(_ node: YamlNode) throws(RuleTestFailure) -> [GivenField] {
        guard node.isMapping else { throw failure(node, "a mapping of fields is expected") }
        var fields: [GivenField] = []
        for (key, value) in node.pairs {
            guard let name = key.scalar else { throw failure(key, "a field is expected") }
            // A field without value is one that is missing: there is nothing to give.
            if value.isNull { continue }
            if let text = value.scalar {
                fields.append(GivenField(name: name, texts: [text]))
            } else {
                fields.append(GivenField(name: name, texts: try texts(value, name)))
            }
        }
        return fields
    }

    private func alert(_ node: YamlNode) throws(RuleTestFailure) -> ExpectedAlert {
        if let name = node.scalar { return ExpectedAlert(rule: name) }
        try check(node, ["rule", "count", "output", "fields"])
        guard let rule = node["rule"]?.scalar else { throw failure(node, "'rule' is missing") }
        var alert = ExpectedAlert(rule: rule)
        if let count = node["count"] {
            guard let number = count.scalar.flatMap({ YamlNode.unsigned($0) }) else {
                throw failure(count, "'count' must be a number")
            }
            alert.count = Int(number)
        }
        alert.output = node["output"]?.scalar
        for (key, value) in node["fields"]?.pairs ?? [] {
            alert.fields[key.scalar ?? ""] = value.isNull ? "<NA>" : value.scalar ?? ""
        }
        return alert
    }

    private func texts(_ node: YamlNode?, _ key: String) throws(RuleTestFailure) -> [String] {
        guard let node else { return [] }
        if node.isScalar, let text = node.scalar { return [text] }
        guard let elements = node.elements else {
            throw failure(node, "'\(key)' must be a text or a sequence of texts")
        }
        var texts: [String] = []
        for element in elements {
            guard let text = element.scalar else {
                throw failure(element, "'\(key)' must be a text or a sequence of texts")
            }
            texts.append(text)
        }
        return texts
    }

    private func check(_ node: YamlNode, _ known: Set<String>) throws(RuleTestFailure) {
        guard node.isMapping else { throw failure(node, "a mapping is expected") }
        for (key, _) in node.pairs where !known.contains(key.scalar ?? "") {
            throw failure(key, "unknown key '\(key.scalar ?? "")'")
        }
    }

    /// A path relative to the folder of the test file.
    private func resolved(_ text: String) -> String {
        guard !text.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return text }
        return String(path[...slash]) + text
    }

    private func failure(_ node: YamlNode?, _ reason: String) -> RuleTestFailure {
        RuleTestFailure(path: path, line: node.map { $0.mark.line + 1 } ?? 0, reason: reason)
    }
}
