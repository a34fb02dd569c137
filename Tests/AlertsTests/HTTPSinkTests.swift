import Alerts
import CLinux
import Core
import Glibc
import Testing

/// An HTTP server on a port of its own that takes one connection after the other and answers each
/// request with the next of the given texts; "" closes without an answer.
private final class TestServer {
    let port: UInt16
    let requests = LogLines()
    private let listener: Int32

    init(answers: [String]) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(listener >= 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let fd = listener
        let bound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                let status = unsafe bind(fd, $0, length)
                _ = unsafe getsockname(fd, $0, &length)
                return status
            }
        }
        try #require(bound == 0 && listen(listener, 8) == 0)
        port = UInt16(bigEndian: address.sin_port)
        let requests = requests
        _ = try ShardThread(name: "test-http") {
            var left = answers[...]
            while !left.isEmpty {
                let peer = accept(fd, nil, nil)
                if peer < 0 { return }
                while let request = TestServer.readRequest(peer) {
                    requests.add(request)
                    guard let answer = left.popFirst(), !answer.isEmpty else { break }
                    var bytes = Array(answer.utf8)
                    _ = unsafe write(peer, &bytes, bytes.count)
                    if answer.contains("Connection: close") { break }
                }
                // a program that another test starts meanwhile may hold a copy of it
                shutdown(peer, Int32(SHUT_RDWR))
                close(peer)
            }
        }
    }

    deinit { close(listener) }

    /// A request with its body; nil at the end of the connection.
    private static func readRequest(_ fd: Int32) -> String? {
        var text = ""
        var byte: UInt8 = 0
        while !text.hasSuffix("\r\n\r\n") {
            guard unsafe read(fd, &byte, 1) == 1 else { return nil }
            text.unicodeScalars.append(Unicode.Scalar(byte))
        }
        guard let range = text.firstRange(of: "Content-Length: ") else { return text }
        let digits = text[range.upperBound...].prefix { $0.isNumber }
        for _ in 0..<(Int(digits) ?? 0) {
            guard unsafe read(fd, &byte, 1) == 1 else { return nil }
            text.unicodeScalars.append(Unicode.Scalar(byte))
        }
        return text
    }
}

