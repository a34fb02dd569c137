import Core
import Engine
import Rules

extension MetricsReporter {
    /// For a run that begins now; nil when metrics are off.
    convenience init?(_ settings: EngineSettings, startNanos: UInt64) {
        let files = settings.rulesPaths.flatMap { (try? RulesFiles.expand($0)) ?? [] }
        self.init(
            settings, startNanos: startNanos, rulesFiles: files,
            configFiles: settings.configPaths)
    }

    /// Once a second, from the main thread.
    func tick(_ shards: ShardGroup) {
        do throws(SystemError) {
            try tick(input: { shards.metricsInput() }, post: { shards.post($0) })
        } catch {
            Log.line("metrics.output_file: \(error.description)")
        }
    }
}
