import Core
import Decode
import Events
import TestSupport
import Testing

@Suite struct EventMapperExecTests {
    @Test func placesOfTaskParametersAreTheTables() {
        let table = EventTable.shared
        let clone: [(String, Int)] = [
            ("res", CloneParameter.result), ("exe", CloneParameter.exe),
            ("args", CloneParameter.args), ("tid", CloneParameter.tid),
            ("pid", CloneParameter.pid), ("ptid", CloneParameter.ptid),
            ("cwd", CloneParameter.cwd), ("comm", CloneParameter.comm),
            ("cgroups", CloneParameter.cgroups), ("flags", CloneParameter.flags),
            ("uid", CloneParameter.uid), ("gid", CloneParameter.gid),
            ("vtid", CloneParameter.vtid), ("vpid", CloneParameter.vpid),
            ("pidns_init_start_ts", CloneParameter.pidNamespaceStart),
        ]
        for code in [223, 225, 227, 335] as [UInt16] {
            for (name, index) in clone {
                #expect(table.parameter(EventCode(code), index).name.string == name)
            }
        }
        let exec: [(String, Int)] = [
            ("res", ExecParameter.result), ("exe", ExecParameter.exe),
            ("args", ExecParameter.args), ("tid", ExecParameter.tid), ("pid", ExecParameter.pid),
            ("ptid", ExecParameter.ptid), ("cwd", ExecParameter.cwd),
            ("comm", ExecParameter.comm), ("cgroups", ExecParameter.cgroups),
            ("env", ExecParameter.env), ("tty", ExecParameter.tty),
            ("vpgid", ExecParameter.vpgid), ("loginuid", ExecParameter.loginuid),
            ("flags", ExecParameter.flags), ("uid", ExecParameter.uid),
            ("trusted_exepath", ExecParameter.trustedExepath), ("pgid", ExecParameter.pgid),
            ("gid", ExecParameter.gid), ("filename", ExecParameter.filename),
            ("exe_ino", 23), ("exe_ino_ctime", 24),
        ]
        for code in [293, 331] as [UInt16] {
            for (name, index) in exec where code == 293 || name != "filename" {
                #expect(table.parameter(EventCode(code), index).name.string == name)
            }
        }
    }

    @Test func aContainerStartIsACloneAndAnExec() throws {
        let datagram = bytes(
            hex: """
                08000100000000000a3c0891f8ede8a6bdaef518100118dc8dede8a6bdaef518200128dc8dede8a6bdae
                f518320c706f6473616e64626f7830313a0042012f4a05736c656570120c706f6473616e64626f783031
                1a012f220a2f62696e2f736c65657022033330302a12504154483d2f7573722f62696e3a2f62696e2a0e
                4752454554494e473d68656c6c6f
                """)
        var mapper = EventMapper(architecture: .x8664)
        let events = try #require(MappedEvent.all(of: datagram, &mapper))
        #expect(events.map(\.name) == ["clone", "execve"])
        for event in events {
            #expect(event.threadID == 1 && event.timeNanos == 1_795_451_817_964_567_569)
            #expect(event.texts["exe"] == "/bin/sleep" && event.texts["comm"] == "sleep")
            #expect(event.texts["args"] == "300" && event.containerID == "podsandbox01")
            #expect(event.task.isContainerStart && !event.task.hasTerminal)
            #expect(event.texts["cwd"] == "/" && event.integers["uid"] == 0)
        }
        #expect(events[0].integers["ptid"] == 0)
        #expect(events[1].texts["env"] == "PATH=/usr/bin:/bin\0GREETING=hello")
        #expect(events[1].texts["trusted_exepath"] == "/bin/sleep")
        #expect(events[1].integers["tty"] == 0)
    }

    /// A shard has one event for all its sandboxes: whoever made the last thread did not start this
    /// container.
    @Test func aContainerStartHasNoCallerLeftFromBefore() {
        let datagrams = [
            MessageBuilder.datagram(2) {
                $0.message(1) {
                    $0.number(2, 4)
                    $0.number(3, 900)
                }
                $0.number(2, 5)
                $0.number(3, 5)
            },
            MessageBuilder.datagram(1) {
                $0.message(1) { $0.number(2, 4) }
                $0.text(2, "another-sandbox")
            },
        ]
        var mapper = EventMapper(architecture: .x8664)
        var event = SyscallEvent()
        var callers: [Int32] = []
        for datagram in datagrams {
            unsafe datagram.withUnsafeBytes { buffer in
                let bytes = unsafe BorrowedBytes(buffer)
                var message = Message()
                _ = MessageDecoder.decode(bytes.rawSpan, into: &message)
                _ = mapper.map(&message, of: bytes, step: 0, into: &event)
                callers.append(event.task.callerThreadID)
            }
        }
        #expect(callers == [4, 0])
    }

