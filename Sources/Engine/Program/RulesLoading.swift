package import Rules

/// Loading rules for a run: all files, all errors at once.
package enum RulesLoading {
    /// Why no program can be made: one line each.
    package struct Failure: Error, Sendable {
        package let lines: [String]

        package init(_ lines: [String]) { self.lines = lines }
    }

    /// What the files hold.
    package struct Loaded: Sendable {
        package let ruleSet: RuleSet
        package let results: [LoadResult]
        package var warningCount: Int { results.reduce(0) { $0 + $1.warnings.count } }
    }

    /// The files that the paths mean: files as they are, folders with what they hold.
    package static func files(_ paths: [String]) throws(Failure) -> [String] {
        var files: [String] = []
        for path in paths {
            let found: [String]
            do { found = try RulesFiles.expand(path) } catch {
                throw Failure([error.message])
            }
            if found.isEmpty {
                throw Failure(["\(path): no rules file (.yaml or .yml) there"])
            }
            files += found
        }
        return files
    }

    /// A loader for runs with these settings.
    package static func loader(_ settings: EngineSettings) -> RulesLoader {
        var loader = LoaderSettings()
        loader.outputAdditions = settings.outputAdditions
        return RulesLoader(settings: loader)
    }

    /// Loads the files and answers what they hold, or everything that is wrong with them.
    @usableFromInline package static func load(
        _ paths: [String], settings: EngineSettings
    ) throws(Failure) -> Loaded {
        var loader = loader(settings)
        for file in try files(paths) { loader.load(file: file) }
        let problems = loader.unmetPluginRequirements
        if !problems.isEmpty { throw Failure(problems) }
        guard loader.isSuccessful else {
            throw Failure(loader.results.flatMap { result in result.errors.map(line(of:)) })
        }
        return Loaded(ruleSet: loader.ruleSet, results: loader.results)
    }

    /// `FILE:LINE:COLUMN: MESSAGE (CODE)`, line and column from 1.
    package static func line(of issue: LoadIssue) -> String {
        let file = issue.locations.first?.position.name ?? ""
        let place = issue.locations.last { $0.position.name == file }?.position
        let message = issue.message.split(whereSeparator: \.isNewline).joined(separator: " ")
        let item = issue.locations.last { !$0.itemName.isEmpty }
            .map { " in \($0.itemType.rawValue) '\($0.itemName)'" }
        guard let place, issue.code != .fileRead else {
            return "\(file): \(message) (\(issue.code.rawValue))"
        }
        return "\(file):\(place.line + 1):\(place.column + 1): \(message)\(item ?? "") "
            + "(\(issue.code.rawValue))"
    }
}
