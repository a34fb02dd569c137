import Core
import Events
import Testing

/// State as the rendering fixtures have it: descriptors 4 and 6, threads, root.
private struct FixtureLookup: ParameterLookup {
    var descriptors: [Int64: StaticString] = [:]
    var directories: [Int64: StaticString] = [:]

    func appendDescriptor(_ number: Int64, to scratch: inout ByteScratch) -> Bool {
        guard let name = descriptors[number] else { return false }
        scratch.append(name)
        return true
    }

    func comm(ofThread id: Int64) -> BorrowedBytes? {
        let names: [Int64: StaticString] = [20: "bash", 30: "sh", 40: "bash"]
        return names[id].map(literal)
    }

    var workingDirectory: BorrowedBytes { literal("/tmp/work/") }
    func directoryPath(_ number: Int64) -> BorrowedBytes? { directories[number].map(literal) }
    func userName(_ uid: UInt32) -> BorrowedBytes? { uid == 0 ? literal("root") : nil }
    func groupName(_ gid: UInt32) -> BorrowedBytes? { gid == 0 ? literal("root") : nil }

    func appendLocalTime(_ nanos: UInt64, to scratch: inout ByteScratch) {
        scratch.append("1970-01-01 00:00:00.000000000")
    }
}

private func literal(_ text: StaticString) -> BorrowedBytes {
    unsafe BorrowedBytes(unsafeStart: text.utf8Start, count: text.utf8CodeUnitCount)
}

@Suite struct ParameterTextTests {
    private let text = ParameterText()

    private func args(
        _ code: UInt16, _ lookup: FixtureLookup = FixtureLookup(),
        _ fill: (inout SyscallEvent) -> Void
    ) -> String {
        var event = SyscallEvent()
        event.begin(EventCode(code))
        fill(&event)
        var scratch = ByteScratch(capacity: 4096)
        text.appendAll(of: event.view, lookup, to: &scratch)
        return scratch.view.string
    }

    private func value(
        _ code: UInt16, _ index: Int, _ lookup: FixtureLookup = FixtureLookup(),
        _ fill: (inout SyscallEvent) -> Void
    ) -> String? {
        var event = SyscallEvent()
        event.begin(EventCode(code))
        fill(&event)
        var scratch = ByteScratch(capacity: 4096)
        return text.appendValue(of: event.view, index, lookup, to: &scratch)
            ? scratch.view.string : nil
    }

    /// The expected text of a fixture in the shared table, so that it is not written twice.
    private func expected(_ fixture: String) -> String? {
        SharedData.rows("falco-fixture-values.tsv")?.first {
            $0[0] == fixture && $0[1] == "evt.args"
        }?[2]
    }

    @Test func opensRenderAsInTheFixtures() {
        guard let read = expected("open_read") else { return }
        let file = FixtureLookup(descriptors: [4: "<f>/etc/passwd"])
        let ours = args(3, file) { event in
            event.set(0, integer: 4)
            event.set(1, bytes: literal("/etc/passwd"))
            event.set(2, integer: 1)
            event.set(3, integer: 0)
            event.set(4, integer: 5)
            event.set(5, integer: 123)
        }
        #expect(ours == read)
        let written = args(3, FixtureLookup(descriptors: [4: "<f>/tmp/a b/New File.TXT"])) {
            $0.set(0, integer: 4)
            $0.set(1, bytes: literal("/tmp/a b/New File.TXT"))
            $0.set(2, integer: 0x107)
            $0.set(3, integer: 0o755)
            $0.set(4, integer: 5)
            $0.set(5, integer: 123)
        }
        #expect(written == expected("open_write"))
    }

    @Test func relativePathsResolveAgainstTheirDirectory() {
        guard let rows = expected("openat_cwd") else { return }
        func openat(_ directory: Int64, _ descriptor: StaticString) -> String {
            args(307, FixtureLookup(descriptors: [4: descriptor], directories: [5: "/srv"])) {
                $0.set(0, integer: 4)
                $0.set(1, integer: directory)
                $0.set(2, bytes: literal("x/y"))
                $0.set(3, integer: 1)
                $0.set(4, integer: 0)
                $0.set(5, integer: 5)
                $0.set(6, integer: 123)
            }
        }
        #expect(openat(-100, "<f>/tmp/work/x/y") == rows)
        #expect(openat(77, "<f><UNKNOWN>x/y") == expected("openat_baddir"))
        #expect(openat(5, "<f>/srv/x/y").contains("name=x/y(/srv/x/y)"))
    }

