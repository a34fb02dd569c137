import ArgumentParser
import Engine
import Rules

/// `gvfast rules …`: questions about rules that need no sandbox.
struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "Answers questions about rules.",
        subcommands: [RulesCheckCommand.self])
}

/// `gvfast rules check`: which rules can fire on gVisor, and why others cannot.
struct RulesCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Says of each rule whether it can fire on gVisor, and why not.",
        discussion: "With -o json_output=true as one JSON object.")

    @OptionGroup var rules: RuleOptions

    func run() throws {
        let settings = try rules.engineSettings()
        let ruleSet = try rules.loadedRuleSet(settings)
        let report = RulesCoverageReport(ruleSet)
        Console.output(settings.output.isJSON ? report.document.line : report.text)
    }
}

extension RuleOptions {
    /// The rules that the options name, with what the configuration selects of them.
    func loadedRuleSet(_ settings: EngineSettings) throws -> RuleSet {
        let paths = try paths(settings)
        do throws(RulesLoading.Failure) {
            let loaded = try RulesLoading.load(paths, settings: settings)
            return loaded.ruleSet.selecting(
                settings.selectors, minimumPriority: settings.priority)
        } catch {
            throw CommandFailure(error.lines.joined(separator: "\nError: "))
        }
    }
}
