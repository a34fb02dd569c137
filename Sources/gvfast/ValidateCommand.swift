import Engine
import Rules

/// `-V FILE…`: says of each file whether it loads and what is wrong with it.
struct ValidateCommand {
    let paths: [String]
    let settings: EngineSettings

    func run() throws {
        var loader = RulesLoading.loader(settings)
        do throws(RulesLoading.Failure) {
            for file in try RulesLoading.files(paths) { loader.load(file: file) }
        } catch {
            throw CommandFailure(error.lines.joined(separator: "\nError: "))
        }
        if settings.output.isJSON {
            Console.output(LoadResult.json(loader.results))
        } else {
            for result in loader.results { Console.output(result.report) }
            if loader.isSuccessful, !loader.ruleSet.rules.isEmpty {
                Console.output(RulesCoverageReport(loader.ruleSet).shortcomings)
            }
        }
        let problems =
            loader.unmetPluginRequirements
            + loader.results.flatMap { $0.errors.map(RulesLoading.line(of:)) }
        if !problems.isEmpty {
            throw CommandFailure(problems.joined(separator: "\nError: "))
        }
    }
}
