import BenchSupport
import Alerts
import ArgumentParser
import Core
import Glibc
import Rules

/// `gvbench alerts`: what one alert costs from the match to the written line.
struct AlertsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "CPU per alert from match to written: record, queue, render, write.",
        discussion: """
            Ten values as of an ordinary rule are recorded by one thread, rendered by the output \
            thread and written by the output's thread into a pipe that `cat` empties. CPU is that \
            of all threads of this process.
            """)

    @Option(help: "Alerts per round.")
    var alerts = 200_000

    @Option(help: "Rounds.")
    var rounds = 9

    @Flag(help: "Text lines instead of JSON.")
    var text = false

    @Flag(help: "Print one JSON object instead of the table.")
    var json = false

    /// One round.
    private struct Round {
        var cpuNanos: Double
        var recordNanos: Double
        var perSecond: Double
        var deliveredCount: UInt64
    }

    func run() throws {
        let set = try AlertSample.plans(isJSON: !text)
        let results = try (0..<max(1, rounds)).map { _ in try round(set) }
        let cpu = results.map(\.cpuNanos).sorted()
        let record = results.map(\.recordNanos).sorted()
        let rate = results.map(\.perSecond).sorted()
        let middle = results.count / 2
        let line = try Self.lineLength(set)
        if json {
            let members: [String] = [
                "\"alerts\":\(alerts)", "\"line_bytes\":\(line)",
                "\"cpu_ns_per_alert\":\(Int(cpu[middle]))",
                "\"cpu_ns_per_alert_min\":\(Int(cpu[0]))",
                "\"record_ns_per_alert\":\(Int(record[middle]))",
                "\"alerts_per_second\":\(Int(rate[middle]))",
                "\"checksum\":\(results.reduce(0) { $0 + $1.deliveredCount } * UInt64(line))",
            ]
            print("{\(members.joined(separator: ","))}")
            return
        }
        print("alerts               \(alerts), \(line) bytes each")
        print("CPU per alert        \(Int(cpu[middle])) ns (min \(Int(cpu[0])))")
        print("  of it on the shard \(Int(record[middle])) ns (min \(Int(record[0])))")
        print("alerts per second    \(Int(rate[middle]))")
        print("checksum             \(results.reduce(0) { $0 + $1.deliveredCount } * UInt64(line))")
    }

    private func round(_ set: OutputPlanSet) throws -> Round {
        let registry = OutputPlanRegistry()
        registry.publish(set)
        guard let pipe = unsafe popen("cat > /dev/null", "w") else {
            throw BenchError("cannot start cat")
        }
        defer { unsafe pclose(pipe) }
        var options = AlertPipeline.Options()
        options.isLossless = true
        let pipeline = try AlertPipeline(
            shardCount: 1, sinks: [StandardOutputSink(fd: unsafe fileno(pipe))], options: options,
            makeRenderer: { BenchRenderer(registry: registry) }, log: { print($0) })
        var producer = pipeline.takeProducer(shard: 0)
        var recorder = AlertRecorder()
        let start = Clock.monotonicNanos()
        let cpuStart = Self.processCPUNanos()
        let ownStart = Clock.threadCPUNanos()
        for index in 0..<alerts {
            set.record(
                rule: 0, timeNanos: 1_566_230_400_000_000_000 + UInt64(index), into: &recorder,
                extract: AlertSample.value)
            _ = producer.pushWaiting(recorder.finish(), isStopped: { false })
            if index % 16 == 15 { producer.publish() }
        }
        producer.publish()
        let own = Clock.threadCPUNanos() - ownStart
        guard pipeline.stop(deadlineMillis: 60_000) else { throw BenchError("did not stop") }
        let cpu = Self.processCPUNanos() - cpuStart
        let wall = Clock.monotonicNanos() - start
        let delivered = pipeline.counters().sinks[0].delivered
        guard delivered == UInt64(alerts) else { throw BenchError("\(delivered) delivered") }
        return Round(
            cpuNanos: Double(cpu) / Double(alerts), recordNanos: Double(own) / Double(alerts),
            perSecond: Double(alerts) * 1e9 / Double(wall), deliveredCount: delivered)
    }

    private static func lineLength(_ set: OutputPlanSet) throws -> Int {
        let registry = OutputPlanRegistry()
        registry.publish(set)
        var recorder = AlertRecorder()
        set.record(rule: 0, timeNanos: 0, into: &recorder, extract: AlertSample.value)
        var line = ByteBuffer()
        _ = AlertRenderer(registry: registry).render(recorder.finish(), into: &line)
        return line.count + 1
    }

    private static func processCPUNanos() -> UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

/// What the engine puts between the two modules, without its counters.
private final class BenchRenderer: AlertRendering {
    private let renderer: AlertRenderer

    init(registry: OutputPlanRegistry) { renderer = AlertRenderer(registry: registry) }

    func render(_ record: BorrowedBytes, into line: inout ByteBuffer) -> AlertLine? {
        renderer.render(record, into: &line).map {
            AlertLine(
                rule: $0.rule, generation: $0.generation, priority: UInt8($0.priority.rawValue),
                isJSON: $0.isJSON)
        }
    }

    func renderDrops(_ drops: AlertDrops, into line: inout ByteBuffer) -> AlertLine? { nil }
}
