import Core
import Testing

@Suite struct ByteSlotsTests {
    private func lend<Result>(_ text: String, _ body: (BorrowedBytes) -> Result) -> Result {
        var copy = text
        return copy.withUTF8 { body(unsafe BorrowedBytes(UnsafeRawBufferPointer($0))) }
    }

    @Test func aSlotHoldsItsLastRunOnly() {
        var slots = ByteSlots(count: 3, slotByteCount: 8)
        lend("first") { slots.keep($0, in: 1) }
        lend("of eight") { slots.keep($0, in: 2) }
        let (first, eight) = (slots.view(1).string, slots.view(2).string)
        #expect(first == "first" && eight == "of eight")
        lend("other") { slots.keep($0, in: 1) }
        let isFirst = lend("first") { slots.holds($0, in: 1) }
        let isOther = lend("other") { slots.holds($0, in: 1) }
        let isBeginning = lend("othe") { slots.holds($0, in: 1) }
        let isElsewhere = lend("of eight") { slots.holds($0, in: 2) }
        #expect(!isFirst && isOther && !isBeginning && isElsewhere)
    }

    @Test func whatIsTooLongLeavesASlotEmpty() {
        var slots = ByteSlots(count: 2, slotByteCount: 8)
        lend("short") { slots.keep($0, in: 0) }
        lend("too long by one") { slots.keep($0, in: 0) }
        let isKept = lend("too long by one") { slots.holds($0, in: 0) }
        let isStale = lend("short") { slots.holds($0, in: 0) }
        let rest = slots.view(0).count
        #expect(!isKept && !isStale && rest == 0)
    }

    @Test func nothingIsHeldAtFirst() {
        let slots = ByteSlots(count: 2, slotByteCount: 8)
        let isEmptyHeld = slots.holds(BorrowedBytes(), in: 0)
        #expect(!isEmptyHeld)
    }
}
