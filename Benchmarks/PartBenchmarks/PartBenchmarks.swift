import Benchmark
import BenchSupport
import Core
import Decode
import Engine
import Events
import Ingest
import Rules

// The parts one by one, so that a change of one shows. `gvbench` measures them together.
let benchmarks: @Sendable () -> Void = {
    // Written before any benchmark runs.
    unsafe Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .throughput], warmupIterations: 3, scalingFactor: .kilo,
        maxDuration: .seconds(2), maxIterations: 1_000)
    decoding()
    tables()
    matching()
    alerts()
}

/// The messages of a simulated sandbox.
private func messages() -> MemoryStream {
    do { return MemoryStream(try SimulatedStream.captures(or: [])) } catch {
        fatalError("\(error)")
    }
}

private func decoding() {
    let stream = messages()
    Benchmark("Decode: a message") { benchmark in
        var message = Message()
        var index = 0
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations {
            let item = stream.item(index)
            if item.kind == .datagram {
                blackHole(MessageDecoder.decode(item.bytes.rawSpan, into: &message))
            }
            index = index &+ 1 == stream.itemCount ? 0 : index &+ 1
        }
        blackHole(message.rawType)
    }

    Benchmark("Events: decode and map a message") { benchmark in
        var message = Message()
        var mapper = EventMapper()
        var event = SyscallEvent()
        var index = 0
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations {
            let item = stream.item(index)
            if item.kind == .datagram,
                MessageDecoder.decode(item.bytes.rawSpan, into: &message) == .decoded
            {
                var step = 0
                while case .event(let isLast) = mapper.map(
                    &message, of: item.bytes, step: step, into: &event), !isLast
                {
                    step &+= 1
                }
            }
            index = index &+ 1 == stream.itemCount ? 0 : index &+ 1
        }
        blackHole(event.code.rawValue)
    }
}

private func tables() {
    Benchmark("Core: find in a flat table of 10,000") { benchmark in
        var table = FlatTable(limit: 10_000)
        for key in UInt64(1)...10_000 { _ = table.set(key &* 7, UInt32(key)) }
        var sum: UInt32 = 0
        var key: UInt64 = 1
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations {
            sum &+= table.find(key &* 7) ?? 0
            key = key == 10_000 ? 1 : key &+ 1
        }
        blackHole(sum)
    }

    Benchmark("Core: set and remove in a flat table") { benchmark in
        var table = FlatTable(limit: 10_000)
        for key in UInt64(1)...5_000 { _ = table.set(key, UInt32(key)) }
        var key: UInt64 = 5_001
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations {
            blackHole(table.set(key, 1))
            blackHole(table.remove(key))
            key &+= 1
        }
    }

    Benchmark("Core: intern a known path") { benchmark in
        var symbols = SymbolTable(symbolLimit: 10_000, byteCapacity: 1 << 20)
        let paths = (0..<1_000).map { ImmortalBytes("/usr/lib/x86_64-linux-gnu/lib-\($0).so") }
        for path in paths { blackHole(symbols.intern(path.bytes)) }
        var index = 0
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations {
            if let symbol = symbols.intern(paths[index].bytes) { symbols.release(symbol) }
            index = index &+ 1 == paths.count ? 0 : index &+ 1
        }
    }

    Benchmark("Core: a record through the queue between threads") { benchmark in
        let queue = SPSCByteQueue(capacity: 1 << 16)
        var producer = queue.takeProducer()
        var consumer = queue.takeConsumer()
        let record = ImmortalBytes(String(repeating: "r", count: 300))
        var sum = 0
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations {
            blackHole(producer.write(record.bytes))
            producer.publish()
            sum &+= consumer.next()?.count ?? 0
            consumer.release()
        }
        blackHole(sum)
    }
}

/// A shard that benchmarks run again and again, held by reference.
private final class Shard {
    var shard: MemoryShard

    init(ruleCount: Int) throws {
        var generator = RuleGenerator(count: ruleCount, seed: 1)
        var loader = RulesLoader()
        loader.load(generator.file(), name: "generated.yaml")
        let program = try EngineProgram(loader.ruleSet, settings: EngineSettings())
        shard = try MemoryShard(program, over: messages())
    }
}

private func matching() {
    for count in [0, 100, 1_000] {
        // Made by the first run, so that a filter leaves out the making too.
        var shard: Shard?
        Benchmark(
            "Engine: a simulated sandbox of 20,000 messages, \(count) rules",
            configuration: .init(
                metrics: [.wallClock, .throughput], warmupIterations: 3, scalingFactor: .one,
                maxDuration: .seconds(2), maxIterations: 1_000)
        ) { benchmark in
            do {
                let made = try shard ?? Shard(ruleCount: count)
                shard = made
                benchmark.startMeasurement()
                for _ in benchmark.scaledIterations { blackHole(made.shard.pass()) }
            } catch {
                benchmark.error("\(error)")
            }
        }
    }
}

private func alerts() {
    for isJSON in [true, false] {
        let form = isJSON ? "JSON" : "text"
        Benchmark("Rules: record and lay out an alert, \(form)") { benchmark in
            do {
                let plans = try AlertSample.plans(isJSON: isJSON)
                let registry = OutputPlanRegistry()
                registry.publish(plans)
                let renderer = AlertRenderer(registry: registry)
                var recorder = AlertRecorder()
                var line = ByteBuffer()
                benchmark.startMeasurement()
                for _ in benchmark.scaledIterations {
                    plans.record(
                        rule: 0, timeNanos: 1_566_230_400_000_000_000, into: &recorder,
                        extract: AlertSample.value)
                    line.removeAll()
                    blackHole(renderer.render(recorder.finish(), into: &line))
                }
                blackHole(line.count)
            } catch {
                benchmark.error("\(error)")
            }
        }
    }
}
