import Alerts
import Core
import Glibc
import Testing

@Suite struct PipelineTests {
    @Test func everyAlertOfEveryShardIsDeliveredInItsOrder() throws {
        let pipe = try TestPipe()
        let pipeline = try makePipeline(shards: 2, sinks: [StandardOutputSink(fd: pipe.writer)])
        var first = pipeline.takeProducer(shard: 0)
        var second = pipeline.takeProducer(shard: 1)
        for index in 0..<500 {
            first.push(text: "a \(index)")
            second.push(text: "b \(index)")
            if index % 7 == 0 { first.publish() }
        }
        first.publish()
        second.publish()
        let lines = pipe.readLines(atLeast: 1000)
        #expect(pipeline.stop(deadlineMillis: 60_000))
        #expect(lines.filter { $0.hasPrefix("a") } == (0..<500).map { "a \($0)" })
        #expect(lines.filter { $0.hasPrefix("b") } == (0..<500).map { "b \($0)" })
        let counters = pipeline.counters()
        #expect(counters.queued == [500, 500])
        #expect(sumsClose(counters, internalCount: 0))
        #expect(counters.sinks[0].deliveredByRule == [.init(generation: 1, rule: 7): 1000])
    }

    @Test func aStopDeliversWhatWaits() throws {
        let folder = try TestFolder()
        let sink = FileSink(path: folder.file("out"), keepAlive: true)
        let pipeline = try makePipeline(sinks: [sink])
        var producer = pipeline.takeProducer(shard: 0)
        for index in 0..<5000 { producer.push(text: "line \(index)") }
        producer.publish()
        #expect(pipeline.stop(deadlineMillis: 60_000))
        #expect(folder.lines(of: "out") == (0..<5000).map { "line \($0)" })
    }

    @Test func aFullPipeHoldsUpNeitherShardNorOtherOutputs() throws {
        let folder = try TestFolder()
        let pipe = try TestPipe()
        var options = AlertPipeline.Options()
        options.queueBytes = 1 << 18
        options.sinkQueueBytes = 1 << 16
        let file = FileSink(path: folder.file("out"), keepAlive: true)
        let log = LogLines()
        let pipeline = try makePipeline(
            sinks: [StandardOutputSink(fd: pipe.writer), file], options: options, log: log)
        var producer = pipeline.takeProducer(shard: 0)
        let filler = String(repeating: "x", count: 200)
        var pushed = 0
        // whether the file has, or has refused, all that it was given and all is given
        func isFileDone() -> Bool {
            let counters = pipeline.counters()
            let file = counters.sinks[1]
            return counters.rendered == pushed && file.delivered + file.failed == file.queued
                && file.queued + file.dropped >= counters.rendered
        }
        for index in 0..<20_000 {
            if producer.push(text: "\(index) \(filler)") { pushed += 1 }
            producer.publish()
            // so many that the file's queue has room for them
            if index % 100 == 99 { while !isFileDone() { usleep(100) } }
        }
        // nobody reads the pipe; a shard or a file that waited for it would never have come here
        #expect(pipeline.stop(deadlineMillis: 300))
        let counters = pipeline.counters()
        let out = counters.sinks[0]
        #expect(out.dropped > 0 && out.failed > 0)
        #expect(counters.queued[0] == UInt64(pushed))
        #expect(counters.queued[0] + counters.dropped[0] == 20_000)
        let alerts = folder.lines(of: "out").filter { !$0.hasPrefix("dropped") }
        #expect(UInt64(alerts.count) + counters.sinks[1].dropped >= counters.rendered)
        #expect(alerts.count == pushed)
        let told = folder.lines(of: "out").filter { $0.hasPrefix("dropped") }
        #expect(!told.isEmpty)
        #expect(log.all.contains { $0.contains("full") })
    }

    @Test func aReaderThatComesBackGetsTheRestAndIsToldOfTheDrops() throws {
        let pipe = try TestPipe()
        var options = AlertPipeline.Options()
        options.queueBytes = 1 << 14
        options.sinkQueueBytes = 1 << 14
        let pipeline = try makePipeline(
            sinks: [StandardOutputSink(fd: pipe.writer)], options: options)
        var producer = pipeline.takeProducer(shard: 0)
        let filler = String(repeating: "y", count: 100)
        for index in 0..<5000 {
            _ = producer.push(text: "\(index) \(filler)")
            producer.publish()
        }
        let reader = try PipeReader(pipe)
        // An alert can still be refused, by the shard's queue or later by the output's: the last
        // one is tried until the output has delivered it.
        var attempts = 0
        let end = ContinuousClock().now + .seconds(60)
        while ContinuousClock().now < end {
            let dropped = pipeline.counters().sinks[0].dropped
            attempts += 1
            let isTaken = producer.push(text: "the last one")
            producer.publish()
            usleep(5000)
            let counters = pipeline.counters()
            let sink = counters.sinks[0]
            let isHandedOn = counters.rendered == counters.queued[0] && sink.dropped == dropped
            if isTaken, isHandedOn, sink.delivered == sink.queued { break }
        }
        #expect(pipeline.stop(deadlineMillis: 60_000))
        let lines = reader.finish()
        let counters = pipeline.counters()
        let lost = counters.dropped[0] + counters.sinks[0].dropped
        #expect(lost > 0)
        let told = lines.filter { $0.hasPrefix("dropped") }
        #expect(!told.isEmpty)
        #expect(lines.contains("the last one"))
        // Every push is a record in the queue or a counted drop, every record a line, and every
        // line, internal messages included, is written or a counted drop.
        #expect(counters.queued[0] + counters.dropped[0] == UInt64(5000 + attempts))
        #expect(counters.taken[0] == counters.queued[0])
        #expect(counters.rendered == counters.taken[0])
        let out = counters.sinks[0]
        #expect(out.queued == out.delivered + out.failed && out.failed == 0)
        #expect(UInt64(lines.count) == out.delivered)
        let alerts = UInt64(lines.count - told.count)
        #expect(alerts <= counters.rendered && alerts + out.dropped >= counters.rendered)
    }

