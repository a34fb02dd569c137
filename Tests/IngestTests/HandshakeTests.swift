import Core
import Glibc
import Ingest
import Testing

/// The handshake: what is accepted, what is refused, and that nobody waits for it.
@Suite struct HandshakeTests {
    static let accepted: [[UInt8]] = [
        [0x08, 0x01], [0x08, 0x02], [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
        [0x08, 0x00, 0x08, 0x01],  // the last one counts
        [0x08, 0x01, 0x12, 0x02, 0x61, 0x62], [0x10, 0x05, 0x08, 0x01],
        [0x1D, 0, 0, 0, 0, 0x08, 0x01], [0x19, 0, 0, 0, 0, 0, 0, 0, 0, 0x08, 0x01],
    ]

    static let refused: [([UInt8], CloseReason)] = [
        ([], .handshakeVersion), ([0x08, 0x00], .handshakeVersion),
        ([0x10, 0x01], .handshakeVersion),
        // 2³² is version 0 in 32 bits
        ([0x08, 0x80, 0x80, 0x80, 0x80, 0x10], .handshakeVersion),
        ([0x08], .handshakeMalformed), ([0x08, 0x80], .handshakeMalformed),
        ([0x00, 0x01], .handshakeMalformed), ([0x0B, 0x01], .handshakeMalformed),
        ([0x12, 0x05, 0x61], .handshakeMalformed),
        ([0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], .handshakeMalformed),
        ([0x08] + [UInt8](repeating: 0xFF, count: 11), .handshakeMalformed),
        (Array("GET / HTTP/1.1\r\n".utf8), .handshakeMalformed),
    ]

    @Test(arguments: ReactorHarness.backends, accepted)
    func aVersionOfAtLeastOneIsAccepted(backend: IngestBackend, hello: [UInt8]) throws {
        try ReactorHarness.listening(backend) { reactor, path in
            let peer = try Peer(path: path)
            peer.send(hello)
            var recorded = Recorded()
            try reactor.collect(into: &recorded) { !$0.items.isEmpty }
            #expect(recorded.count(.opened) == 1)
            #expect(peer.receive() == [0x08, 0x01])
        }
    }

    @Test(arguments: ReactorHarness.backends, refused)
    func anythingElseIsClosedAndCounted(
        backend: IngestBackend, hello: ([UInt8], CloseReason)
    ) throws {
        try ReactorHarness.listening(backend) { reactor, path in
            let peer = try Peer(path: path)
            peer.send(hello.0)
            // what follows a refused handshake is not looked at
            peer.send([1, 2, 3])
            var recorded = Recorded()
            try reactor.collect(into: &recorded) { !$0.items.isEmpty }
            reactor.drain(into: &recorded)
            #expect(recorded.items.count == 1)
            #expect(recorded.items[0].kind == .handshakeFailed)
            #expect(recorded.items[0].reason == hello.1)
            #expect(reactor.counters.handshakeFailedCount == 1)
            #expect(reactor.counters.receivedCount == 0)
            #expect(reactor.connectionCount == 0)
            let answer = peer.receive()
            #expect(answer == [] || answer == nil, "closed, by EOF or by ECONNRESET")
        }
    }

    @Test(arguments: ReactorHarness.backends)
    func aSilentPeerHasADeadlineAndHoldsNobodyUp(backend: IngestBackend) throws {
        var settings = ReactorHarness.settings()
        let clock = ManualClock()
        settings.time = .manual(clock)
        try ReactorHarness.listening(backend, settings: settings) { reactor, path in
            let silent = try Peer(path: path)
            let prompt = try Peer(path: path)
            prompt.sendHandshake()
            var recorded = Recorded()
            try reactor.collect(into: &recorded) { $0.count(.opened) == 1 }
            prompt.send([7])
            try reactor.collect(into: &recorded) { $0.datagrams() == [[7]] }

            clock.advance(byNanos: settings.handshakeDeadlineNanos - 1)
            reactor.drain(into: &recorded)
            #expect(recorded.count(.handshakeFailed) == 0)
            clock.advance(byNanos: 1)
            try reactor.collect(into: &recorded) { $0.count(.handshakeFailed) == 1 }
            #expect(recorded.reasons == [.handshakeTimeout])
            #expect(silent.receive() == [])
        }
    }

    @Test(arguments: ReactorHarness.backends)
    func afterTheHandshakeSilenceIsLegalForEver(backend: IngestBackend) throws {
        var settings = ReactorHarness.settings()
        let clock = ManualClock()
        settings.time = .manual(clock)
        try ReactorHarness.listening(backend, settings: settings) { reactor, path in
            let peer = try Peer(path: path)
            peer.sendHandshake()
            var recorded = Recorded()
            try reactor.collect(into: &recorded) { $0.count(.opened) == 1 }
            clock.advance(byNanos: 365 * 86_400 * 1_000_000_000)
            reactor.drain(into: &recorded)
            peer.send([1])
            try reactor.collect(into: &recorded) { $0.datagrams() == [[1]] }
            #expect(recorded.count(.closed) == 0)
        }
    }

    @Test(arguments: ReactorHarness.backends)
    func aPeerThatGoesBeforeItsHandshakeIsCounted(backend: IngestBackend) throws {
        try ReactorHarness.listening(backend) { reactor, path in
            do {
                let peer = try Peer(path: path)
                _ = peer.fd
            }
            var recorded = Recorded()
            try reactor.collect(into: &recorded) { !$0.items.isEmpty }
            #expect(recorded.items[0].kind == .handshakeFailed)
            #expect(recorded.reasons == [.handshakeEndOfFile])
            #expect(reactor.counters.handshakeEndOfFileCount == 1)
        }
    }

    /// A silent peer at the head of the list of handshakes, and many that come and go behind it.
    @Test(arguments: ReactorHarness.backends)
    func manyHandshakesBehindASilentPeerNeedNoMoreRoom(backend: IngestBackend) throws {
        var settings = ReactorHarness.settings()
        settings.maxConnections = 4
        try ReactorHarness.listening(backend, settings: settings) { reactor, path in
            let silent = try Peer(path: path)
            _ = silent.fd
            var recorded = Recorded()
            for round in 1...100 {
                let peer = try Peer(path: path)
                peer.sendHandshake()
                try reactor.collect(into: &recorded) { $0.count(.opened) == round }
                _ = consume peer
                try reactor.collect(into: &recorded) { $0.count(.closed) == round }
            }
            #expect(reactor.connectionCount == 1)
        }
    }
}
