import ArgumentParser
import Engine
import GVisor
import Ingest
import Rules

/// The root command: Falco's options, as far as they mean something for gVisor.
struct GvfastCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gvfast",
        abstract: "Raises alerts from gVisor sandboxes by Falco's rules.",
        discussion: """
            Write a session file once, give it to runsc (--pod-init-config), and start gvfast with \
            it:

              gvfast --gvisor-generate-config > /etc/docker/runsc_gvfast_config.json
              gvfast --gvisor-config=/etc/docker/runsc_gvfast_config.json -r falco_rules.yaml

            Names and images of containers come from the usual places of containerd, Docker and \
            podman; -o container_engines.docker.root=FOLDER, \
            container_engines.docker.sockets[]=FILE and \
            container_engines.containerd.root=FOLDER point elsewhere. SIGHUP reads rules again.
            """,
        subcommands: [RulesCommand.self, ExplainCommand.self, TestCommand.self])

    @OptionGroup var rules: RuleOptions
    @OptionGroup var source: SourceOptions
    @OptionGroup var questions: QuestionOptions

    mutating func run() throws {
        if try questions.answer(rules: rules) { return }
        try WatchCommand(rules: rules, source: source).run()
    }
}

/// Which rules, and how their alerts look.
struct RuleOptions: ParsableArguments {
    @Option(
        name: .customShort("r", allowingJoined: true),
        help: ArgumentHelp(
            "Rules file or folder; may be given several times. Default: gvfast's own rules.",
            valueName: "path"))
    var rulePaths: [String] = []

    @Option(
        name: .customShort("o", allowingJoined: true),
        help: ArgumentHelp(
            "Set a key of the configuration: json_output, rule_matching, priority, …",
            valueName: "key=value"))
    var settings: [String] = []

    @Option(
        name: [.customShort("p", allowingJoined: true), .customLong("print")],
        help: ArgumentHelp(
            """
            Text to append to every output; container-gvisor (cg) and kubernetes-gvisor (kg) stand \
            for vpid and vtid.
            """, valueName: "format"))
    var appendedFormat: String?

    @Option(
        name: .customShort("c", allowingJoined: true),
        help: ArgumentHelp("Configuration file; -o comes on top of it.", valueName: "file"))
    var configPath: String?

    /// The configuration that the file and the options make.
    func engineSettings() throws -> EngineSettings {
        var places = ConfigPlaces()
        do throws(ConfigNode.Failure) {
            var config = ConfigNode.null
            var configPaths: [String] = []
            if let configPath {
                let file = try ConfigFile(path: configPath)
                for note in file.notes { Log.line(note) }
                config = file.config
                configPaths = file.paths
                places = file.places
            }
            for option in settings {
                try config.apply(option: option)
                places.forget(option: option)
            }
            var result = try EngineSettings(config.expandingEnvironment())
            result.configPaths = configPaths
            result.configPlaces = places
            if let format = appendedFormat, !format.isEmpty {
                if let addition = OutputAddition.printFormat(format) {
                    result.outputAdditions.append(addition)
                } else {
                    Log.line(
                        "-p \(format) is deprecated and appends nothing: "
                            + "use append_output with suggested_output")
                }
            }
            return result
        } catch {
            throw CommandFailure(places.located(error).description)
        }
    }
}

extension RuleOptions {
    /// The rules files and folders: those of `-r`, else those of the configuration, else gvfast's
    /// own.
    func paths(_ settings: EngineSettings) throws -> [String] {
        if !rulePaths.isEmpty { return rulePaths }
        if !settings.rulesPaths.isEmpty { return settings.rulesPaths }
        guard let path = DefaultRules.path() else {
            throw CommandFailure(
                "no rules: give some with -r, or put \(DefaultRules.fileName) beside the program")
        }
        return [path]
    }
}

/// Where events come from.
struct SourceOptions: ParsableArguments {
    @Option(
        name: [.customShort("g", allowingJoined: true), .customLong("gvisor-config")],
        help: ArgumentHelp(
            "Session file that runsc was given; its endpoint is where gvfast listens.",
            valueName: "file"))
    var gvisorConfig: String?