    @Test func anOutputThatTakesNothingIsLoggedOnce() throws {
        let pipe = try TestPipe()
        var options = AlertPipeline.Options()
        options.queueBytes = 1 << 14
        options.sinkQueueBytes = 1 << 14
        let log = LogLines()
        let pipeline = try makePipeline(
            sinks: [StandardOutputSink(fd: pipe.writer)], options: options, log: log)
        var producer = pipeline.takeProducer(shard: 0)
        let filler = String(repeating: "z", count: 1000)
        // long enough for a second report of drops
        for _ in 0..<1300 {
            _ = producer.push(text: filler)
            producer.publish()
            usleep(1000)
        }
        #expect(pipeline.stop(deadlineMillis: 100))
        #expect(pipeline.counters().sinks[0].dropped > 0)
        #expect(log.all.filter { $0.contains("full") }.count == 1, "\(log.all)")
    }

    @Test func aCapacityBoundsTheRecordsThatWait() throws {
        let pipe = try TestPipe()
        var options = AlertPipeline.Options()
        options.queueCapacity = 1
        let pipeline = try makePipeline(
            sinks: [StandardOutputSink(fd: pipe.writer)], options: options)
        var producer = pipeline.takeProducer(shard: 0)
        // not published yet, so the first one waits for certain
        let answers = [
            producer.push(text: "one"), producer.push(text: "two"), producer.push(text: "three"),
        ]
        #expect(answers == [true, false, false])
        producer.publish()
        #expect(pipe.readLines(atLeast: 1).first == "one")
        #expect(pipeline.stop(deadlineMillis: 60_000))
        #expect(pipeline.counters().dropped == [2])
    }

    @Test func nothingIsLostOnASlowReaderWhenThePipelineIsLossless() throws {
        let pipe = try TestPipe()
        var options = AlertPipeline.Options()
        options.isLossless = true
        options.queueBytes = 1 << 12
        options.sinkQueueBytes = 1 << 12
        let pipeline = try makePipeline(
            sinks: [StandardOutputSink(fd: pipe.writer)], options: options)
        let writer = try ShardThread(name: "test", payload: pipeline.takeProducer(shard: 0)) {
            var producer = $0
            var buffer = ByteBuffer()
            for index in 0..<20_000 {
                buffer.removeAll()
                buffer.append(text: "record number \(index)")
                _ = producer.pushWaiting(buffer.bytes, isStopped: { false })
            }
            producer.publish()
        }
        usleep(20_000)
        let lines = pipe.readLines(atLeast: 20_000)
        writer.join()
        #expect(pipeline.stop(deadlineMillis: 60_000))
        #expect(lines == (0..<20_000).map { "record number \($0)" })
        #expect(sumsClose(pipeline.counters(), internalCount: 0))
    }

    @Test func aClosedPipeIsCountedAndSaidOnce() throws {
        let log = LogLines()
        let dead = try TestPipe()
        dead.closeReader()
        dead.awaitHangUp()
        let pipeline = try makePipeline(
            sinks: [StandardOutputSink(fd: dead.writer)], log: log)
        var producer = pipeline.takeProducer(shard: 0)
        for index in 0..<100 {
            producer.push(text: "\(index)")
            producer.publish()
        }
        #expect(pipeline.stop(deadlineMillis: 60_000))
        let counters = pipeline.counters()
        #expect(counters.sinks[0].failed == 100)
        #expect(counters.sinks[0].delivered == 0)
        #expect(sumsClose(counters, internalCount: 0))
        #expect(log.all == ["alert output 'stdout': write: Broken pipe"])
    }

    @Test func aStopThatGetsImpatientGivesUpOutputs() throws {
        let pipe = try TestPipe()
        var options = AlertPipeline.Options()
        options.isLossless = true
        options.sinkQueueBytes = 1 << 12
        let pipeline = try makePipeline(
            sinks: [StandardOutputSink(fd: pipe.writer)], options: options)
        var producer = pipeline.takeProducer(shard: 0)
        let filler = String(repeating: "z", count: 1000)
        for _ in 0..<200 { producer.push(text: filler) }
        producer.publish()
        var askedCount = 0
        // an hour, unless it is asked
        let hasEnded = pipeline.stop(deadlineMillis: 3_600_000) {
            askedCount += 1
            return askedCount > 2
        }
        #expect(hasEnded)
        let counters = pipeline.counters()
        #expect(counters.sinks[0].failed + counters.sinks[0].dropped > 0)
        #expect(counters.taken == [200])
    }

    @Test func linesOfTheEngineGoToEveryOutput() throws {
        let folder = try TestFolder()
        let one = FileSink(path: folder.file("one"), keepAlive: false)
        let two = FileSink(path: folder.file("two"), keepAlive: true)
        let pipeline = try makePipeline(sinks: [one, two])
        let line = AlertLine(
            rule: AlertLine.noRule, generation: 0, priority: 6, isJSON: false)
        #expect(pipeline.post(Array("hello".utf8), line))
        #expect(pipeline.stop(deadlineMillis: 60_000))
        #expect(folder.lines(of: "one") == ["hello"])
        #expect(folder.lines(of: "two") == ["hello"])
        #expect(pipeline.counters().sinks.allSatisfy { $0.deliveredByRule.isEmpty })
    }
}
