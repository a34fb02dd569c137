import Core
import Glibc
import Ingest
import Testing

/// What every backend owes to its peers, over real sockets.
@Suite struct ReactorTests {
    @Test(arguments: ReactorHarness.backends)
    func aPeerIsOpenedWithItsPidAndAnsweredWithVersionOne(backend: IngestBackend) throws {
        try ReactorHarness.listening(backend) { reactor, path in
            let peer = try Peer(path: path)
            peer.sendHandshake()
            var recorded = Recorded()
            try reactor.collect(into: &recorded) { $0.count(.opened) == 1 }
            #expect(recorded.items[0].value == getpid())
            #expect(peer.receive() == [0x08, 0x01])
            let credentials = reactor.peer(recorded.connections[0])
            #expect(credentials.uid == getuid())
        }
    }

    @Test(arguments: ReactorHarness.backends)
    func datagramsArriveWholeAndInOrderBeforeTheEnd(backend: IngestBackend) throws {
        try ReactorHarness.listening(backend) { reactor, path in
            var recorded = Recorded()
            let sent = (1...80).map { [UInt8](repeating: UInt8($0), count: $0 * 7) }
            do {
                let peer = try Peer(path: path)
                peer.sendHandshake()
                try reactor.collect(into: &recorded) { $0.count(.opened) == 1 }
                for datagram in sent { #expect(peer.send(datagram) == 0) }
            }
            try reactor.collect(into: &recorded) { $0.count(.closed) == 1 }
            #expect(recorded.datagrams() == sent)
            #expect(recorded.items.last?.kind == .closed)
            #expect(recorded.items.last?.reason == .endOfFile)
            let counters = reactor.counters
            #expect(counters.receivedCount == 80)
            #expect(counters.receivedBytes == UInt64(sent.reduce(0) { $0 + $1.count }))
            #expect(reactor.connectionCount == 0)
        }
    }

    @Test(arguments: ReactorHarness.backends)
    func everythingQueuedBeforeAnEarlyDeathIsDelivered(backend: IngestBackend) throws {
        try ReactorHarness.listening(backend) { reactor, path in
            do {
                // handshake and messages at once, and gone before anybody looked
                let peer = try Peer(path: path)
                peer.sendHandshake()
                for number in UInt8(1)...50 { peer.send([number]) }
            }
            var recorded = Recorded()
            try reactor.collect(into: &recorded) {
                $0.count(.closed) + $0.count(.handshakeFailed) == 1
            }
            if recorded.count(.closed) == 1 {
                #expect(recorded.datagrams() == (UInt8(1)...50).map { [$0] })
            } else {
                // a peer that is gone cannot be answered
                #expect(recorded.reasons == [.handshakeReply])
            }
        }
    }

    @Test(arguments: ReactorHarness.backends)
    func aPeerThatDiesWithoutReadingOurReplyLosesNothing(backend: IngestBackend) throws {
        try ReactorHarness.listening(backend) { reactor, path in
            var recorded = Recorded()
            do {
                let peer = try Peer(path: path)
                peer.sendHandshake()
                try reactor.collect(into: &recorded) { $0.count(.opened) == 1 }
                // closing with our reply unread makes the kernel report ECONNRESET once
                for number in UInt8(1)...50 { peer.send([number]) }
            }
            try reactor.collect(into: &recorded) { $0.count(.closed) == 1 }
            #expect(recorded.datagrams() == (UInt8(1)...50).map { [$0] })
            #expect(recorded.reasons == [.endOfFile])
        }
    }

    @Test(arguments: ReactorHarness.backends)
    func anEmptyDatagramIsNotTheEnd(backend: IngestBackend) throws {
        try ReactorHarness.bare(backend) { reactor, group in
            let (far, near) = try Peer.pair()
            var recorded = Recorded()
            do {
                let peer = Peer(fd: far)
                group.adopt(fd: near, isHandshaken: true)
                for datagram in [[1], [], [2], [], [], [3]] as [[UInt8]] { peer.send(datagram) }
                try reactor.collect(into: &recorded) { $0.datagrams().count == 3 }
                #expect(recorded.datagrams() == [[1], [2], [3]])
                #expect(recorded.count(.closed) == 0)
                #expect(reactor.counters.emptyCount == 3)
                peer.send([])
                peer.send([])
                peer.send([4])
            }
            try reactor.collect(into: &recorded) { $0.count(.closed) == 1 }
            #expect(recorded.datagrams() == [[1], [2], [3], [4]])
        }
    }

    @Test(arguments: ReactorHarness.backends)
    func anEmptyDatagramAloneKeepsTheConnectionOpen(backend: IngestBackend) throws {
        try ReactorHarness.bare(backend) { reactor, group in
            let (far, near) = try Peer.pair()
            let peer = Peer(fd: far)
            group.adopt(fd: near, isHandshaken: true)
            peer.send([])
            var recorded = Recorded()
            reactor.drain(into: &recorded)
            #expect(recorded.count(.closed) == 0)
            peer.send([9])
            try reactor.collect(into: &recorded) { $0.datagrams().count == 1 }
            #expect(reactor.counters.emptyCount == 1)
        }
    }

    @Test(arguments: ReactorHarness.backends)
    func aTruncatedDatagramIsCountedAndTheNextOneArrives(backend: IngestBackend) throws {
        var settings = ReactorHarness.settings()
        settings.maxDatagramBytes = 4096
        try ReactorHarness.bare(backend, settings: settings) { reactor, group in
            let (far, near) = try Peer.pair()
            let peer = Peer(fd: far)
            group.adopt(fd: near, isHandshaken: true)
            peer.send([1])
            peer.send([UInt8](repeating: 2, count: 4097))
            peer.send([UInt8](repeating: 3, count: 4096))
            var recorded = Recorded()
            try reactor.collect(into: &recorded) { $0.datagrams().count == 2 }
            #expect(recorded.datagrams() == [[1], [UInt8](repeating: 3, count: 4096)])
            #expect(reactor.counters.truncatedCount == 1)
            let counters = reactor.connectionCounters(recorded.connections[0])
            #expect(counters.truncatedCount == 1)
            #expect(counters.receivedCount == 2)
            #expect(counters.receivedBytes == 4097)
        }
    }

    @Test(arguments: ReactorHarness.backends)
    func theLargestDatagramOfTheHostArrivesWhole(backend: IngestBackend) throws {
        try ReactorHarness.bare(backend) { reactor, group in
            let (far, near) = try Peer.pair()
            let peer = Peer(fd: far)
            group.adopt(fd: near, isHandshaken: true)
            // the send buffer less 32 bytes; the kernel decides what still passes
            var size = SystemLimits.defaultSendBufferBytes - 32
            var sent: [UInt8] = []
            while size > 0 {
                sent = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
                if peer.send(sent) == 0 { break }
                size -= 32
            }
            #expect(size > SystemLimits.defaultSendBufferBytes * 9 / 10)
            var recorded = Recorded()
            try reactor.collect(into: &recorded) { $0.datagrams().count == 1 }
            #expect(recorded.datagrams().first == sent)
            // the memory of large ones is given back and taken again
            for _ in 0..<20 {
                peer.send(sent)
                try reactor.collect(into: &recorded) { $0.datagrams().count >= 2 }
                let isSame = recorded.datagrams().last == sent
                #expect(isSame)
                recorded.items.removeLast()
            }
        }
    }

    @Test(arguments: ReactorHarness.backends)
    func moreDatagramsThanBuffersAreAllDelivered(backend: IngestBackend) throws {
        var settings = ReactorHarness.settings()
        settings.bufferCount = 4
        try ReactorHarness.bare(backend, settings: settings) { reactor, group in
            var ends: [Int32] = []
            for _ in 0..<16 {
                let (far, near) = try Peer.pair()
                ends.append(far)
                group.adopt(fd: near, isHandshaken: true)
            }
            for fd in ends {
                let peer = Peer(fd: fd)
                for number in UInt8(1)...20 { peer.send([number]) }
            }
            var recorded = Recorded()
            try reactor.collect(into: &recorded) { $0.count(.closed) == 16 }
            #expect(recorded.datagrams().count == 320)
            for id in recorded.connections {
                #expect(recorded.datagrams(of: id) == (UInt8(1)...20).map { [$0] })
            }
            if backend == .uring { #expect(reactor.counters.bufferShortageCount > 0) }
        }
    }

    /// What the end of a shard relies on: it reads until the first empty run.
    @Test(arguments: ReactorHarness.backends)
    func anEmptyRunWithoutWaitingMeansThatNothingIsQueued(backend: IngestBackend) throws {
        var settings = ReactorHarness.settings()
        settings.bufferCount = 4
        try ReactorHarness.bare(backend, settings: settings) { reactor, group in
            var ends: [Int32] = []
            for _ in 0..<8 {
                let (far, near) = try Peer.pair()
                ends.append(far)
                group.adopt(fd: near, isHandshaken: true)
            }
            var recorded = Recorded()
            try reactor.collect(into: &recorded) { $0.count(.opened) == 8 }
            for round in 1...20 {
                for fd in ends {
                    let peer = Peer(fd: dup(fd))
                    for number in UInt8(1)...5 { peer.send([number]) }
                }
                group.wakeAll()
                while true {
                    let run = reactor.next(maxWaitNanos: 0)
                    if run.isEmpty { break }
                    recorded.add(run)
                }
                #expect(recorded.datagrams().count == round * 40)
            }
            for fd in ends { closeDescriptor(fd) }
        }
    }

    @Test func anOverflowOfCompletionsLosesNothing() throws {
        var settings = ReactorHarness.settings()
        settings.completionCapacity = 256
        settings.bufferCount = 16
        settings.maxConnections = 1000
        guard ReactorHarness.backends.contains(.uring) else { return }
        try ReactorHarness.bare(.uring, settings: settings) { reactor, group in
            // the submission queue of 256 forces the completion queue to hold as many at least; 600
            // connections that fail for want of buffers at once overflow it
            var ends: [Int32] = []
            for _ in 0..<600 {
                let (far, near) = try Peer.pair()
                ends.append(far)
                group.adopt(fd: near, isHandshaken: true)
            }
            var recorded = Recorded()
            try reactor.collect(into: &recorded) { $0.count(.opened) == 600 }
            for fd in ends {
                let peer = Peer(fd: fd)
                for number in UInt8(1)...3 { peer.send([number]) }
            }
            try reactor.collect(into: &recorded) { $0.count(.closed) == 600 }
            #expect(recorded.datagrams().count == 1800)
        }
    }

    @Test(arguments: ReactorHarness.backends)
    func aFloodingConnectionDoesNotStarveAnother(backend: IngestBackend) throws {
        try ReactorHarness.bare(backend) { reactor, group in
            let (floodFar, floodNear) = try Peer.pair()
            let flood = Peer(fd: floodFar)
            let (quietFar, quietNear) = try Peer.pair()
            let quiet = Peer(fd: quietFar)
            group.adopt(fd: floodNear, isHandshaken: true)
            group.adopt(fd: quietNear, isHandshaken: true)
            var recorded = Recorded()
            try reactor.collect(into: &recorded) { $0.count(.opened) == 2 }
            while flood.send([1]) == 0 {}
            quiet.send([2])
            var turns = 0
            while !recorded.datagrams().contains([2]) && turns < 20 {
                recorded.add(reactor.next(maxWaitNanos: 100_000_000))
                while flood.send([1]) == 0 {}
                turns += 1
            }
            #expect(turns < 20)
        }
    }

    @Test(arguments: ReactorHarness.backends)
    func aNotificationEndsTheTurn(backend: IngestBackend) throws {
        try ReactorHarness.bare(backend) { reactor, group in
            _ = reactor.next(maxWaitNanos: 0)
            group.wakeAll()
            // without the notification this would wait for an hour
            let run = reactor.next(maxWaitNanos: 3_600_000_000_000)
            #expect(run.isEmpty)
        }
    }

    @Test(arguments: ReactorHarness.backends)
    func aRequestedCloseIsReportedOnceAndSeenByThePeer(backend: IngestBackend) throws {
        try ReactorHarness.bare(backend) { reactor, group in
            let (far, near) = try Peer.pair()
            let peer = Peer(fd: far)
            group.adopt(fd: near, isHandshaken: true)
            var recorded = Recorded()
            try reactor.collect(into: &recorded) { $0.count(.opened) == 1 }
            let id = recorded.connections[0]
            reactor.close(id)
            reactor.close(id)
            try reactor.collect(into: &recorded) { $0.count(.closed) == 1 }
            reactor.close(id)
            reactor.drain(into: &recorded)
            #expect(recorded.reasons == [.requested])
            #expect(reactor.connectionCount == 0 && group.connectionCount == 0)
            #expect(peer.receive() == [])
        }
    }

    @Test(arguments: ReactorHarness.backends)
    func aDestroyedReactorLetsGoOfEveryConnection(backend: IngestBackend) throws {
        let (far, near) = try Peer.pair()
        let peer = Peer(fd: far)
        try ReactorHarness.bare(backend) { reactor, group in
            group.adopt(fd: near, isHandshaken: true)
            var recorded = Recorded()
            try reactor.collect(into: &recorded) { $0.count(.opened) == 1 }
        }
        #expect(peer.receive() == [])
    }
}
