import ArgumentParser
import SentrySim

/// `sentry-sim generate`: captures instead of connections.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Writes what sandboxes would send to capture files; same seed, same bytes.")

    @OptionGroup var workload: WorkloadOptions

    @Argument(help: "Folder for the captures, one file per sandbox.")
    var folder: String

    func run() throws {
        print(try CaptureGenerator.generate(try workload.runOptions(), into: folder))
    }
}
