import Foundation
import GVisor
import Synchronization
import TestSupport
import Testing

private final class Looks: Sendable {
    let count = Atomic<Int>(0)
}

/// What a daemon may answer, and what it must not get away with.
@Suite(.serialized) struct DockerClientTests {
    private static func socketPath() -> String { "/tmp/gvf-docker-\(UUID().uuidString.prefix(8))" }

    private func answer(
        _ answer: FakeDocker.Answer, _ change: (inout DockerClient) -> Void = { _ in }
    ) throws -> Result<JSONNode?, DockerClient.Failure> {
        let docker = try FakeDocker(path: Self.socketPath(), ["/x": answer])
        defer { docker.stop() }
        var client = DockerClient(socket: docker.path)
        client.timeoutMillis = 10_000
        change(&client)
        do throws(DockerClient.Failure) { return .success(try client.get("/x")) } catch {
            return .failure(error)
        }
    }

    private func failure(
        _ answer: FakeDocker.Answer, _ change: (inout DockerClient) -> Void = { _ in }
    ) throws -> DockerClient.Failure? {
        if case .failure(let failure) = try self.answer(answer, change) { return failure }
        return nil
    }

    @Test func anAnswerIsRead() throws {
        let node = try answer(.json("{\"Id\":\"a\"}")).get()
        #expect(node?.member("id")?.text == "a")
    }

    @Test func anAnswerWithoutLengthEndsWithTheConnection() throws {
        let node = try answer(.raw("HTTP/1.0 200 OK\r\n\r\n{\"Id\":\"b\"}")).get()
        #expect(node?.member("id")?.text == "b")
    }

    @Test func whatIsNotThereIsNoFailure() throws {
        #expect(try answer(.status(404)).get() == nil)
    }

    @Test func otherStatesAreRefusals() throws {
        #expect(try failure(.status(500)) == .refused(status: 500))
    }

    @Test(arguments: [
        "", "no http at all\r\n\r\n", "HTTP/1.0\r\n\r\n{}", "HTTP/1.0 200 OK\r\n",
        "HTTP/1.0 200 OK\r\n\r\n{\"Id\":", "HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\n{}",
        "HTTP/1.0 200 OK\r\nContent-Length: -1\r\n\r\n{}",
        "HTTP/1.0 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ])
    func nonsenseIsSeenAsSuch(_ text: String) throws {
        #expect(try failure(.raw(text)) == .malformed)
    }

    @Test func silenceAndTricklesEndAtTheLimit() throws {
        #expect(try failure(.silence) { $0.timeoutMillis = 100 } == .timedOut)
        #expect(try failure(.trickle) { $0.timeoutMillis = 100 } == .timedOut)
    }

    @Test func whatNeverEndsIsCutAtItsSize() throws {
        #expect(try failure(.flood) { $0.byteCountLimit = 1 << 20 } == .tooLarge)
    }

    @Test func nobodyThereIsNoWait() throws {
        var client = DockerClient(socket: Self.socketPath())
        client.timeoutMillis = 10_000
        #expect(throws: DockerClient.Failure.absent) { try client.get("/x") }
        client = DockerClient(socket: "/" + String(repeating: "a", count: 200))
        #expect {
            try client.get("/x")
        } throws: {
            if case .broken = $0 as? DockerClient.Failure { return true }
            return false
        }
    }

    @Test func aStoppedWaitEndsLongBeforeItsTime() throws {
        let looks = Looks()
        let failure = try failure(.silence) { client in
            client.timeoutMillis = 3_600_000
            client.isCancelled = { looks.count.add(1, ordering: .relaxed).newValue > 3 }
        }
        #expect(failure == .timedOut)
    }
}
