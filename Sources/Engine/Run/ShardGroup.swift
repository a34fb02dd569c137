package import Alerts
package import Core
package import Ingest
package import Rules
package import State
internal import Synchronization

/// The shards of one run with their queues and outputs: starts them, stops them, adds up what they
/// came to. Used by one thread, the one that made it.
package final class ShardGroup {
    /// What a run is made of.
    package struct Parts {
        package var program: EngineProgram
        package var settings: EngineSettings
        package var shardCount = 1
        /// Handed over: the caller must not touch them any more.
        package var sinks: [any AlertSink]
        /// Alerts wait for a slow output: recorded events, where nobody is kept waiting.
        package var isLossless = false
        package var stateLimits = StateLimits()
        /// What the session's configuration says of `sentry/execve`.
        package var execProof = ExecProof.unknown
        /// Gets lines about outputs, from any thread.
        package var log: @Sendable (String) -> Void

        package init(
            program: EngineProgram, settings: EngineSettings, sinks: [any AlertSink],
            log: @escaping @Sendable (String) -> Void
        ) {
            self.program = program
            self.settings = settings
            self.sinks = sinks
            self.log = log
        }
    }

    /// One per shard.
    package let controls: [ShardControl]
    /// Notified when a shard has ended.
    package let ended: WakeSignal
    private let parts: Parts
    private let alerts: AlertPipeline
    private let registry = OutputPlanRegistry()
    private let requests: ContainerRequests
    private var startedCount = 0

    /// Starts the output threads.
    package init(_ parts: Parts) throws(SystemError) {
        self.parts = parts
        controls = (0..<parts.shardCount).map { _ in ShardControl() }
        ended = try WakeSignal()
        requests = try ContainerRequests()
        registry.publish(parts.program.outputs)
        var options = AlertPipeline.Options()
        options.isLossless = parts.isLossless
        options.queueCapacity = Int(clamping: parts.settings.queueCapacity)
        let registry = registry
        let output = parts.settings.output
        alerts = try AlertPipeline(
            shardCount: parts.shardCount, sinks: parts.sinks, options: options,
            makeRenderer: { RuleAlertRenderer(registry: registry, settings: output) },
            log: parts.log)
    }

    /// Starts the next shard over its source. `connectionLimit` is that of the source; `notes`
    /// gives what the source itself has to say at the end.
    package func start<Source: Reactor & ~Copyable & SendableMetatype>(
        _ source: consuming sending Source, connectionLimit: Int,
        lane: consuming sending CaptureLane? = nil,
        notes: @escaping @Sendable (borrowing Source) -> [String] = { _ in [] }
    ) throws(SystemError) {
        let index = startedCount
        precondition(index < controls.count, "one source per shard")
        let pipeline = EventPipeline(
            PipelineParts(
                program: parts.program, control: controls[index], stateLimits: parts.stateLimits,
                connectionLimit: connectionLimit, isLossless: parts.isLossless,
                execProof: parts.execProof, requests: requests,
                isProfiled: parts.settings.profilesRules),
            alerts: alerts.takeProducer(shard: index))
        let shard = Shard(
            source: source, pipeline: pipeline, lane: lane, control: controls[index],
            ended: ended, notes: notes)
        // The handle may go: the end of a shard is told by its control.
        _ = try ShardThread(name: "gvfast-shard-\(index)", payload: shard) { $0.run() }
        startedCount += 1
    }

    /// Whether every started shard has left its report.
    package var haveShardsEnded: Bool {
        controls.prefix(startedCount).allSatisfy { $0.hasEnded.load(ordering: .acquiring) }
    }

    /// Asks the shards to read what is queued and to end; the caller wakes their sources.
    package func stop() {
        for control in controls { control.isStopping.store(true, ordering: .releasing) }
    }

    /// What the rules have cost so far; nil when it is not counted, or a shard does not answer in
    /// time. `wake` ends the present turn of the shards' sources.
    package func profile(millis: UInt64, wake: () -> Void) -> RuleProfileReport? {
        guard parts.settings.profilesRules else { return nil }
        let running = controls.prefix(startedCount)
        for control in running {
            _ = control.takeProfile()
            control.send(.tellProfile)
        }
        wake()
        let deadline = Clock.monotonicNanos() &+ millis &* 1_000_000
        var sum = RuleProfileReport()
        for control in running {
            while true {
                if let report = control.takeProfile() {
                    sum.add(report)
                    break
                }
                if Clock.monotonicNanos() > deadline || haveShardsEnded { return nil }
                ended.prepareToSleep()
                ended.sleep(timeoutMillis: 1)
            }
        }
        return sum
    }

    /// Has every output open again what lies behind it.
    package func reopen() { alerts.reopen() }

    /// Asks the shards to end at once, with what waits given up.
    package func abort() {
        for control in controls { control.isAborted.store(true, ordering: .releasing) }
        stop()
    }

    /// The way to the running shards for other threads; `wake` ends the present turn of their
    /// sources.
    package func mail(wake: @escaping @Sendable () -> Void) -> ShardMail {
        ShardMail(controls: controls, registry: registry, requests: requests, wake: wake)
    }

    /// Sends a message of the engine itself to all outputs.
    package func post(_ message: InternalMessage) {
        var line = ByteBuffer()
        AlertRenderer.render(message, settings: parts.settings.output, into: &line)
        alerts.post(
            line.bytes.array,
            AlertLine(
                rule: AlertLine.noRule, generation: 0,
                priority: UInt8(truncatingIfNeeded: message.priority.rawValue),
                isJSON: parts.settings.output.isJSON))
    }

    /// What the metrics are made of, as the counters are now.
    package func metricsInput() -> MetricsInput {
        var input = MetricsInput()
        input.timeNanos = Clock.realtimeNanos()
        for control in controls {
            input.eventCount &+= control.received.load(ordering: .relaxed)
            input.alertCount &+= control.matched.load(ordering: .relaxed)
            input.senderDropCount &+= control.droppedBySender.load(ordering: .relaxed)
            input.queueDropCount &+= control.droppedByQueue.load(ordering: .relaxed)
            input.sandboxCount += control.sandboxCount.load(ordering: .relaxed)
        }
        let counters = alerts.counters()
        for (key, count) in counters.sinks.first?.deliveredByRule ?? [:] {
            guard let set = registry.set(generation: key.generation) else { continue }
            let name = set.plans[Int(key.rule)].ruleName
            input.alertsByRule[name, default: 0] &+= count
        }
        for sink in counters.sinks { input.queueDropCount &+= sink.dropped }
        return input
    }

    /// Waits for the shards, then delivers what waits and ends the outputs; outputs that have not
    /// taken everything are given up after the time, or when `isImpatient` says so.
    package func finish(
        shardMillis: UInt64, outputMillis: UInt64, isImpatient: () -> Bool = { false }
    ) -> RunReport {
        let deadline = Clock.monotonicNanos() &+ shardMillis &* 1_000_000
        while !haveShardsEnded, Clock.monotonicNanos() < deadline {
            ended.prepareToSleep()
            if haveShardsEnded {
                ended.cancelSleep()
                break
            }
            ended.sleep(timeoutMillis: 100)
        }
        let areShardsGone = haveShardsEnded
        let areOutputsGone = alerts.stop(
            deadlineMillis: outputMillis, isImpatient: isImpatient)
        var report = RunReport(alerts: alerts.counters())
        report.isComplete = areShardsGone && areOutputsGone
        for control in controls.prefix(startedCount) {
            if let shard = control.takeReport() { report.shards.add(shard) }
        }
        return report
    }
}
