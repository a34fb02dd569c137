import Engine

/// Watching sandboxes, or reading captures, until the end.
struct WatchCommand {
    let rules: RuleOptions
    let source: SourceOptions

    func run() throws {
        _ = try rules.engineSettings()
    }
}