    @Test func socketsRenderAsInTheFixtures() {
        guard let connect6 = expected("connect6") else { return }
        let name: StaticString = "<6t>2001:db8::1:54321->2001:db8:1::2:443"
        let ours = args(23, FixtureLookup(descriptors: [6: name])) {
            $0.tuple.family = .ipv6
            $0.tuple.hasSource = true
            $0.tuple.hasDestination = true
            $0.tuple.sourceAddress = IPAddress(isIPv6: true, high: 0x2001_0DB8_0000_0000, low: 1)
            $0.tuple.destinationAddress = IPAddress(
                isIPv6: true, high: 0x2001_0DB8_0001_0000, low: 2)
            $0.tuple.sourcePort = 54321
            $0.tuple.destinationPort = 443
            $0.set(0, integer: 0)
            $0.setTuple(1)
            $0.set(2, integer: 6)
            $0.setTuple(3)
        }
        #expect(ours == connect6)
        let socket = args(19, FixtureLookup(descriptors: [6: "<o>"])) {
            $0.set(0, integer: 6)
            $0.set(1, integer: 17)
            $0.set(2, integer: 3)
            $0.set(3, integer: 0)
            $0.set(4, integer: 0)
        }
        #expect(socket == expected("socket_raw"))
    }

    @Test func numbersAndNamesRenderAsInTheFixtures() {
        guard let kill = expected("kill") else { return }
        let killed = args(129) {
            $0.set(0, integer: 0)
            $0.set(1, integer: 20)
            $0.set(2, integer: 9)
        }
        #expect(killed == kill)
        let mkdir = args(277) {
            $0.set(0, integer: -17)
            $0.set(1, bytes: literal("newdir"))
            $0.set(2, integer: 0o755)
        }
        #expect(mkdir == expected("mkdir_fail"))
        let chmod = args(315) {
            $0.set(0, integer: 0)
            $0.set(1, bytes: literal("/tmp/x"))
            $0.set(2, integer: 0o4755)
        }
        #expect(chmod == expected("chmod"))
        let exit = args(186) {
            for (index, value) in [0, -1, 0, 0, 20].enumerated() {
                $0.set(index, integer: Int64(value))
            }
        }
        #expect(exit == expected("procexit"))
        #expect(args(203) { $0.set(0, integer: 1000) } == expected("getuid"))
    }

    @Test func anExecRendersAsInTheFixtures() {
        guard let execve = expected("execve") else { return }
        let cgroup: StaticString =
            "cpuset=/docker/0123456789ab0123456789ab0123456789ab0123456789ab0123456789ab0123"
        let ours = args(293) { event in
            for index in 0..<31 {
                switch EventTable.shared.parameter(event.code, index).type.isText {
                case true: event.set(index, bytes: BorrowedBytes())
                case false: event.set(index, integer: 0)
                }
            }
            event.set(1, bytes: literal("/usr/bin/curl"))
            event.set(3, integer: 30)
            event.set(4, integer: 30)
            event.set(5, integer: 20)
            event.set(13, bytes: literal("curl"))
            event.set(14, bytes: literal(cgroup))
            event.set(27, bytes: literal("/usr/bin/curl"))
            event.set(30, bytes: literal("/usr/bin/curl"))
        }
        // The fixture's thread 30 has become curl, ours is still sh.
        #expect(ours.replacing("30(sh)", with: "30(curl)") == execve)
    }

