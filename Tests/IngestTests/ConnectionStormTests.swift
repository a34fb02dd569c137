import Core
import Glibc
import Ingest
import Testing

/// Many connections at once, and too many of them.
@Suite(.serialized) struct ConnectionStormTests {
    @Test(arguments: ReactorHarness.backends)
    func aThousandConnectionsDeliverAll(backend: IngestBackend) throws {
        var settings = ReactorHarness.settings()
        settings.maxConnections = 1200
        try ReactorHarness.listening(backend, settings: settings) { reactor, path in
            let thread = try ShardThread(name: "storm") {
                var ends: [Int32] = []
                for _ in 0..<1000 {
                    guard let peer = try? Peer(path: path) else { continue }
                    peer.sendHandshake()
                    ends.append(peer.take())
                }
                for fd in ends {
                    let peer = Peer(fd: fd)
                    peer.awaitReply()
                    for number in UInt8(1)...10 { peer.send([number], isBlocking: true) }
                }
            }
            var recorded = Recorded()
            try reactor.collect(into: &recorded) {
                $0.count(.closed) + $0.count(.handshakeFailed) == 1000
            }
            thread.join()
            #expect(recorded.count(.closed) == 1000)
            #expect(recorded.datagrams().count == 10_000)
            var perConnection: [ConnectionID: [UInt8]] = [:]
            for item in recorded.items where item.kind == .datagram {
                perConnection[item.connection, default: []].append(item.bytes[0])
            }
            #expect(perConnection.count == 1000)
            let isOrdered = perConnection.values.allSatisfy { $0 == Array(1...10) }
            #expect(isOrdered)
            #expect(reactor.connectionCount == 0)
        }
    }

    @Test(arguments: ReactorHarness.backends)
    func connectionsBeyondTheLimitAreClosedAndCounted(backend: IngestBackend) throws {
        var settings = ReactorHarness.settings()
        settings.maxConnections = 3
        try ReactorHarness.listening(backend, settings: settings) { reactor, path in
            var ends: [Int32] = []
            for _ in 0..<5 {
                let peer = try Peer(path: path)
                peer.sendHandshake()
                ends.append(peer.take())
            }
            var recorded = Recorded()
            try reactor.collect(into: &recorded) { $0.count(.opened) == 3 }
            reactor.drain(into: &recorded)
            #expect(reactor.counters.refusedCount == 2)
            #expect(reactor.connectionCount == 3)
            // room that becomes free is used
            let gone = Peer(fd: ends[0])
            _ = consume gone
            try reactor.collect(into: &recorded) { $0.count(.closed) == 1 }
            let late = try Peer(path: path)
            late.sendHandshake()
            try reactor.collect(into: &recorded) { $0.count(.opened) == 4 }
            for fd in ends.dropFirst() { closeDescriptor(fd) }
        }
    }

    @Test(arguments: ReactorHarness.backends)
    func connectionsAreSpreadOverReactorsAndStay(backend: IngestBackend) throws {
        let settings = ReactorHarness.settings()
        let folder = try TemporaryFolder()
        let path = folder.path + "/s.sock"
        let group = try ReactorGroup(count: 2, maxConnections: 64)
        var first = try AnyReactor(
            backend, settings: settings, group: group, index: 0,
            listener: SocketListener(path: path))
        var second = try AnyReactor(backend, settings: settings, group: group, index: 1)
        var ends: [Int32] = []
        for _ in 0..<10 {
            let peer = try Peer(path: path)
            peer.sendHandshake()
            ends.append(peer.take())
        }
        var left = Recorded()
        var right = Recorded()
        for _ in 0..<200 where left.count(.opened) + right.count(.opened) < 10 {
            left.add(first.next(maxWaitNanos: 1_000_000))
            right.add(second.next(maxWaitNanos: 1_000_000))
        }
        #expect(left.count(.opened) == 5 && right.count(.opened) == 5)
        #expect(right.items.allSatisfy { $0.kind != .opened || $0.value == getpid() })
        for fd in ends { closeDescriptor(fd) }
        try first.collect(into: &left) { $0.count(.closed) == 5 }
        try second.collect(into: &right) { $0.count(.closed) == 5 }
        #expect(group.connectionCount == 0)
    }

