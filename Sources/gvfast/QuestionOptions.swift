import ArgumentParser
import Engine
import GVisor
import Rules

/// Options that ask for something to be printed instead of watching.
struct QuestionOptions: ParsableArguments {
    @Option(
        name: .customLong("gvisor-generate-config"),
        help: ArgumentHelp(
            "Print a session file for runsc, with the given socket or "
                + "\(SessionGenerator.defaultEndpoint).", valueName: "=socket"))
    var generatedEndpoint: String?

    @Option(
        name: [.customShort("V", allowingJoined: true), .customLong("validate")],
        help: ArgumentHelp(
            "Say whether a rules file is valid, and stop; may be given several times.",
            valueName: "file"))
    var validatedPaths: [String] = []

    @Flag(name: .customShort("L"), help: "Describe all rules, and stop.")
    var describesRules = false

    @Option(
        name: .customShort("l", allowingJoined: true),
        help: ArgumentHelp("Describe one rule, and stop.", valueName: "rule"))
    var describedRule: String?

    @Option(
        name: .customLong("list"),
        help: ArgumentHelp(
            "Print the fields that rules can use; as JSON with --list=json.", valueName: "=source"))
    var listedSource: String?

    @Flag(name: .customShort("N"), help: "With --list: names alone.")
    var listsNames = false

    @Flag(name: .customLong("list-events"), help: "Print the events that rules can name.")
    var listsEvents = false

    @Flag(help: "With --list and --list-events: Markdown.")
    var markdown = false

    @Option(
        help: ArgumentHelp(
            "With --list and --list-events: text, markdown or json.", valueName: "form"))
    var format = "text"

    @Flag(help: "Print the version.")
    var version = false

    /// Answers the question that was asked; false when there was none.
    func answer(rules: RuleOptions) throws -> Bool {
        if version {
            Console.output("gvfast version \(Version.text)")
            return true
        }
        if let endpoint = generatedEndpoint {
            guard endpoint.utf8.count <= SessionConfig.endpointByteCountLimit else {
                throw CommandFailure(
                    "the socket's path has \(endpoint.utf8.count) bytes, "
                        + "at most \(SessionConfig.endpointByteCountLimit) fit")
            }
            Console.output(SessionGenerator.text(endpoint: endpoint))
            return true
        }
        let lists = ListCommands(format: markdown ? "markdown" : format)
        if let listedSource {
            try lists.fields(source: listedSource, namesOnly: listsNames)
            return true
        }
        if listsEvents {
            try lists.events()
            return true
        }
        if describesRules || describedRule != nil {
            try describe(rules)
            return true
        }
        if !validatedPaths.isEmpty {
            try ValidateCommand(paths: validatedPaths, settings: rules.engineSettings()).run()
            return true
        }
        return false
    }

    private func describe(_ rules: RuleOptions) throws {
        let settings = try rules.engineSettings()
        let paths = try rules.paths(settings)
        let loaded: RulesLoading.Loaded
        do throws(RulesLoading.Failure) {
            loaded = try RulesLoading.load(paths, settings: settings)
        } catch {
            throw CommandFailure(error.lines.joined(separator: "\nError: "))
        }
        try ListCommands.describe(
            rule: describedRule, loaded, asJSON: settings.output.isJSON)
    }
}
