import Core
import Events
import State
import TestSupport
import Testing

/// Descriptors whose calls end otherwise than usual.
@Suite struct DescriptorHealingTests {
    private static let task = Wire.Task(7)

    /// Linux and gVisor take the number away before they flush: an error says that data is lost,
    /// not that the descriptor is still there.
    @Test(arguments: [0, 5, 9, 28, 512] as [Int64])
    func closingClosesWhateverComesOfIt(_ errorno: Int64) {
        var stream = CaptureStream()
        stream.send(Wire.open(Self.task, "/secret", fd: 5))
        #expect(stream.fileName(5, of: 7) == "/secret")
        stream.send(Wire.exit(8, 3, Self.task, errorno: errorno) { $0.number(4, 5) })
        #expect(stream.fileName(5, of: 7) == nil)
    }

    /// signalfd4 with a descriptor changes its signals and leaves its flags.
    @Test func newSignalsLeaveTheFlagForExec() {
        var stream = CaptureStream(execProof: .sentryExecve)
        func call(fd: Int64, flags: Int64) -> [UInt8] {
            Wire.exit(20, 289, Self.task, result: 9) {
                $0.number(4, fd)
                $0.number(7, flags)
            }
        }
        stream.send(call(fd: -1, flags: 0x8_0000), call(fd: 9, flags: 0))
        #expect(stream.fileName(9, of: 7) != nil)
        stream.send(Wire.proof(Self.task, ["true"], path: "/bin/true"))
        #expect(stream.fileName(9, of: 7) == nil)
        // One that was never seen made is known from now on.
        stream.send(call(fd: 9, flags: 0))
        #expect(stream.fileName(9, of: 7) != nil)
    }

    /// The exit need not have the directory's path: the enter told it.
    @Test(arguments: [true, false])
    func theEnterNamesTheDirectory(_ isKnownOtherwise: Bool) {
        var stream = CaptureStream()
        // Received over a socket, say; or opened by another name.
        if isKnownOtherwise { stream.send(Wire.open(Self.task, "/link", fd: 5)) }
        func fill(_ message: inout MessageBuilder) {
            message.number(4, 5)
            message.text(6, "x")
        }
        stream.send(
            Wire.enter(7, 257, Self.task) {
                $0.number(4, 5)
                $0.text(5, "/srv/data")
                $0.text(6, "x")
            },
            Wire.exit(7, 257, Self.task, result: 6, fill))
        #expect(stream.fileName(6, of: 7) == "/srv/data/x")
        #expect(stream.fileName(5, of: 7) == "/srv/data")
        #expect(stream.counters[.descriptorsFirstSeen] == (isKnownOtherwise ? 0 : 1))
        #expect(stream.counters[.descriptorsRenamed] == (isKnownOtherwise ? 1 : 0))
    }

    /// unshare(CLONE_FILES) and close_range with CLOSE_RANGE_UNSHARE by one of two threads.
    @Test(arguments: [272, 436] as [Int64])
    func whatAThreadUnsharesTheOthersKeep(_ sysno: Int64) {
        var stream = CaptureStream()
        let other = Wire.Task(8, process: 7)
        stream.send(
            Wire.open(Self.task, "/a", fd: 5), Wire.open(Self.task, "/b", fd: 6),
            Wire.clone(Self.task, 8, process: 7, flags: 0x1_0F00))
        stream.send(
            Wire.exit(6, sysno, other) {
                // The flag, or the numbers from 5 to 5 and the flag.
                let registers: [Int64] = sysno == 272 ? [0x400] : [5, 5, 2]
                for (index, value) in registers.enumerated() { $0.number(UInt64(5 + index), value) }
            })
        stream.send(Wire.exit(8, 3, other) { $0.number(4, 5) }, Wire.open(other, "/c", fd: 5))
        #expect(stream.fileName(5, of: 8) == "/c" && stream.fileName(6, of: 8) == "/b")
        #expect(stream.fileName(5, of: 7) == "/a" && stream.fileName(6, of: 7) == "/b")
        #expect(stream.table.inconsistencies(of: stream.sandbox) == [])
        stream.send(MessageBuilder.datagram(5) { Wire.context(other, in: &$0) })
        #expect(stream.fileName(5, of: 7) == "/a")
        #expect(stream.table.inconsistencies(of: stream.sandbox) == [])
    }
}
