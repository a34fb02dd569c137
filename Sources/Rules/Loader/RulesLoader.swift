/// Loads rules files one after the other and compiles what they define.
///
/// After each file everything collected so far is compiled anew, so an error or warning shows with
/// the file that brings it about and a name must be defined by the file that uses it or before.
/// Unlike the reference, loading goes on after an error, to report all of them in one run; whether
/// the whole can be used says `isSuccessful`.
package struct RulesLoader {
    private let settings: LoaderSettings
    private let checking: any RuleChecking
    private var collection = RulesCollection()
    /// Texts by file name, for the lines around errors.
    private var sources: [String: String] = [:]
    /// Errors told already; they come up again whenever everything is compiled anew.
    private var reported: Set<String> = []

    /// One for each file, in the order of loading.
    package private(set) var results: [LoadResult] = []
    /// What the files define. Complete only when `isSuccessful`.
    package private(set) var ruleSet = RuleSet()

    package init(
        settings: LoaderSettings = LoaderSettings(),
        checking: any RuleChecking = CatalogueRuleChecker()
    ) {
        self.settings = settings
        self.checking = checking
    }

    /// Whether no file had an error.
    package var isSuccessful: Bool { results.allSatisfy(\.isSuccessful) }

    /// Loads a file from disk.
    package mutating func load(file path: String) {
        do throws(RulesFiles.Failure) {
            load(try RulesFiles.read(path), name: path)
        } catch {
            var result = LoadResult(name: path)
            result.add(LoadIssue(.fileRead, error.reason, at: LoadContext(file: path)))
            results.append(result)
        }
    }

    /// Loads the text of a file.
    package mutating func load(_ text: String, name: String) {
        load(Array(text.utf8), name: name)
    }

    /// Loads the bytes of a file.
    package mutating func load(_ bytes: [UInt8], name: String) {
        sources[name] = String(decoding: bytes, as: UTF8.self)
        var result = LoadResult(name: name)
        do throws(YamlReader.Failure) {
            result = read(try YamlReader.read(bytes), name: name)
        } catch {
            let position = SourcePosition(
                name: name, line: error.mark.line, column: error.mark.column,
                offset: error.mark.offset)
            result.add(
                LoadIssue(
                    .yamlParse, error.message,
                    at: LoadContext(file: name).entering(.rulesContent, at: position)))
        }
        results.append(withSnippets(result))
    }

    private mutating func read(_ tree: YamlTree, name: String) -> LoadResult {
        var reader = RulesFileReader(
            settings: settings, checking: checking, collection: collection, name: name)
        reader.read(tree)
        collection = reader.collection
        var result = reader.result
        var schema = RulesSchema()
        let documents = tree.documents.filter { !$0.isNull }
        for document in documents { schema.check(document) }
        result.isSchemaValid = documents.isEmpty ? nil : schema.warnings.isEmpty
        result.schemaWarnings = schema.warnings

        var compiler = RulesCompiler(
            settings: settings, checking: checking, collection: collection)
        compiler.compile()
        ruleSet = compiler.ruleSet
        // Where items are missing, warnings about the rest would mislead.
        let isReadWhole = result.isSuccessful
        for issue in compiler.issues {
            if issue.code.isError {
                if reported.insert(issue.identity).inserted { result.add(issue) }
            } else if isReadWhole {
                result.add(issue)
            }
        }
        return result
    }

    private func withSnippets(_ result: LoadResult) -> LoadResult {
        var result = result
        for index in result.errors.indices { addSnippet(to: &result.errors[index]) }
        for index in result.warnings.indices { addSnippet(to: &result.warnings[index]) }
        return result
    }

    private func addSnippet(to issue: inout LoadIssue) {
        guard issue.snippet.isEmpty, let place = issue.locations.last?.position,
            let source = sources[place.name]
        else { return }
        issue.snippet = SourceSnippet.make(of: source, line: place.line, column: place.column)
    }

    /// Plugin requirements that nothing fulfils, one sentence each. Checked when all files are
    /// loaded; these errors go before errors of rules.
    package var unmetPluginRequirements: [String] {
        collection.requiredPluginVersions.compactMap { requirement in
            let isMet = requirement.choices.contains { choice in
                settings.plugins[choice.name]?.satisfies(choice.version) == true
            }
            if isMet { return nil }
            let choices = requirement.choices.map { "'\($0.name)' (>= \($0.version.text))" }
            return "Plugin requirement not satisfied, must load one of: "
                + choices.joined(separator: ", ")
        }
    }
}

extension LoadIssue {
    /// Tells one error from another.
    fileprivate var identity: String {
        let places = locations.map {
            "\($0.position.name)\u{0}\($0.position.offset)\u{0}\($0.itemName)"
        }
        return "\(code.rawValue)\u{0}\(message)\u{0}" + places.joined(separator: "\u{0}")
    }
}
