import Alerts
import Core
import Engine
import GVisor
import Ingest
import Rules
import State
import Synchronization

/// Watching sandboxes over the socket of a session file.
struct ListenRun: ~Copyable {
    private let settings: EngineSettings
    private let source: SourceOptions
    private let config: SessionConfig
    private let loop: RunLoop
    private let attaching: AttachThread

    /// How long shards may read on and outputs may deliver after the end was asked for.
    private static let shardMillis: UInt64 = 4_000
    private static let outputMillis: UInt64 = 5_000
    /// How long `runsc list` may hold up the listening.
    private static let listMillis: UInt64 = 500

    /// Reads the session file and has runsc list what runs, which goes on while rules are loaded.
    init(settings: EngineSettings, source: SourceOptions) throws {
        let config = try Self.readConfig(source)
        // Before any thread is started: they inherit what is blocked.
        let loop = try RunLoop(stopAfterSeconds: source.stopAfterSeconds)
        let attaching: AttachThread
        do throws(SystemError) {
            attaching = try AttachThread(
                runsc: Runsc(root: source.gvisorRoot),
                sources: ContainerSources(settings.containers), configPath: config.path)
            try attaching.start()
        } catch {
            throw CommandFailure(error.description)
        }
        self.settings = settings
        self.source = source
        self.config = config
        self.loop = loop
        self.attaching = attaching
    }

    // A runsc that hangs is not left behind, whatever ends the run.
    deinit { attaching.stop() }

    /// Listens until the end. `reload` reads rules and configuration anew.
    func run(
        _ loaded: LoadedProgram, reload: @escaping (UInt32) throws -> LoadedProgram
    ) throws {
        do {
            let report = try serve(loaded, reload)
            Console.error(report.text, end: "")
            attaching.stop()
            if let summary = attaching.lookupSummary { Console.error(summary) }
        } catch let error as SystemError {
            throw CommandFailure(error.description)
        } catch let error as BackendUnavailable {
            throw CommandFailure(error.description)
        } catch let error as ListenerError {
            throw CommandFailure(error.description)
        } catch let error as CaptureError {
            throw CommandFailure(error.description)
        }
    }

    /// A descriptor for each sandbox, two when it is recorded, and some of our own.
    private func makeRoom() {
        let wanted = source.maxSandboxes * (source.record == nil ? 1 : 2) + 256
        guard let limit = DescriptorLimit.raise(to: UInt64(wanted)) else { return }
        Log.line(
            "At most \(limit) files may be open (RLIMIT_NOFILE), \(wanted) are needed for "
                + "\(source.maxSandboxes) sandboxes: some of that many would be refused")
    }

    private func serve(
        _ loaded: LoadedProgram, _ reload: @escaping (UInt32) throws -> LoadedProgram
    ) throws -> RunReport {
        makeRoom()
        let backend = try IngestBackend.select(BackendChoice(rawValue: source.io) ?? .auto)
        // What was listed before we listen cannot have connected by itself.
        attaching.waitForList(millis: Self.listMillis)
        let listener = try SocketListener(path: config.endpoint, mode: source.socketFileMode)
        let recorder = try source.record.map {
            try CaptureRecorder(folder: $0, shardCount: source.shards)
        }
        var parts = ShardGroup.Parts(
            program: loaded.program, settings: settings, sinks: try settings.makeSinks(),
            log: Log.line)
        parts.shardCount = source.shards
        parts.execProof =
            config.points.contains { $0.name == "sentry/execve" } ? .sentryExecve : .exits
        let shards = try ShardGroup(parts)
        var reactorSettings = IngestSettings()
        reactorSettings.maxConnections = source.maxSandboxes
        reactorSettings.coalesceLimitNanos = source.coalesce * 1000
        let reactors = try ReactorGroup(
            count: source.shards, maxConnections: reactorSettings.maxConnections)
        try start(shards, backend.backend, reactorSettings, reactors, listener, recorder)
        let mail = shards.mail { reactors.wakeAll() }
        attaching.begin(mail)
        var names = try Self.resolver(for: loaded.program.conditions.hostNames, mail)
        defer { Self.stop(names) }
        announce(backend, loaded.summary)
        let reloader = RulesReloader(
            watch: settings.watchesFiles ? loaded.watch : nil, load: reload,
            use: { next in
                mail.use(next.program)
                Self.stop(names)
                names = try? Self.resolver(for: next.program.conditions.hostNames, mail)
            }, fail: { shards.post(Self.reloadFailure($0)) })

        let watch = LossWatch(shards, settings.drops)
        let metrics = MetricsReporter(settings, startNanos: Clock.realtimeNanos())
        let ending = loop.run(
            shards,
            tick: {
                watch.tick()
                metrics?.tick(shards)
                reloader.tick()
                return !watch.wantsEnd
            }, reopen: { shards.reopen() },
            profile: { Console.tellProfile(of: shards) { reactors.wakeAll() } },
            reload: reloader.reload)
        if let summary = reloader.summary { Log.line(summary) }
        if watch.wantsEnd { Log.line("Stopping because messages were lost (syscall_event_drops)") }
        if case .signal(let number) = ending { Log.line("Signal \(number): stopping") }
        watch.tick()
        shards.stop()
        reactors.wakeAll()
        let report = shards.finish(
            shardMillis: Self.shardMillis, outputMillis: Self.outputMillis)
        if let recorder {
            recorder.stop()
            tell(recorder.counters)
        }
        return report
    }

