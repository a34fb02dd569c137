internal import Core

/// Lines as the bodies of POST requests (`http_output`), one request per line.
///
/// An answer other than 2xx is that line's failure, the next one is tried; a server that is too
/// slow is asked again a few times. A connection is used again with `keepAlive`.
package final class HTTPSink: AlertSink {
    package let name = "http"
    private let endpoint: HTTPEndpoint
    private let userAgent: String
    private let keepsConnection: Bool
    private let timeoutLimit: Int
    private var connection: HTTPConnection?
    private var request = ByteBuffer(capacity: 4096)

    package init(
        endpoint: HTTPEndpoint, userAgent: String = "falcosecurity/falco", keepAlive: Bool = false,
        maxConsecutiveTimeouts: Int = 5
    ) {
        self.endpoint = endpoint
        self.userAgent = String(userAgent.filter { $0 >= " " && $0 != "\u{7f}" })
        keepsConnection = keepAlive
        timeoutLimit = max(1, maxConsecutiveTimeouts)
    }

    package func deliver(_ batch: borrowing AlertBatch, cancel: Int32) -> SinkOutcome {
        var all = SinkOutcome(deliveredCount: batch.count)
        for index in 0..<batch.count {
            let entry = batch.entries[index]
            compose(batch.text(of: entry), isJSON: entry.line.isJSON)
            let outcome = send(cancel: cancel)
            if case .status(let status, _) = outcome, (200..<300).contains(status) { continue }
            all.failure = Self.failure(outcome)
            guard case .status = outcome else {
                all.deliveredCount = index
                break
            }
            all.refused.append(index)
        }
        return all
    }

    package func reopen() { connection = nil }

    package func finish(cancel: Int32) { connection = nil }

    private func compose(_ body: BorrowedBytes, isJSON: Bool) {
        request.removeAll()
        request.append(text: "POST \(endpoint.target) HTTP/1.1\r\nHost: \(endpoint.header)\r\n")
        request.append(text: "User-Agent: \(userAgent)\r\n")
        request.append("Content-Type: ")
        if isJSON { request.append("application/json") } else { request.append("text/plain") }
        request.append("\r\nContent-Length: ")
        request.append(decimal: UInt64(body.count))
        if !keepsConnection { request.append("\r\nConnection: close") }
        request.append("\r\n\r\n")
        request.append(body)
    }

    /// Sends the request until something is final.
    private func send(cancel: Int32) -> HTTPConnection.Outcome {
        var timeoutCount = 0
        var isFresh = false
        while true {
            if connection == nil {
                let made = HTTPConnection.connect(endpoint, cancel: cancel)
                connection = made.connection
                isFresh = true
                if made.connection == nil, made.outcome != .timedOut {
                    return made.outcome
                }
            }
            let outcome = connection?.exchange(request.bytes, cancel: cancel) ?? .timedOut
            if case .status(_, let isReusable) = outcome {
                if !isReusable || !keepsConnection { connection = nil }
                return outcome
            }
            connection = nil
            if outcome == .timedOut {
                timeoutCount += 1
                if timeoutCount < timeoutLimit { continue }
            }
            // a kept connection may have been closed while it was idle
            if outcome == .closed, !isFresh { continue }
            return outcome
        }
    }

    private static func failure(_ outcome: HTTPConnection.Outcome) -> SinkOutcome.Failure {
        switch outcome {
        case .status(let status, _): .other("answered with status \(status)")
        case .closed: .other("closed without an answer")
        case .timedOut: .other("no answer in time")
        case .cancelled: .cancelled
        case .failed(let error): .refused(error)
        case .malformed: .other("the answer is not HTTP")
        }
    }
}
