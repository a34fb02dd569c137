import Core
import Decode
import Events
import TestSupport
import Testing

@Suite struct EventMapperTests {
    /// The context of the specification's samples of calls: time, thread 1, a container, root.
    private let context: [UInt8] = bytes(
        hex: """
            0a6d08f1bdcfc9fcbbaef518100118ede8f5bafcbbaef518200128ede8f5bafcbbaef518324039616330
            3161356537623364346332653861366631623064396338653766366135623463336432653166306139623
            863376436653566346133623263316430653a0042012f4a027431
            """)

    private func call(_ type: UInt8, _ tail: String) -> MappedEvent? {
        MappedEvent.one(of: [8, 0, type, 0, 0, 0, 0, 0] + context + bytes(hex: tail))
    }

    @Test func anOpenCarriesItsContext() throws {
        let open = try #require(
            call(7, "1202080618810220052a042f746d70320372656c384140ff03"))
        #expect(open.name == "openat" && open.code == 307 && open.sysno == 257)
        #expect(open.integers["fd"] == 6 && open.integers["dirfd"] == 5)
        #expect(open.texts["name"] == "rel" && open.fdPath == "/tmp")
        #expect(open.integers["flags"] == 6 && open.integers["mode"] == 0o777)
        #expect(open.integers["ino"] == nil && open.integers["dev"] == nil)
        #expect(open.threadID == 1 && open.timeNanos == 1_795_451_772_265_029_361)
        #expect(open.task.processID == 1 && open.task.hasCredentials)
        #expect(open.task.startTimeNanos == open.task.processStartTimeNanos)
        #expect(open.cwd == "/" && open.processName == "t1" && open.containerID.count == 64)
    }

    @Test func aFailedCallHasANegativeResult() throws {
        let open = try #require(
            call(7, "12021002188102209cffffffffffffffff01320e2f6e6f6e6578697374656e742f78"))
        #expect(open.integers["fd"] == -2 && open.integers["dirfd"] == -100)
        #expect(open.integers["flags"] == 1 && open.integers["mode"] == 0)
    }

    @Test func anInterruptedCallSaysSo() throws {
        let read = try #require(call(9, "120310800420212a08706970653a5b335d3001"))
        #expect(read.name == "read" && read.integers["res"] == -4)
        #expect(read.integers["fd"] == 33 && read.integers["size"] == 1)
        #expect(read.fdPath == "pipe:[3]" && read.texts["data"] == "")
    }

    @Test func aConnectKnowsTheServerOnly() throws {
        let ok = try #require(
            call(10, "1200182a20132a0a736f636b65743a5b345d321002001f907f0000010000000000000000"))
        #expect(ok.code == 23 && ok.integers["res"] == 0 && ok.integers["fd"] == 19)
        #expect(ok.hasTuple && ok.tuple.family == .ipv4)
        #expect(ok.tuple.hasDestination && !ok.tuple.hasSource)
        #expect(ok.tuple.destinationPort == 8080)
        #expect(ok.tuple.destinationAddress == IPAddress(ipv4: 0x7F00_0001))
        let pending = try #require(
            call(
                10,
                "12021073182a201a2a0b736f636b65743a5b31315d321c0a0001bb0000000000000000000000"
                    + "00000000000000000100000000"))
        #expect(pending.integers["res"] == -115 && pending.tuple.destinationPort == 443)
        #expect(
            pending.tuple.destinationAddress == IPAddress(isIPv6: true, high: 0, low: 1))
    }

    @Test func anAcceptIsAboutTheNewDescriptor() throws {
        let peer = try #require(
            call(25, "12020814182b20122a0a736f636b65743a5b335d32100200549a7f0000010000000000000000")
        )
        #expect(peer.name == "accept" && peer.integers["fd"] == 20)
        #expect(peer.tuple.hasSource && !peer.tuple.hasDestination)
        #expect(peer.tuple.sourcePort == 21658)
        let silent = try #require(call(25, "1202081618a00220122a0a736f636b65743a5b335d38808020"))
        #expect(silent.name == "accept4" && silent.integers["fd"] == 22 && !silent.hasTuple)
        let failed = try #require(
            MappedEvent.one(
                of: MessageBuilder.exit(25, sysno: 43, errorno: 11) {
                    $0.bytes(6, [2, 0, 0, 80, 1, 2, 3, 4])
                }))
        #expect(failed.integers["fd"] == -11 && !failed.hasTuple)
    }

    @Test func unixAddressesEndAtTheirNulOrLength() throws {
        let path = try #require(
            call(
                24, "12001831201b2a0b736f636b65743a5b31325d320e01002f746d702f752e736f636b00"))
        #expect(path.name == "bind" && path.path == "/tmp/u.sock" && path.hasTuple)
        let abstract = try #require(
            call(24, "12001831201f2a0b736f636b65743a5b31355d3206010000616273"))
        #expect(abstract.path == "\0abs" && abstract.tuple.family == .unix)
    }

    @Test(arguments: [[], [2], [2, 0], [2, 0, 0, 80, 1, 2, 3], [10, 0, 0, 80]] as [[UInt8]])
    func shortAddressesAreNoAddresses(_ address: [UInt8]) throws {
        let connect = try #require(
            MappedEvent.one(
                of: MessageBuilder.exit(10, sysno: 42) {
                    $0.number(4, 3)
                    $0.bytes(6, address)
                }))
        #expect(connect.name == "connect" && !connect.hasTuple)
        #expect(connect.integers["fd"] == 3)
    }

    @Test func aSocketsFamilyIsFalcos() throws {
        let socket = try #require(call(12, "12020812182920022801"))
        #expect(socket.name == "socket" && socket.integers["fd"] == 18)
        #expect(socket.integers["domain"] == 2 && socket.integers["type"] == 1)
    }

    @Test func aCloneBelongsToItsChild() throws {
        let clone = try #require(
            MappedEvent.one(
                of: bytes(
                    hex: """
                        08000200000000000a370883cb92c1a7bdaef518100218cdcbd1b9a7bdaef518200228cdcbd1
                        b9a7bdaef518320a617070636f6e743030313a0042012f4a0273681803200328f29992c1a7bd
                        aef5183080808009
                        """)))
        #expect(clone.name == "clone" && clone.threadID == 3 && clone.sysno == -1)
        #expect(clone.integers["res"] == 0 && clone.integers["tid"] == 3)
        #expect(clone.integers["pid"] == 3 && clone.integers["ptid"] == 2)
        #expect(clone.task.processID == 3 && clone.task.parentProcessID == 2)
        #expect(clone.task.startTimeNanos == 1_795_451_818_149_711_090)
        #expect(clone.integers["flags"] == 0x180_0000 && clone.texts["comm"] == "sh")
    }

    @Test func aThreadHasItsProcessAndItsParent() throws {
        let clone = try #require(
            MappedEvent.one(
                of: MessageBuilder.datagram(2) {
                    $0.message(1) {
                        $0.number(2, 7)
                        $0.number(4, 5)
                        $0.number(5, 99)
                        $0.number(10, 4)
                    }
                    $0.number(3, 9)
                    $0.number(4, 5)
                    $0.number(5, 1000)
                    $0.number(6, 0x3D0F00)
                }))
        #expect(clone.task.processID == 5 && clone.task.parentProcessID == 4)
        #expect(clone.task.processStartTimeNanos == 99)
        #expect(clone.integers["flags"].map { $0 & 0x2000 } == 0x2000)
    }

    @Test func forkIsForkAndVforkIsVfork() throws {
        let fork = try #require(MappedEvent.one(of: MessageBuilder.exit(29, sysno: 57, result: 8)))
        #expect(fork.name == "fork" && fork.integers["res"] == 8)
        let vfork = try #require(MappedEvent.one(of: MessageBuilder.exit(29, sysno: 58)))
        #expect(vfork.name == "vfork")
    }

    @Test func aTaskExitSplitsTheWaitStatus() throws {
        let exit = try #require(MappedEvent.one(of: bytes(hex: "08000500000000000a021002108012")))
        #expect(exit.name == "procexit" && exit.threadID == 2)
        #expect(exit.integers["status"] == 2304 && exit.integers["ret"] == 9)
        #expect(exit.integers["sig"] == 0 && exit.integers["core"] == 0)
        let killed = try #require(
            MappedEvent.one(of: MessageBuilder.datagram(5) { $0.number(2, 139) }))
        #expect(killed.integers["sig"] == 11 && killed.integers["core"] == 1)
        let empty = try #require(MappedEvent.one(of: bytes(hex: "0800050000000000")))
        #expect(empty.integers["status"] == 0 && empty.threadID == 0)
    }

    @Test func entersAreEventsOnlyWhereStateNeedsThem() throws {
        let openat = MessageBuilder.datagram(7) {
            $0.number(3, 257)
            $0.number(4, -100)
            $0.text(6, "/etc/passwd")
        }
        let enter = try #require(MappedEvent.one(of: openat))
        #expect(enter.code == 306 && enter.texts["name"] == "/etc/passwd")
        let close = MessageBuilder.datagram(8) { $0.number(3, 3) }
        var mapper = EventMapper(architecture: .x8664)
        #expect(MappedEvent.all(of: close, &mapper)?.isEmpty == true)
        #expect(mapper.counts.withoutEvent == 1)
    }

    @Test func theErrorOfNoPathIsNoPath() throws {
        let close = try #require(
            MappedEvent.one(
                of: MessageBuilder.exit(8, sysno: 3) {
                    $0.number(4, 9)
                    $0.text(5, "[err: FD not found]")
                }))
        #expect(close.fdPath.isEmpty && close.integers["fd"] == 9)
    }

    @Test func numbersOfOtherCallsAreCountedAndDropped() {
        var mapper = EventMapper(architecture: .x8664)
        for type in UInt8(7)...38 where type != 35 {
            let datagram = MessageBuilder.exit(type, sysno: type == 24 ? 41 : 49)
            #expect(MappedEvent.all(of: datagram, &mapper)?.isEmpty == true, "type \(type)")
        }
        #expect(mapper.counts.wrongSyscall == 31)
    }

    @Test func callsWithoutRowAreGeneric() throws {
        let read = try #require(
            MappedEvent.one(of: MessageBuilder.exit(9, sysno: 327, result: 5)))
        #expect(read.code == 1 && read.integers["nativeID"] == 327)
        let id = try #require(read.integers["ID"])
        #expect(EventTable.shared.names[UInt16(id)].string == "preadv2")
    }

    @Test func prlimitTellsBothLimits() throws {
        let limit = try #require(
            MappedEvent.one(
                of: MessageBuilder.exit(16, sysno: 302) {
                    $0.number(5, 7)
                    $0.message(6) {
                        $0.number(1, 10)
                        $0.number(2, -1)
                    }
                    $0.message(7) { $0.number(1, 1024) }
                }))
        #expect(limit.name == "prlimit" && limit.integers["resource"] == 7)
        #expect(limit.integers["newcur"] == 10 && limit.integers["newmax"] == -1)
        #expect(limit.integers["oldcur"] == 1024 && limit.integers["oldmax"] == 0)
    }
}
