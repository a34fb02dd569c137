import Alerts
import Core
import Engine
import GVisor
import Ingest
import Rules
import State

/// Watching sandboxes, or reading captures, until the end.
struct WatchCommand {
    let rules: RuleOptions
    let source: SourceOptions

    func run() throws {
        var settings = try rules.engineSettings()
        for key in settings.unknownKeys {
            Log.line("unknown configuration key '\(key)' is ignored")
        }
        settings.profilesRules = source.isProfilingRules
        let paths = try rules.paths(settings)
        settings.rulesPaths = paths
        if source.isDryRun {
            let (_, summary) = try loadProgram(paths, settings)
            Log.line("\(summary). Dry run: done.")
            return
        }
        let source = source.completed(by: settings.feed)
        if source.capturePaths.isEmpty {
            let listening = try ListenRun(settings: settings, source: source)
            let (program, summary) = try loadProgram(paths, settings)
            try listening.run(program, rulesSummary: summary)
        } else {
            let (program, _) = try loadProgram(paths, settings)
            try ReplayRun(program: program, settings: settings, source: source).run()
        }
    }

    private func loadProgram(
        _ paths: [String], _ settings: EngineSettings
    ) throws -> (EngineProgram, String) {
        do throws(RulesLoading.Failure) {
            let loaded = try RulesLoading.load(paths, settings: settings)
            let program = try EngineProgram(loaded.ruleSet, settings: settings)
            var summary = "\(program.rules.count) rules of \(loaded.results.count) files"
            if loaded.results.count == 1 {
                summary = "\(program.rules.count) rules of \(loaded.results[0].name)"
            }
            if loaded.warningCount > 0 { summary += ", \(loaded.warningCount) warnings (see -V)" }
            return (program, summary)
        } catch {
            throw CommandFailure(error.lines.joined(separator: "\nError: "))
        }
    }
}
