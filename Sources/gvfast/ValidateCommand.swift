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
            tellCoverage(loader)
        }
        let problems =
            loader.unmetPluginRequirements
            + loader.results.flatMap { $0.errors.map(RulesLoading.line(of:)) }
        if !problems.isEmpty {
            throw CommandFailure(problems.joined(separator: "\nError: "))
        }
    }

    /// Says which of the rules cannot fire fully on gVisor, if there are any.
    private func tellCoverage(_ loader: RulesLoader) {
        guard loader.isSuccessful else { return }
        let report = RulesCoverageReport(loader.ruleSet)
        if report.count(.fully) < report.rules.count { Console.output(report.shortcomings) }
    }
}
