import Alerts
import CLinux
import Core
import Glibc
import Testing

@Suite struct SinkTests {
    @Test func aFileMovedAwayIsLeftBehindOnReopen() throws {
        let folder = try TestFolder()
        let sink = FileSink(path: folder.file("out"), keepAlive: true)
        let pipeline = try makePipeline(sinks: [sink])
        var producer = pipeline.takeProducer(shard: 0)
        producer.push(text: "before")
        producer.publish()
        while folder.lines(of: "out") != ["before"] { usleep(1000) }
        #expect(unsafe rename(folder.file("out"), folder.file("old")) == 0)
        pipeline.reopen()
        // A line that the thread takes just while it is asked can still go to the old file.
        var count: UInt64 = 0
        while folder.lines(of: "out").isEmpty && count < 3 {
            producer.push(text: "after")
            producer.publish()
            count += 1
            while pipeline.counters().sinks[0].delivered < 1 + count { usleep(1000) }
        }
        #expect(pipeline.stop(deadlineMillis: 60_000))
        #expect(count <= 2)
        let lines = folder.lines(of: "old") + folder.lines(of: "out")
        #expect(lines == ["before"] + [String](repeating: "after", count: Int(count)))
        #expect(folder.lines(of: "out") == ["after"])
    }

    /// In a process of its own, whose files may not grow.
    @Test func aLineThatBrokeOffOnAFullDiskDoesNotSpoilTheNext() async {
        await #expect(processExitsWith: .success) {
            signal(SIGXFSZ, SIG_IGN)
            let folder = try TestFolder()
            let sink = FileSink(path: folder.file("out"), keepAlive: true)
            let pipeline = try makePipeline(sinks: [sink])
            var producer = pipeline.takeProducer(shard: 0)
            for (text, limit) in [("0123456789abcdef", rlim_t(10)), ("next", 1000)] {
                var limits = rlimit(rlim_cur: limit, rlim_max: 1000)
                let kind = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
                precondition(unsafe setrlimit(kind, &limits) == 0)
                producer.push(text: text)
                producer.publish()
                while true {
                    let counters = pipeline.counters().sinks[0]
                    if counters.delivered + counters.failed > (limit == 10 ? 0 : 1) { break }
                    usleep(1000)
                }
            }
            precondition(pipeline.stop(deadlineMillis: 60_000))
            let counters = pipeline.counters().sinks[0]
            precondition(counters.failed == 1 && counters.delivered == 1)
            precondition(folder.lines(of: "out") == ["0123456789", "next"])
        }
    }

    @Test func aFileThatCannotBeOpenedIsAnErrorAtStart() {
        let sink = FileSink(path: "/nonexistent/folder/out", keepAlive: false)
        #expect(throws: SystemError.self) { try sink.probe() }
    }

    @Test func aProgramGetsEachLineOnItsInput() throws {
        let folder = try TestFolder()
        let path = folder.file("out")
        let sink = ProgramSink(command: "echo start >> \(path); cat >> \(path)", keepAlive: false)
        let pipeline = try makePipeline(sinks: [sink])
        var producer = pipeline.takeProducer(shard: 0)
        producer.push(text: "one")
        producer.push(text: "two")
        producer.publish()
        #expect(pipeline.stop(deadlineMillis: 60_000))
        #expect(folder.lines(of: "out") == ["start", "one", "start", "two"])
    }

    @Test func aProgramKeptAliveGetsAllLines() throws {
        let folder = try TestFolder()
        let path = folder.file("out")
        let sink = ProgramSink(command: "echo start >> \(path); cat >> \(path)", keepAlive: true)
        let pipeline = try makePipeline(sinks: [sink])
        var producer = pipeline.takeProducer(shard: 0)
        for index in 0..<1000 { producer.push(text: "\(index)") }
        producer.publish()
        #expect(pipeline.stop(deadlineMillis: 60_000))
        #expect(folder.lines(of: "out") == ["start"] + (0..<1000).map { "\($0)" })
    }

    @Test func aProgramThatHangsIsKilledAtTheDeadline() throws {
        let pipeline = try makePipeline(sinks: [ProgramSink(command: "sleep 600", keepAlive: false)]
        )
        var producer = pipeline.takeProducer(shard: 0)
        producer.push(text: "one")
        producer.publish()
        #expect(pipeline.stop(deadlineMillis: 200))
        #expect(pipeline.counters().sinks[0].failed == 1)
    }

    @Test func aProgramThatHangsTakesNoOtherLineAlong() throws {
        let folder = try TestFolder()
        let command = "read x; [ $x != slow ] || exec sleep 600; echo $x >> \(folder.file("out"))"
        let log = LogLines()
        let pipeline = try makePipeline(
            sinks: [ProgramSink(command: command, keepAlive: false, patienceMillis: 5_000)],
            log: log)
        var producer = pipeline.takeProducer(shard: 0)
        for line in ["one", "slow", "two"] { producer.push(text: line) }
        producer.publish()
        #expect(pipeline.stop(deadlineMillis: 120_000))
        #expect(folder.lines(of: "out") == ["one", "two"])
        let sink = pipeline.counters().sinks[0]
        #expect(sink.delivered == 2 && sink.failed == 1)
        #expect(log.all == ["alert output 'program': not ended after 5 s, killed"])
    }

    @Test func syslogGetsPriorityAndIdentity() throws {
        let folder = try TestFolder()
        let server = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(server) }
        try #require(unsafe gvfast_bind_path(server, folder.file("log")) == 0)
        let sink = SyslogSink(path: folder.file("log"), identity: "gvfast")
        let pipeline = try makePipeline(sinks: [sink])
        var producer = pipeline.takeProducer(shard: 0)
        producer.push(text: "Warning something")
        producer.publish()
        var bytes = [UInt8](repeating: 0, count: 1024)
        let count = unsafe recv(server, &bytes, bytes.count, 0)
        #expect(pipeline.stop(deadlineMillis: 60_000))
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        // facility user (1), severity warning (4)
        #expect(text.hasPrefix("<12>"))
        #expect(text.hasSuffix(" gvfast[\(getpid())]: Warning something"))
        #expect(text.utf8.count == 4 + 16 + "gvfast[\(getpid())]: Warning something".utf8.count)
    }

    @Test func syslogWithoutDaemonIsCounted() throws {
        let folder = try TestFolder()
        let pipeline = try makePipeline(sinks: [SyslogSink(path: folder.file("none"))])
        var producer = pipeline.takeProducer(shard: 0)
        producer.push(text: "x")
        producer.publish()
        #expect(pipeline.stop(deadlineMillis: 60_000))
        #expect(pipeline.counters().sinks[0].failed == 1)
    }
}
