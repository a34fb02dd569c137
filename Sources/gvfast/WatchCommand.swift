import Alerts
import Core
import Engine
import GVisor
import Glibc
import Ingest
import Rules
import State

/// Watching sandboxes, or reading captures, until the end.
struct WatchCommand {
    let rules: RuleOptions
    let source: SourceOptions

    func run() throws {
        let settings = try readSettings()
        if source.isDryRun {
            Log.line("\(try load(settings).summary). Dry run: done.")
            return
        }
        let source = source.completed(by: settings.feed)
        if let path = source.pidPath, !TextFile.write("\(getpid())\n", to: path) {
            throw CommandFailure("cannot write the process id to '\(path)'")
        }
        if source.capturePaths.isEmpty {
            let listening = try ListenRun(settings: settings, source: source)
            try listening.run(try load(settings)) { generation in
                try load(try readSettings(), generation)
            }
        } else {
            let program = try load(settings).program
            try ReplayRun(program: program, settings: settings, source: source).run()
        }
    }

    /// What configuration and options say, and where the rules are.
    private func readSettings() throws -> EngineSettings {
        var settings = try rules.engineSettings()
        for key in settings.unknownKeys {
            Log.line("unknown configuration key '\(key)' is ignored")
        }
        settings.profilesRules = source.isProfilingRules
        settings.rulesPaths = try rules.paths(settings)
        return settings
    }

    private func load(
        _ settings: EngineSettings, _ generation: UInt32 = 1
    ) throws -> LoadedProgram {
        // before the rules are read: what changes meanwhile is noticed
        let watch = FileWatch(settings.configPaths + settings.rulesPaths)
        do throws(RulesLoading.Failure) {
            let loaded = try RulesLoading.load(settings.rulesPaths, settings: settings)
            let program = try EngineProgram(
                loaded.ruleSet, settings: settings, generation: generation)
            var summary = "\(program.rules.count) rules of \(loaded.results.count) files"
            if loaded.results.count == 1 {
                summary = "\(program.rules.count) rules of \(loaded.results[0].name)"
            }
            if loaded.warningCount > 0 { summary += ", \(loaded.warningCount) warnings (see -V)" }
            return LoadedProgram(program: program, summary: summary, watch: watch)
        } catch {
            throw CommandFailure(error.lines.joined(separator: "\nError: "))
        }
    }
}
