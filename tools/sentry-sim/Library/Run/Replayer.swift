internal import CLinux
internal import Glibc

/// Sends captures as sandboxes do.
package struct Replayer {
    /// At the pace of the messages' own times, or flat out.
    package var keepsPace = false
    /// Each capture is sent by so many sandboxes; from the second on they have ids of their own.
    package var copyCount = 1
    /// How long a server that does not listen yet is waited for.
    package var waitSeconds = 0.0

    package init() {}

    /// Sends all captures at once and gives a JSON report. A full socket makes it wait.
    package func replay(_ paths: [String], to endpoint: String) throws(SimError) -> String {
        SimRunner.raiseDescriptorLimit()
        var streams: [StreamBox] = []
        for path in paths {
            let datagrams = try CaptureFile.read(path)
            for copy in 0..<copyCount {
                streams.append(
                    StreamBox(
                        try PeerConnection.ready(endpoint, waitSeconds: waitSeconds), datagrams,
                        copy == 0 ? nil : ContainerRenamer(copy: copy)))
            }
        }
        let start = SimRunner.nowNanos()
        let firstTime = streams.compactMap { $0.timeNanos(0) }.min() ?? 0
        var sent = 0
        var lost = 0
        while streams.contains(where: { !$0.isDone }) {
            let elapsed = Int64(SimRunner.nowNanos() - start)
            var progress = 0
            for stream in streams where !stream.isDone {
                let limit = keepsPace ? firstTime + elapsed : Int64.max
                let (taken, failed) = stream.send(until: limit)
                progress += taken + failed
                sent += taken
                lost += failed
            }
            if progress == 0 { usleep(200) }
        }
        let seconds = Double(SimRunner.nowNanos() - start) / 1e9
        var json = JSONText()
        json.open("{")
        json.member("connections", streams.count)
        json.member("sent", sent)
        json.member("failed", lost)
        json.member("seconds", tenths: seconds)
        json.member("messages_per_second", Int(Double(sent) / max(seconds, 0.000_001)))
        json.close("}")
        return json.text
    }

    /// One capture on its way.
    private final class StreamBox {
        private let connection: PeerConnection
        /// Shared with the other copies, which are rewritten one datagram at a time.
        private let datagrams: [[UInt8]]
        private let renamer: ContainerRenamer?
        private var renamed: [UInt8]?
        private var next = 0
        private var lastTime: Int64 = 0

        init(
            _ connection: consuming PeerConnection, _ datagrams: [[UInt8]],
            _ renamer: ContainerRenamer?
        ) {
            self.connection = connection
            self.renamer = renamer
            self.datagrams = datagrams
        }

        var isDone: Bool { next == datagrams.count }

        /// The time that a message's context says; nil without one.
        func timeNanos(_ index: Int) -> Int64? {
            guard index < datagrams.count else { return nil }
            let datagram = datagrams[index]
            guard datagram.count >= 8 else { return nil }
            var reader = FieldReader(datagram, from: Int(datagram[0]) | Int(datagram[1]) << 8)
            guard let context = reader.submessage(1) else { return nil }
            var inner = FieldReader(datagrams[index], from: context.lowerBound)
            return inner.number(1).map { Int64(bitPattern: $0) }
        }

        /// Sends up to 64 messages that are due; how many went out and how many failed for good.
        func send(until limit: Int64) -> (sent: Int, failed: Int) {
            var sent = 0
            var failed = 0
            while sent + failed < 64, !isDone {
                if limit != .max {
                    if let time = timeNanos(next) { lastTime = max(lastTime, time) }
                    if lastTime > limit { break }
                }
                let datagram = renamed ?? renamer?.rename(datagrams[next]) ?? datagrams[next]
                renamed = renamer == nil ? nil : datagram
                let result = unsafe gvfast_send(connection.fd, datagram, datagram.count, 0)
                if result == Int64(-EAGAIN) { break }
                renamed = nil
                if result < 0 { failed += 1 } else { sent += 1 }
                next += 1
            }
            return (sent, failed)
        }
    }
}
