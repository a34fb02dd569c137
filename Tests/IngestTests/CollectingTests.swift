import Core
import Glibc
import Ingest
import Testing

/// How the io_uring reactor waits while datagrams come fast.
@Suite struct CollectingTests {
    /// Linux 6.12, which waits for many completions and then for one in a single call.
    static let hasMinimumWait: Bool = {
        var name = utsname()
        guard unsafe uname(&name) == 0 else { return false }
        let release = unsafe withUnsafeBytes(of: &name.release) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        let numbers = release.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
        return numbers.count == 2 && (numbers[0], numbers[1]) >= (6, 12)
    }()

    /// Two bursts, so that the reactor has seen a rate at which waiting pays.
    private func burst(_ reactor: inout AnyReactor, _ peer: borrowing Peer) {
        var recorded = Recorded()
        for _ in 0..<2 {
            for number in UInt8(0)..<200 { peer.send([number]) }
            reactor.drain(into: &recorded)
        }
        #expect(recorded.datagrams().count == 400)
    }

    @Test(.enabled(if: ReactorHarness.backends.contains(.uring) && hasMinimumWait))
    func theSilenceAfterABurstIsOneWait() throws {
        try ReactorHarness.bare(.uring) { reactor, group in
            let (far, near) = try Peer.pair()
            let peer = Peer(fd: far)
            group.adopt(fd: near, isHandshaken: true)
            burst(&reactor, peer)
            let start = Clock.monotonicNanos()
            let entries = reactor.counters.kernelEntryCount
            let run = reactor.next(maxWaitNanos: 20_000_000)
            #expect(run.isEmpty)
            #expect(Clock.monotonicNanos() - start >= 20_000_000)
            #expect(reactor.counters.kernelEntryCount == entries + 1)
        }
    }

    @Test(arguments: ReactorHarness.backends)
    func aDatagramAfterABurstArrives(backend: IngestBackend) throws {
        try ReactorHarness.bare(backend) { reactor, group in
            let (far, near) = try Peer.pair()
            let peer = Peer(fd: far)
            group.adopt(fd: near, isHandshaken: true)
            burst(&reactor, peer)
            peer.send([7])
            var recorded = Recorded()
            try reactor.collect(into: &recorded) { $0.datagrams().count == 1 }
            #expect(recorded.datagrams() == [[7]])
        }
    }
}