    /// The alert that the new rules were refused, as Falco names it.
    private static func reloadFailure(_ reason: String) -> InternalMessage {
        InternalMessage(
            rule: "Falco internal: hot restart failure", priority: .critical,
            text: "Rules or configuration changed and were refused",
            fields: ["error": .text(reason)],
            timeNanos: Clock.realtimeNanos())
    }

    /// Looks up the host names that rules compare with, if there are any.
    private static func resolver(
        for names: [String], _ mail: ShardMail
    ) throws(SystemError) -> HostNameResolver? {
        if names.isEmpty { return nil }
        let looked = min(names.count, HostNameTable.nameLimit)
        Log.line("Looking up \(looked) of the \(names.count) host names that rules compare with")
        return try HostNameResolver(
            names: names, resolve: SystemHostNames.resolve, publish: { mail.use($0) })
    }

    private static func stop(_ names: HostNameResolver?) {
        guard let names else { return }
        names.stop()
        let counters = names.counters
        Log.line(
            "Host names: \(counters.lookupCount) look-ups, \(counters.failedCount) failed, "
                + "\(counters.unansweredCount) names never answered, "
                + "\(counters.refusedCount) beyond the limit")
    }

    /// One shard per reactor; the first one accepts for all.
    private func start(
        _ shards: ShardGroup, _ backend: IngestBackend, _ settings: IngestSettings,
        _ reactors: ReactorGroup, _ listener: consuming SocketListener,
        _ recorder: CaptureRecorder?
    ) throws(SystemError) {
        var listener: SocketListener? = consume listener
        for index in 0..<source.shards {
            let lane = recorder.map { $0.lane(shard: index) }
            let limit = settings.maxConnections
            switch backend {
            case .uring:
                let reactor = try UringReactor(
                    settings: settings, group: reactors, index: index, listener: listener.take())
                try shards.start(reactor, connectionLimit: limit, lane: lane)
            case .epoll:
                let reactor = try EpollReactor(
                    settings: settings, group: reactors, index: index, listener: listener.take())
                try shards.start(reactor, connectionLimit: limit, lane: lane)
            }
        }
    }

    private func announce(_ backend: BackendSelection, _ rulesSummary: String) {
        if let reason = backend.reason { Log.line(reason) }
        let shardWord = source.shards == 1 ? "shard" : "shards"
        Log.line(
            "Enabled event collection from gVisor. Configuration path: \(config.path), "
                + "socket: \(config.endpoint), backend: \(backend.backend.rawValue), "
                + "\(source.shards) \(shardWord), \(rulesSummary)")
    }

    private func tell(_ counters: CaptureRecorder.Counters) {
        Log.line(
            "Recorded \(counters.writtenCount) datagrams in \(counters.fileCount) files, "
                + "left out \(counters.droppedCount)")
        if let error = counters.lastError {
            Log.line("Recording: \(counters.errorCount) errors, the last: \(error)")
        }
    }

    private static func readConfig(_ source: SourceOptions) throws -> SessionConfig {
        guard let path = source.gvisorConfig else {
            throw CommandFailure(
                "nothing to watch: give a session file (--gvisor-config) or a capture (-e)")
        }
        do throws(ConfigError) {
            let config = try SessionConfig.read(path: path)
            for warning in config.warnings { Log.line("\(path): \(warning)") }
            return config
        } catch {
            throw CommandFailure(error.description)
        }
    }
}
