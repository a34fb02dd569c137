import ArgumentParser

/// Benchmarks of gvfast's parts; each subcommand has its own file.
@main
struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gvbench",
        abstract: "Measures the parts of gvfast.",
        subcommands: [
            DecodeCommand.self, AlertsCommand.self, MapCommand.self, PipelineCommand.self,
            RulesCommand.self, IngestCommand.self,
            StateCommand.self, StartupCommand.self, LatencyCommand.self,
            ProfileCommand.self, CountCommand.self, ReportCommand.self,
            SenderCommand.self,
        ])
}