@Suite struct HTTPSinkTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    private func run(_ server: TestServer, lines: [String], keepAlive: Bool) throws
        -> AlertCounters.Sink
    {
        let endpoint = try HTTPEndpoint("http://127.0.0.1:\(server.port)/in?x=1")
        let pipeline = try makePipeline(
            sinks: [HTTPSink(endpoint: endpoint, userAgent: "me\r\nX: y", keepAlive: keepAlive)])
        var producer = pipeline.takeProducer(shard: 0)
        for line in lines {
            producer.push(text: line)
            producer.publish()
            // one after the other, so that one failure does not take the rest of a batch along
            let wanted = UInt64(lines.firstIndex(of: line) ?? 0) + 1
            while true {
                let sink = pipeline.counters().sinks[0]
                if sink.delivered + sink.failed >= wanted { break }
                usleep(500)
            }
        }
        #expect(pipeline.stop(deadlineMillis: 60_000))
        return pipeline.counters().sinks[0]
    }

    @Test func eachLineIsARequest() throws {
        let close = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
        let server = try TestServer(answers: [close, close])
        let sink = try run(server, lines: ["first", "second"], keepAlive: false)
        #expect(sink.delivered == 2)
        #expect(
            server.requests.all
                == ["first", "second"].map {
                    "POST /in?x=1 HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n"
                        + "User-Agent: meX: y\r\n"
                        + "Content-Type: text/plain\r\nContent-Length: \($0.utf8.count)\r\n"
                        + "Connection: close\r\n\r\n\($0)"
                })
    }

    @Test func aKeptConnectionServesManyAndIsMadeAgainWhenItCloses() throws {
        let server = try TestServer(answers: [Self.ok, Self.ok, "", Self.ok, Self.ok])
        let sink = try run(server, lines: ["1", "2", "3", "4"], keepAlive: true)
        #expect(sink.delivered == 4)
        // the third one was asked twice
        #expect(server.requests.all.compactMap(\.last) == ["1", "2", "3", "3", "4"])
    }

    @Test func otherAnswersCountAsFailed() throws {
        let no = "HTTP/1.1 500 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        let close = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
        let server = try TestServer(answers: [no, close, "gibberish\r\n\r\n", close])
        let sink = try run(server, lines: ["1", "2", "3", "4"], keepAlive: false)
        #expect(sink.failed == 2)
        #expect(sink.delivered == 2)
    }

    @Test func aLineThatIsRefusedTakesNoOtherAlong() throws {
        let no = "HTTP/1.1 400 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        let yes = "HTTP/1.1 204 Yes\r\nConnection: close\r\n\r\n"
        let server = try TestServer(answers: [yes, no, yes, no])
        let endpoint = try HTTPEndpoint("http://127.0.0.1:\(server.port)/")
        let log = LogLines()
        let pipeline = try makePipeline(sinks: [HTTPSink(endpoint: endpoint)], log: log)
        var producer = pipeline.takeProducer(shard: 0)
        for line in ["1", "2", "3", "4"] { producer.push(text: line) }
        producer.publish()
        #expect(pipeline.stop(deadlineMillis: 60_000))
        #expect(server.requests.all.compactMap(\.last) == ["1", "2", "3", "4"])
        let sink = pipeline.counters().sinks[0]
        #expect(sink.delivered == 2 && sink.failed == 2)
        #expect(sink.deliveredByRule == [.init(generation: 1, rule: 7): 2])
        #expect(log.all == ["alert output 'http': answered with status 400"])
    }

    @Test func aServerThatIsNotThereCounts() throws {
        let endpoint = try HTTPEndpoint("http://127.0.0.1:1/")
        let pipeline = try makePipeline(sinks: [HTTPSink(endpoint: endpoint)])
        var producer = pipeline.takeProducer(shard: 0)
        producer.push(text: "x")
        producer.publish()
        #expect(pipeline.stop(deadlineMillis: 60_000))
        #expect(pipeline.counters().sinks[0].failed == 1)
    }

    @Test func aSilentServerIsGivenUpAtTheDeadline() throws {
        let endpoint: HTTPEndpoint
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        try #require(listen(listener, 4) == 0)
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = unsafe getsockname(listener, $0, &length)
            }
        }
        endpoint = try HTTPEndpoint("http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))/")
        let pipeline = try makePipeline(sinks: [HTTPSink(endpoint: endpoint)])
        var producer = pipeline.takeProducer(shard: 0)
        producer.push(text: "x")
        producer.publish()
        #expect(pipeline.stop(deadlineMillis: 200))
        #expect(pipeline.counters().sinks[0].failed == 1)
    }

    @Test func urlsAreTakenApart() throws {
        let full = try HTTPEndpoint("http://h.example:8080/a/b?c=d#e")
        #expect(full.host == "h.example" && full.port == "8080" && full.target == "/a/b?c=d")
        #expect(try HTTPEndpoint("HTTP://h").target == "/")
        #expect(try HTTPEndpoint("http://h?x").target == "/?x")
        let six = try HTTPEndpoint("http://[::1]:81/")
        #expect(six.host == "::1" && six.port == "81")
        #expect(throws: HTTPEndpoint.Failure.encrypted) { try HTTPEndpoint("https://h/") }
        #expect(throws: HTTPEndpoint.Failure.notHTTP) { try HTTPEndpoint("ftp://h/") }
        for wrong in [
            "http://", "http://:80/", "http://h:0/", "http://h:x/", "http://h:99999/",
            "http://a@b/", "http://h/a b", "http://h/\r\nX: y", "http://[::1", "http://[::1]x/",
        ] {
            #expect(throws: HTTPEndpoint.Failure.malformed, "\(wrong)") { try HTTPEndpoint(wrong) }
        }
    }
}
