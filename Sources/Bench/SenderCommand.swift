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
    @Option(help: "How often a paced message is tried again when the queue is full.")
    var retries = 0
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
        let result =
            rate == 0 ? sender.blast(messages) : sender.pace(messages, rate: rate, retries: retries)
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
        for number in 0..<count {
            let bytes = unsafe datagram(number).rawBuffer
            guard let base = bytes.baseAddress else { continue }
            let sent = unsafe gvfast_send(socket(number), base, bytes.count, 1)
            if sent >= 0 { result.sent += 1 } else { result.dropped += 1 }
        }
        return result
    }

    /// Sends on a schedule that does not wait for the receiver, as a Sentry does; what finds no
    /// room in time is dropped.
    borrowing func pace(_ count: Int, rate: Int, retries: Int) -> Result {
        SentrySend.sharpenSleeps()
        var sentry = SentrySend(retryLimit: retries)
        let start = Clock.monotonicNanos()
        let interval = 1e9 / Double(rate)
        var number = 0
        while number < count {
            let elapsed = Double(Clock.monotonicNanos() - start)
            let due = min(count, Int(elapsed / interval) + 1)
            while number < due {
                let bytes = unsafe datagram(number).rawBuffer
                unsafe sentry.send(bytes, to: socket(number))
                number += 1
            }
            if number < count { Self.sleep(until: start + UInt64(Double(number) * interval)) }
        }
        return Result(sent: sentry.sentCount, dropped: sentry.droppedCount)
    }

    private static func sleep(until nanos: UInt64) {
        var time = timespec(
            tv_sec: Int(nanos / 1_000_000_000), tv_nsec: Int(nanos % 1_000_000_000))
        unsafe clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil)
    }

    /// The connection of message `number`, and the message itself.
    private borrowing func socket(_ number: Int) -> Int32 { sockets[number % sockets.count] }
    private borrowing func datagram(_ number: Int) -> BorrowedBytes {
        corpus.datagram(number / sockets.count % corpus.ranges.count)
    }
}
