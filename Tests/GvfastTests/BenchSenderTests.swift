import CLinux
import Foundation
import Ingest
import Testing

/// The paced sender of `gvbench ingest` loses and tries again as a Sentry's sink does.
@Suite struct BenchSenderTests {
    private static let messageCount = 2_000

    /// What a sender said, and how many messages arrived.
    private struct Outcome {
        var sent: Int
        var dropped: Int
        var received: Int
    }

    @Test func withoutRetriesAFullQueueDrops() throws {
        let outcome = try run(retries: 0, readsAtOnce: false)
        #expect(outcome.sent + outcome.dropped == Self.messageCount)
        #expect(outcome.dropped > 0, "more than any queue holds")
        #expect(outcome.received == outcome.sent)
    }

    @Test func withRetriesAFullQueueIsWaitedFor() throws {
        let outcome = try run(retries: 1_000, readsAtOnce: true)
        #expect(outcome.dropped == 0)
        #expect(outcome.received == Self.messageCount)
    }

    /// Nobody reads until the sender has ended, or until its queue has long been full.
    private func run(retries: Int, readsAtOnce: Bool) throws -> Outcome {
        let folder = try TemporaryFolder()
        let listener = try SocketListener(path: folder.path + "/s")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path).deletingLastPathComponent()
            .appendingPathComponent("gvbench")
        process.arguments = [
            "sender", "--endpoint", listener.path, "--messages", "\(Self.messageCount)",
            "--rate", "1000000", "--retries", "\(retries)",
        ]
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let fd = try accept(listener.fd)
        defer { close(fd) }
        if readsAtOnce { usleep(50_000) } else { process.waitUntilExit() }
        var received = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while gvfast_poll_in(fd, 20_000) > 0,
            unsafe gvfast_receive(fd, &buffer, buffer.count) > 0
        { received += 1 }
        process.waitUntilExit()
        let said = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let numbers = said.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        try #require(numbers.count == 3, "\(said)")
        return Outcome(sent: numbers[0], dropped: numbers[1], received: received)
    }

    /// Takes the connection and answers its handshake.
    private func accept(_ listener: Int32) throws -> Int32 {
        try #require(gvfast_poll_in(listener, 20_000) > 0)
        let fd = gvfast_accept(listener)
        try #require(fd >= 0)
        var hello = [UInt8](repeating: 0, count: 16)
        try #require(gvfast_poll_in(fd, 20_000) > 0)
        try #require(unsafe gvfast_receive(fd, &hello, hello.count) == 2)
        _ = unsafe gvfast_send(fd, hello, 2, 1)
        return fd
    }
}
