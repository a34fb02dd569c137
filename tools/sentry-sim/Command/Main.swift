import ArgumentParser

/// A Sentry that never tires and sometimes lies; each subcommand has its own file.
@main
struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sentry-sim",
        abstract: "Simulates gVisor Sentries that stream trace points.",
        subcommands: [
            RunCommand.self, GenerateCommand.self, ReplayCommand.self, RecordCommand.self,
            DecodeCommand.self, FuzzCommand.self,
        ])
}
