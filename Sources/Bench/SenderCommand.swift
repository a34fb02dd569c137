import BenchSupport
import ArgumentParser
import CLinux
import Core
import Glibc
import Ingest

/// The sending side of `gvbench ingest`, in a process of its own: connects like sandboxes do, waits
/// until its standard input ends, sends, and prints `sent dropped nanoseconds`.
struct SenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sender", abstract: "Sends datagrams; started by `gvbench ingest`.",
        shouldDisplay: false)

    @Option var endpoint: String
    @Option var connections = 1
    @Option var messages = 100_000
    @Option(help: "Messages a second of all connections; 0 sends as fast as it is taken.")
    var rate = 0
    @Option var profile = StreamProfile.usual
    @Option var captures: [String] = []

    func run() throws {
        let corpus = Corpus(try StreamProfile.datagrams(profile, captures: captures))
        var sockets: [Int32] = []
        for _ in 0..<connections { sockets.append(try connect()) }
        var byte: UInt8 = 0
        while unsafe read(0, &byte, 1) > 0 {}
        let start = Clock.monotonicNanos()
        let sender = Sender(corpus: corpus, sockets: sockets)
        let result = rate == 0 ? sender.blast(messages) : sender.pace(messages, rate: rate)
        let elapsed = Clock.monotonicNanos() - start
        for fd in sockets { closeDescriptor(fd) }
        print("\(result.sent) \(result.dropped) \(elapsed)")
    }

    private func connect() throws -> Int32 {
        let fd = gvfast_seqpacket_socket(0)
        if fd < 0 { throw SystemError(call: "socket", code: -fd) }
        let status = unsafe gvfast_connect_path(fd, endpoint)
        if status < 0 { throw SystemError(call: "connect", code: -status) }
        let hello: [UInt8] = [8, 1]
        _ = unsafe hello.withUnsafeBytes { bytes in
            unsafe gvfast_send(fd, bytes.baseAddress.unsafelyUnwrapped, bytes.count, 1)
        }
        // the answer, as runsc waits for it
        _ = gvfast_poll_in(fd, -1)
        var answer: [UInt8] = [0, 0]
        let count = unsafe answer.withUnsafeMutableBytes { bytes in
            unsafe gvfast_receive(fd, bytes.baseAddress.unsafelyUnwrapped, bytes.count)
        }
        if count != 2 { throw BenchError("no answer to the handshake") }
        return fd
    }
}

/// Sends a corpus over and over, each connection at its own place in it, in turn.
private struct Sender: ~Copyable {
    let corpus: Corpus
    let sockets: [Int32]

    init(corpus: consuming Corpus, sockets: [Int32]) {
        self.corpus = corpus
        self.sockets = sockets
    }

    struct Result {
        var sent = 0
        var dropped = 0
    }

    /// Waits for room: nothing is dropped, the receiver sets the pace.
    borrowing func blast(_ count: Int) -> Result {
        var result = Result()
        for number in 0..<count { send(number, isBlocking: true, &result) }
        return result
    }

    /// Sends on a schedule that does not wait for the receiver and drops what finds no room, as a
    /// Sentry without retries does. Sleeps at least 50 µs, then sends what is due.
    borrowing func pace(_ count: Int, rate: Int) -> Result {
        var result = Result()
        let start = Clock.monotonicNanos()
        let interval = 1e9 / Double(rate)
        var number = 0
        while number < count {
            let elapsed = Double(Clock.monotonicNanos() - start)
            let due = min(count, Int(elapsed / interval) + 1)
            while number < due {
                send(number, isBlocking: false, &result)
                number += 1
            }
            if number < count { Self.sleep(until: start + UInt64(Double(number) * interval)) }
        }
        return result
    }

    private static func sleep(until nanos: UInt64) {
        let target = max(nanos, Clock.monotonicNanos() + 50_000)
        var time = timespec(
            tv_sec: Int(target / 1_000_000_000), tv_nsec: Int(target % 1_000_000_000))
        unsafe clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil)
    }

    private borrowing func send(_ number: Int, isBlocking: Bool, _ result: inout Result) {
        let fd = sockets[number % sockets.count]
        let position = number / sockets.count % corpus.ranges.count
        let bytes = unsafe corpus.datagram(position).rawBuffer
        guard let base = bytes.baseAddress else { return }
        let sent = unsafe gvfast_send(fd, base, bytes.count, isBlocking ? 1 : 0)
        if sent >= 0 { result.sent += 1 } else { result.dropped += 1 }
    }
}
