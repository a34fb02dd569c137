import Core
import Decode
import Events
import TestSupport
import Testing

@Suite struct RawSyscallTests {
    private func raw(
        _ name: String, _ arguments: [Int64], result: Int64 = 0, errorno: Int64 = 0,
        _ architecture: SyscallArchitecture = .x8664
    ) -> MappedEvent? {
        guard let number = EventTable.shared.syscalls(architecture).number(named: name) else {
            return nil
        }
        let datagram = MessageBuilder.exit(
            6, sysno: Int64(number), result: result, errorno: errorno
        ) {
            for (index, value) in arguments.enumerated() where value != 0 {
                $0.number(UInt64(5 + index), value)
            }
        }
        var mapper = EventMapper(architecture: architecture)
        return MappedEvent.all(of: datagram, &mapper)?.first
    }

    @Test func registersBecomeParameters() throws {
        let map = try #require(raw("mmap", [0, 4096, 5, 0x22, 0xFFFF_FFFF, 0], result: 0x7000))
        #expect(map.name == "mmap" && map.integers["res"] == 0x7000)
        #expect(map.integers["prot"] == 5 && map.integers["flags"] == 10)
        #expect(map.integers["fd"] == -1 && map.integers["vm_size"] == nil)
        let unmap = try #require(raw("munmap", [0x7000, 4096]))
        #expect(unmap.integers["addr"] == 0x7000 && unmap.integers["length"] == 4096)
        let kill = try #require(raw("kill", [20, 9], errorno: 3))
        #expect(kill.integers["res"] == -3 && kill.integers["sig"] == 9)
        let setns = try #require(raw("setns", [5, 0x4000_0000]))
        #expect(setns.integers["nstype"] == 0x10 && setns.integers["fd"] == 5)
        let ptrace = try #require(raw("ptrace", [16, 7]))
        #expect(ptrace.integers["request"] == 11 && ptrace.integers["pid"] == 7)
        let unlink = try #require(raw("unlinkat", [-100, 0x1000, 0x200]))
        #expect(unlink.integers["dirfd"] == -100 && unlink.texts["name"] == nil)
    }

    @Test func bothArchitecturesLeadToTheSameEvent() throws {
        let amd = try #require(raw("unshare", [0x2_0000]))
        let arm = try #require(raw("unshare", [0x2_0000], .arm64))
        #expect(amd.code == arm.code && amd.sysno != arm.sysno)
        #expect(amd.integers["flags"] == 0x20 && arm.integers["flags"] == 0x20)
    }

    @Test func callsWithoutOwnEventAreGeneric() throws {
        let times = try #require(raw("times", [1]))
        #expect(times.code == 1 && times.integers["nativeID"] == 100)
        let id = try #require(times.integers["ID"])
        #expect(EventTable.shared.names[UInt16(id)].string == "times")
    }

    @Test func theRawTwinOfACallIsNoSecondEvent() {
        #expect(raw("openat", [-100, 1]) == nil)
        #expect(raw("clone", [17], .arm64) == nil)
        #expect(raw("clone3", [1, 2], result: 5)?.name == "clone3")
    }

    /// No second event for rules, but the one sign of an exec whose arguments are unreadable.
    @Test func theRawTwinOfAnExecSaysThatItReturned() throws {
        for (name, code) in [("execve", 293), ("execveat", 331)] as [(String, UInt16)] {
            let number: Int64 = name == "execve" ? 59 : 322
            let datagram = MessageBuilder.exit(6, sysno: number, errorno: 2) { $0.number(5, 1) }
            var mapper = EventMapper(architecture: .x8664)
            let found = MappedEvent.all(of: datagram, &mapper)?.first
            let event = try #require(found)
            #expect(event.code == code && event.exec.isRawTwin)
            #expect(event.integers == ["res": -2] && event.texts.isEmpty)
            let own = MessageBuilder.exit(11, sysno: number) { $0.text(6, "/x") }
            #expect(MappedEvent.all(of: own, &mapper)?.first?.exec.isRawTwin == false)
        }
    }

    @Test func numbersThatAreNoCallAreNothing() {
        for number in [335, 511, 512, 1 << 32, (1 << 32) + 9, .max, -1] as [Int64] {
            var mapper = EventMapper(architecture: .x8664)
            let datagram = MessageBuilder.exit(6, sysno: number)
            #expect(MappedEvent.all(of: datagram, &mapper)?.isEmpty == true, "\(number)")
        }
    }

    @Test func entersAndImplementedFailuresAreTold() throws {
        let enter = MessageBuilder.datagram(6) { $0.number(4, 100) }
        var mapper = EventMapper(architecture: .x8664)
        #expect(MappedEvent.all(of: enter, &mapper)?.isEmpty == true)
        let refused = try #require(
            MappedEvent.one(of: MessageBuilder.exit(6, sysno: 134, errorno: 38)))
        #expect(refused.code == 1 && refused.sysno == 134)
    }
}