    @Test func valuesAreResolvedWhereTheyCanBe() {
        #expect(value(3, 2) { $0.set(2, integer: 0) } == "O_NONE")
        #expect(value(3, 2) { $0.set(2, integer: 0x1001) } == "O_RDONLY|O_CLOEXEC")
        #expect(value(19, 1) { $0.set(1, integer: 1) } == "AF_LOCAL|AF_UNIX")
        #expect(value(3, 0) { $0.set(0, integer: -100) } == "ENETDOWN")
        #expect(value(307, 1) { $0.set(1, integer: -100) } == "AT_FDCWD")
        // On the way in the directory stands where the result stands on the way out.
        #expect(value(306, 0) { $0.set(0, integer: -100) } == "AT_FDCWD")
        #expect(value(326, 0) { $0.set(0, integer: -100) } == "AT_FDCWD")
        #expect(value(306, 0) { $0.set(0, integer: -101) } == "ENETUNREACH")
        #expect(value(307, 0) { $0.set(0, integer: -100) } == "ENETDOWN")
        #expect(value(293, 19) { $0.set(19, integer: 0) } == "0")
        #expect(value(199, 1) { $0.set(1, integer: 4_294_967_295) } == "<NONE>")
        #expect(value(199, 1) { $0.set(1, integer: 1000) } == "<NA>")
        #expect(value(7, 1) { $0.set(1, bytes: literal("a\u{1}b")) } == "a.b")
        #expect(value(3, 1) { _ in } == nil)
        #expect(value(3, 31) { $0.set(31, integer: 1) } == nil)
        #expect(value(1, 0) { $0.set(0, integer: 0) } != nil)
    }

    @Test(
        arguments: [
            (0, "0s"), (1_000_000_000, "1s"), (1_500_000_000, "1.5s"), (250_000_000, "0.25s"),
            (1_000, "1e-06s"), (123_456_789, "0.123457s"), (86_400_000_000_000, "86400s"),
            (1_234_567_890_000_000, "1.23457e+06s"),
        ] as [(Int64, String)])
    func timesAreSeconds(_ nanos: Int64, _ expected: String) {
        #expect(value(135, 1) { $0.set(1, integer: nanos) } == expected)
    }

    @Test func base64ReplacesDotsWhenAskedFor() {
        var event = SyscallEvent()
        event.begin(EventCode(7))
        event.set(1, bytes: literal("root:x:0"))
        var scratch = ByteScratch(capacity: 64)
        _ = ParameterText(isBufferBase64: true).appendValue(
            of: event.view, 1, FixtureLookup(), to: &scratch)
        #expect(scratch.view.string == "cm9vdDp4OjA=")
    }

    @Test(arguments: [
        ("../../etc/./x//y", "/etc/x/y"), ("a/", "/tmp/work/a"), ("/", "/"), ("..", "/tmp"),
        ("../../../..", "/"), (".", "/tmp/work"), ("/a/../b/./c/", "/b/c"),
    ])
    func pathsAreJoinedAsText(_ path: String, _ expected: String) {
        var scratch = ByteScratch(capacity: 2048)
        scratch.append("kept")
        var copy = path
        copy.withUTF8 {
            PathText.append(
                unsafe BorrowedBytes(UnsafeRawBufferPointer($0)), from: literal("/tmp/work/"),
                to: &scratch)
        }
        #expect(scratch.view.dropFirst(4).string == expected)
    }

    @Test func tooLongPathsAreNamedAsSuch() {
        var scratch = ByteScratch(capacity: 4096)
        var long = String(repeating: "d/", count: 600)
        long.withUTF8 {
            PathText.append(
                unsafe BorrowedBytes(UnsafeRawBufferPointer($0)), from: literal("/"), to: &scratch)
        }
        #expect(scratch.view.string == "/DIR_TOO_LONG/FILENAME_TOO_LONG")
    }

    @Test func aSmallScratchCutsAndDoesNotTrap() {
        for capacity in 1..<80 {
            var event = SyscallEvent()
            event.begin(EventCode(307))
            event.set(0, integer: -2)
            event.set(1, integer: -100)
            event.set(2, bytes: literal("x/y"))
            event.set(3, integer: 0x107)
            var scratch = ByteScratch(capacity: capacity)
            text.appendAll(of: event.view, FixtureLookup(), to: &scratch)
            #expect(scratch.count <= capacity)
        }
    }
}