    @Test(arguments: ReactorHarness.backends)
    func afterStopAcceptingWhatIsQueuedIsStillDelivered(backend: IngestBackend) throws {
        try ReactorHarness.listening(backend) { reactor, path in
            let peer = try Peer(path: path)
            peer.sendHandshake()
            var recorded = Recorded()
            try reactor.collect(into: &recorded) { $0.count(.opened) == 1 }
            for number in UInt8(1)...9 { peer.send([number]) }
            reactor.stopAccepting()
            reactor.drain(into: &recorded)
            #expect(recorded.datagrams() == (UInt8(1)...9).map { [$0] })
            #expect(throws: SystemError.self) {
                let late = try Peer(path: path)
                _ = late.fd
            }
        }
    }

    /// What would be said again at once must not keep the thread busy.
    @Test func acceptingPausesWhenItWouldFailAgain() {
        for code in [EMFILE, ENFILE, ENOBUFS, ENOMEM, EPERM] {
            #expect(AcceptFailure.pauses(code), "\(code)")
        }
        for code in [ECONNABORTED, EAGAIN, EINTR] {
            #expect(!AcceptFailure.pauses(code), "\(code)")
        }
    }

    /// Runs in a process of its own, since it takes away the process's descriptors.
    @Test(arguments: ReactorHarness.backends)
    func runningOutOfDescriptorsIsSurvived(backend: IngestBackend) async {
        let name = backend.rawValue
        await #expect(processExitsWith: .success) { [name = name as String] in
            try runOutOfDescriptors(backend: name)
        }
    }
}

/// Accepting with no descriptor left: peers wait through the pauses, are refused after the last,
/// and the next one is served when there are descriptors again.
private func runOutOfDescriptors(backend name: String) throws {
    guard let backend = IngestBackend(rawValue: name) else { exit(1) }
    // before the listener is armed: io_uring keeps the limit of that moment
    var limit = rlimit(rlim_cur: 64, rlim_max: 64)
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    var settings = ReactorHarness.settings()
    let clock = ManualClock()
    settings.time = .manual(clock)
    settings.acceptPauseLimit = 2
    try ReactorHarness.listening(backend, settings: settings) { reactor, path in
        var recorded = Recorded()
        let served = try Peer(path: path)
        served.sendHandshake()
        try reactor.collect(into: &recorded) { $0.count(.opened) == 1 }
        // one descriptor is left for the peer's socket and none for us to accept it with
        var hoarded = hoardDescriptors()
        if let last = hoarded.popLast() { closeDescriptor(last) }
        let waiting = try Peer(path: path)
        waiting.sendHandshake()
        reactor.drain(into: &recorded)
        if reactor.counters.acceptErrorCount == 0 { exit(2) }
        if waiting.receive() != nil { exit(3) }
        // a connection that exists is served all the while
        served.send([5])
        try reactor.collect(into: &recorded) { $0.datagrams() == [[5]] }
        var pauseCount = 0
        while reactor.counters.refusedCount == 0 && pauseCount < 20 {
            clock.advance(byNanos: settings.acceptPauseNanos)
            reactor.drain(into: &recorded)
            pauseCount += 1
        }
        if pauseCount < settings.acceptPauseLimit || pauseCount == 20 { exit(4) }
        if waiting.receive() == nil { exit(5) }
        for fd in hoarded { closeDescriptor(fd) }
        clock.advance(byNanos: settings.acceptPauseNanos)
        let late = try Peer(path: path)
        late.sendHandshake()
        try reactor.collect(into: &recorded) { $0.count(.opened) == 2 }
    }
}

/// Opens descriptors until there are no more.
private func hoardDescriptors() -> [Int32] {
    var fds: [Int32] = []
    while true {
        let fd = unsafe open("/dev/null", O_RDONLY)
        if fd < 0 { return fds }
        fds.append(fd)
    }
}
