import Core
import Events
import State
import TestSupport
import Testing

/// What a clone tells of its child, and what it must not be taken to tell.
@Suite struct CloneHealingTests {
    private static let maker = Wire.Task(5, container: "c")
    private static let thread: Int64 = 0x1_0F00

    /// A result belongs to the clone before it; after a gap nobody knows which that was.
    @Test func aResultAfterALossNamesNobody() {
        var stream = CaptureStream()
        stream.send(Wire.clone(Self.maker, 10))
        // Lost: the exit of that clone, and the message of the next child.
        stream.table.noteLoss(in: stream.sandbox)
        stream.send(Wire.exit(23, 56, Self.maker, result: 4) { $0.number(4, 17) })
        #expect(stream.row(10)?.virtualProcessID == -1)
        stream.send(
            Wire.clone(Self.maker, 12),
            Wire.exit(23, 56, Self.maker, result: 5) { $0.number(4, 17) })
        #expect(stream.row(12)?.virtualProcessID == 5)
    }

    /// clone3 has no exit message: the next result is not for its child.
    @Test func theResultOfAThreadsCloneIsTheThreads() {
        var stream = CaptureStream()
        stream.send(
            Wire.clone(Self.maker, 10), Wire.clone(Self.maker, 11, process: 5, flags: Self.thread),
            Wire.exit(23, 56, Self.maker, result: 4) { $0.number(4, Self.thread) })
        #expect(stream.row(10)?.virtualProcessID == -1)
        #expect(stream.row(10)?.virtualThreadID == -1)
        #expect(stream.row(11)?.virtualThreadID == 4)
        #expect(stream.row(5)?.virtualThreadID == -1)
    }

    /// CLONE_PARENT makes a sibling, also where the stream does not say whose child the maker is.
    @Test func aSiblingHasItsMakersParent() {
        var stream = CaptureStream()
        let first = Wire.Task(3, container: "c")
        stream.send(
            Wire.enter(2, 0, first) { _ in }, Wire.clone(first, 5),
            Wire.clone(Self.maker, 10, flags: 0x8000))
        let parent = stream.table.parent(of: stream.table.thread(id: 10, in: stream.sandbox))
        #expect(parent == stream.table.thread(id: 3, in: stream.sandbox))
        #expect(stream.row(10)?.parentID == 3)
        // Who has no known parent makes no child without one.
        stream.send(Wire.clone(Wire.Task(20, container: "c"), 21, flags: 0x8000))
        #expect(stream.row(21)?.parentID == -1)
    }
}
