import ArgumentParser
import Engine
import Ingest
import Rules

/// `gvfast explain`: why rules hold, or do not, on recorded events.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Prints conditions with the value and truth of each part on recorded events.",
        discussion: """
              gvfast explain -r RULES -e CAPTURE [--rule NAME]

            Without --event and --all: the events on which a rule holds.
            """)

    @OptionGroup var rules: RuleOptions

    // The root command has `-e` too and would take it away from an option of our own.
    @OptionGroup(visibility: .hidden) var source: SourceOptions

    @Option(
        name: .customLong("rule"),
        help: ArgumentHelp("Rules to explain, by name with *.", valueName: "name"))
    var rulePattern: String?

    @Option(
        name: .customLong("event"),
        help: ArgumentHelp(
            "Number of an event (evt.num); may be given several times.", valueName: "number"))
    var eventNumbers: [UInt64] = []

    @Flag(name: .customLong("all"), help: "All events of the types that a rule is about.")
    var isAll = false

    @Option(help: ArgumentHelp("Stop after so many explanations.", valueName: "count"))
    var limit = 100

    func run() throws {
        let capturePaths = source.capturePaths
        guard !capturePaths.isEmpty else { throw CommandFailure("no capture: give one with -e") }
        let settings = try rules.engineSettings()
        let ruleSet = try rules.loadedRuleSet(settings)
        var choice = RuleExplanation.Choice.matching
        if isAll { choice = .considered }
        if !eventNumbers.isEmpty { choice = .numbered(Set(eventNumbers)) }
        let explanation: RuleExplanation
        do throws(RuleCheckError) {
            explanation = try RuleExplanation(
                ruleSet, rules: rulePattern, choice: choice, limit: max(1, limit))
        } catch {
            throw CommandFailure(error.message)
        }
        guard explanation.ruleCount > 0 else {
            throw CommandFailure("no rule is named '\(rulePattern ?? "")'")
        }
        do throws(CaptureError) {
            try explanation.run(capturePaths, hostname: settings.output.hostname) {
                Console.output($0)
            }
        } catch {
            throw CommandFailure(error.description)
        }
    }
}
