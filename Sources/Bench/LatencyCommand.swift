import BenchSupport
import ArgumentParser
import CLinux
import Core
import Glibc

/// `gvbench latency`: from the moment an event should be sent to the moment its alert is read.
struct LatencyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "latency",
        abstract: "Event to alert delivered, at a rate, by percentiles.",
        discussion: """
            A gvfast of its own, one sandbox. Messages leave on a schedule that waits for nobody; \
            one in some carries its scheduled time as the event's time and raises an alert, and \
            the delay counts from that time until the alert's line is read from gvfast's standard \
            output. A stall of either side thus shows in full.
            """)

    @Option(help: "Messages a second.")
    var rate = 30_000
    @Option(help: "Seconds.")
    var seconds = 5
    @Option(help: "One message in so many raises an alert.")
    var alertEvery = 50
    @Option(name: .shortAndLong, help: "Rules files loaded beside the one that fires.")
    var rules: [String] = []
    @Option(help: "The gvfast to start; the one beside this program unless said.")
    var gvfast: String?
    @Flag(help: "Print one JSON object instead of the table.")
    var json = false

    private static let rule = """
        - rule: Marked
          desc: the message that the benchmark waits for
          condition: evt.type = open and fd.name = /bench/marked
          output: "@%evt.rawtime@"
          priority: ERROR

        """

    func run() throws {
        guard rate > 0, seconds > 0, alertEvery > 0 else {
            throw ValidationError("--rate, --seconds and --alert-every must be positive")
        }
        let path = "/tmp/gvbench-latency-\(getpid()).yaml"
        try GvfastProcess.write(path, Self.rule)
        defer { unsafe unlink(path) }
        let process = try GvfastProcess(
            gvfast ?? GvfastProcess.beside, rules: rules + [path],
            options: ["-o", "stdout_output.enabled=true"])
        let socket = try process.handshake()
        let schedule = LatencySchedule(rate: rate, count: rate * seconds, alertEvery: alertEvery)
        let cpuBefore = process.cpuNanos
        let sender = try ShardThread(
            name: "bench-send", payload: LatencySender(socket: socket, schedule: schedule)
        ) { (sender: consuming LatencySender) in sender.run() }
        let reader = LatencyReader(descriptor: process.output.fd)
        let expected = schedule.count / alertEvery
        var delays = Histogram()
        let found = reader.read(expected, into: &delays)
        sender.join()
        let cpu = Double(process.cpuNanos - cpuBefore) / Double(schedule.count)
        process.end()
        guard found > 0 else { throw BenchError("no alert came") }
        report(delays, found: found, expected: expected, cpuPerEvent: cpu)
    }

    private func report(
        _ delays: borrowing Histogram, found: Int, expected: Int, cpuPerEvent: Double
    ) {
        let p50 = Double(delays.value(atFraction: 0.5)) / 1000
        let p99 = Double(delays.value(atFraction: 0.99)) / 1000
        let p9999 = Double(delays.value(atFraction: 0.9999)) / 1000
        let largest = Double(delays.largest) / 1000
        if json {
            let members = [
                "\"rate\":\(rate)", "\"events\":\(rate * seconds)", "\"alerts\":\(found)",
                "\"missing\":\(expected - found)", "\"p50_us\":\(decimal(p50))",
                "\"p99_us\":\(decimal(p99))", "\"p9999_us\":\(decimal(p9999))",
                "\"max_us\":\(decimal(largest))", "\"cpu_ns_per_event\":\(Int(cpuPerEvent))",
                "\"checksum\":\(rate * seconds * 31 + found)",
            ]
            print("{\(members.joined(separator: ","))}")
            return
        }
        print("messages a second    \(rate), one in \(alertEvery) raises an alert")
        print("alerts               \(found), \(expected - found) missing")
        print("p50                  \(decimal(p50)) µs")
        print("p99                  \(decimal(p99)) µs")
        print("p99.99               \(decimal(p9999)) µs")
        print("largest              \(decimal(largest)) µs")
        print("gvfast's CPU         \(Int(cpuPerEvent)) ns per event")
        print("checksum             \(rate * seconds * 31 + found)")
    }
}

/// When which message leaves.
struct LatencySchedule: Sendable {
    let rate: Int
    let count: Int
    let alertEvery: Int

    /// Nanoseconds after the start.
    func offset(_ number: Int) -> UInt64 {
        UInt64(Double(number) * 1e9 / Double(rate))
    }

    func isMarked(_ number: Int) -> Bool { number % alertEvery == alertEvery - 1 }
}

/// Sends the messages of a schedule; what finds no room is dropped, as a Sentry does.
struct LatencySender: ~Copyable, Sendable {
    let socket: Int32
    let schedule: LatencySchedule

    consuming func run() {
        let corpus = (0..<64).map { OpenMessage(path: "/bench/other/file-\($0)").datagram }
        var marked = OpenMessage(path: "/bench/marked")
        // Half a second for gvfast to come to rest.
        let start = Clock.realtimeNanos() + 500_000_000
        var number = 0
        while number < schedule.count {
            let now = Clock.realtimeNanos()
            while number < schedule.count, start + schedule.offset(number) <= now {
                if schedule.isMarked(number) {
                    marked.setTime(start + schedule.offset(number))
                    send(marked.datagram)
                } else {
                    send(corpus[number % corpus.count])
                }
                number += 1
            }
            if number < schedule.count { Self.sleep(until: start + schedule.offset(number)) }
        }
    }

    private borrowing func send(_ datagram: [UInt8]) {
        _ = unsafe datagram.withUnsafeBytes { bytes in
            unsafe gvfast_send(socket, bytes.baseAddress.unsafelyUnwrapped, bytes.count, 0)
        }
    }

    private static func sleep(until nanos: UInt64) {
        var time = timespec(
            tv_sec: Int(nanos / 1_000_000_000), tv_nsec: Int(nanos % 1_000_000_000))
        unsafe clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &time, nil)
    }
}

/// Reads alerts of the form `… @TIME@` and records how late each is.
struct LatencyReader {
    let descriptor: Int32

    /// Returns how many came before nothing was heard for two seconds.
    func read(_ expected: Int, into delays: inout Histogram) -> Int {
        var found = 0
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var time: UInt64 = 0
        var isInside = false
        var wait: Int32 = 10_000
        while found < expected, gvfast_poll_in(descriptor, wait) > 0 {
            wait = 2_000
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            if count <= 0 { break }
            let now = Clock.realtimeNanos()
            for byte in chunk[0..<count] {
                if byte == UInt8(ascii: "@") {
                    if isInside {
                        delays.record(now > time ? now - time : 0)
                        found += 1
                    }
                    isInside.toggle()
                    time = 0
                } else if isInside && byte >= 0x30 && byte <= 0x39 {
                    time = time &* 10 &+ UInt64(byte - 0x30)
                }
            }
        }
        return found
    }
}