    @Test func aContainerWithoutArgumentsStillStarts() throws {
        let datagram = MessageBuilder.datagram(1) {
            $0.message(1) { $0.number(2, 4) }
            $0.text(2, "some-id")
            $0.number(6, 1)
        }
        var mapper = EventMapper(architecture: .x8664)
        let events = try #require(MappedEvent.all(of: datagram, &mapper))
        #expect(events.map(\.name) == ["clone", "execve"])
        #expect(events[0].texts["exe"] == "" && events[1].texts["comm"] == "")
        #expect(events[1].integers["tty"] == 34816 && events[1].task.hasTerminal)
        #expect(events[0].containerID == "some-id")
    }

    @Test func threeMessagesTellOfAnExec() throws {
        let enter = try #require(
            MappedEvent.one(of: bytes(hex: "08000b0000000000183b32052f6e6f70653a0178")))
        #expect(enter.code == 292 && enter.texts["filename"] == "/nope")
        let failed = try #require(
            MappedEvent.one(of: bytes(hex: "08000b000000000012021002183b32052f6e6f70653a0178")))
        #expect(failed.code == 293 && failed.integers["res"] == -2)
        #expect(failed.texts["filename"] == "/nope" && failed.texts["exe"] == "x")
        let exit = try #require(
            MappedEvent.one(
                of: bytes(hex: "08000b00000000001200183b32092f62696e2f747275653a0474727565")))
        #expect(exit.integers["res"] == 0 && !exit.exec.isPresent)
        #expect(exit.texts["comm"] == "true" && exit.texts["trusted_exepath"] == "/bin/true")
    }

    @Test func theSentrysExecTellsTheFile() throws {
        let exec = try #require(
            MappedEvent.one(
                of: bytes(
                    hex: """
                        0800030000000000120d2f7573722f62696e2f747275651a047472756528ed830250be035a06
                        08dfb7a7990678018a01092f62696e2f747275659001d09602980101
                        """)))
        #expect(exec.code == 293 && exec.exec.isPresent && exec.exec.isLowerLayer)
        #expect(exec.binaryPath == "/usr/bin/true" && exec.texts["filename"] == "/bin/true")
        #expect(exec.texts["trusted_exepath"] == "/bin/true" && exec.texts["comm"] == "true")
        #expect(exec.exec.inode == 446 && exec.integers["exe_ino"] == 446)
        #expect(exec.exec.changeTimeNanos == 1_663_687_647_000_000_000)
        #expect(exec.exec.mode == 0o100755 && exec.integers["flags"] == 0)
        let older = try #require(
            MappedEvent.one(
                of: bytes(
                    hex: "0800030000000000120d2f7573722f62696e2f747275651a047472756528ed8302")))
        #expect(older.texts["trusted_exepath"] == "/usr/bin/true")
    }

    @Test func aFileBehindADescriptorIsNamedByWhatItIs() throws {
        let exec = try #require(
            MappedEvent.one(
                of: MessageBuilder.datagram(3) {
                    $0.text(2, "/memfd:evil (deleted)")
                    $0.text(17, "/proc/self/fd/3")
                    $0.number(20, 1)
                }))
        #expect(exec.texts["trusted_exepath"] == "/memfd:evil (deleted)")
        #expect(exec.exec.isFromMemfd)
    }

    @Test func anEmptyPathStandsForTheDescriptor() throws {
        let exec = try #require(
            MappedEvent.one(
                of: MessageBuilder.exit(11, sysno: 322) {
                    $0.number(4, 9)
                    $0.text(5, "/usr/bin/true")
                    $0.number(9, 0x1000)
                }))
        #expect(exec.code == 331 && exec.texts["comm"] == "true")
        #expect(exec.texts["exe"] == "/usr/bin/true")
    }

    @Test func namesAreCutAsTheKernelDoes() throws {
        let exec = try #require(
            MappedEvent.one(
                of: MessageBuilder.datagram(3) { $0.text(2, "/opt/a-name-of-more-than-fifteen") }))
        #expect(exec.texts["comm"] == "a-name-of-more-")
    }

    @Test func argumentsAreBoundedAndTheCutIsCounted() throws {
        let long = String(repeating: "x", count: 40_000)
        let datagram = MessageBuilder.datagram(3) {
            $0.text(2, "/bin/true")
            $0.text(3, "true")
            $0.text(3, long)
            $0.text(3, long)
            $0.text(3, "lost")
            $0.text(4, "A=1")
            $0.text(4, "")
            $0.text(4, "B=2")
        }
        var mapper = EventMapper(architecture: .x8664)
        let exec = try #require(MappedEvent.all(of: datagram, &mapper)?.first)
        #expect(exec.texts["args"]?.utf8.count == 65_535)
        #expect(exec.texts["env"] == "A=1\0\0B=2")
        #expect(mapper.counts.cutArguments == 1)
    }
}