    @Option(
        name: .customLong("gvisor-root"),
        help: ArgumentHelp(
            "runsc's --root, to find sandboxes that run already.", valueName: "folder"))
    var gvisorRoot: String?

    @Option(
        name: .customShort("e", allowingJoined: true),
        help: ArgumentHelp(
            "Read a capture, or a folder of captures, instead of listening.", valueName: "path"))
    var capturePaths: [String] = []

    @Option(help: ArgumentHelp("How sockets are read: auto, uring or epoll.", valueName: "backend"))
    var io = "auto"

    @Option(help: ArgumentHelp("Threads that read and match.", valueName: "count"))
    var shards = 1

    @Option(
        help: ArgumentHelp(
            "Longest wait in the kernel for more messages, so that a wake-up serves many; less is "
                + "faster and dearer, 0 wakes for each.",
            valueName: "microseconds"))
    var coalesce = IngestSettings().coalesceLimitNanos / 1000

    @Option(
        name: .customLong("max-sandboxes"),
        help: ArgumentHelp("Connections that may exist at once.", valueName: "count"))
    var maxSandboxes = 4096

    @Option(
        name: .customLong("socket-mode"),
        help: ArgumentHelp(
            "File mode of the socket, for runtimes of other users.", valueName: "octal"))
    var socketMode = "0600"

    /// The same with what the configuration says where no option does.
    func completed(by feed: FeedSettings) -> SourceOptions {
        var source = self
        if source.gvisorRoot == nil { source.gvisorRoot = feed.gvisorRoot }
        if source.gvisorConfig != nil || !source.capturePaths.isEmpty { return source }
        source.gvisorConfig = feed.gvisorConfigPath
        if let path = feed.capturePath { source.capturePaths = [path] }
        return source
    }

    var socketFileMode: UInt32 { UInt32(socketMode, radix: 8) ?? 0o600 }

    @Option(
        help: ArgumentHelp("Store what is received below this folder.", valueName: "folder"))
    var record: String?

    @Option(
        name: .customShort("M", allowingJoined: true),
        help: ArgumentHelp("Stop after so many seconds.", valueName: "seconds"))
    var stopAfterSeconds: Int?

    @Option(
        name: [.customShort("P", allowingJoined: true), .customLong("pidfile")],
        help: ArgumentHelp("Write the process id into a file.", valueName: "file"))
    var pidPath: String?

    @Flag(
        name: .customLong("profile-rules"),
        help: "Count what each rule costs; print it at the end and at SIGUSR2.")
    var isProfilingRules = false

    @Flag(name: .customLong("dry-run"), help: "Load everything and stop.")
    var isDryRun = false

    @Flag(
        name: [.customShort("U"), .customLong("unbuffered")],
        help: "Accepted for Falco's sake: alerts are always written at once.")
    var isUnbuffered = false

    mutating func validate() throws {
        guard ["auto", "uring", "epoll"].contains(io) else {
            throw ValidationError("--io: found '\(io)', expected auto, uring or epoll")
        }
        guard (1...64).contains(shards) else {
            throw ValidationError("--shards: found \(shards), expected 1 to 64")
        }
        guard coalesce <= 100_000 else {
            throw ValidationError("--coalesce: found \(coalesce), expected 0 to 100000")
        }
        guard (1...1_000_000).contains(maxSandboxes) else {
            throw ValidationError("--max-sandboxes: found \(maxSandboxes), expected 1 or more")
        }
        guard let mode = UInt32(socketMode, radix: 8), mode <= 0o777 else {
            throw ValidationError("--socket-mode: found '\(socketMode)', expected octal digits")
        }
        if let seconds = stopAfterSeconds, !(1...1_000_000_000).contains(seconds) {
            throw ValidationError("-M: found \(seconds), expected 1 to 1000000000")
        }
        if !capturePaths.isEmpty, gvisorConfig != nil {
            throw ValidationError("-e and --gvisor-config exclude each other")
        }
        if !capturePaths.isEmpty, record != nil {
            throw ValidationError("-e and --record exclude each other")
        }
    }
}
