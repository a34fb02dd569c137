import Engine
import Testing

@Suite struct DropCounterTests {
    func total(_ values: [UInt32]) -> UInt64 {
        var counter = DropCounter()
        return values.reduce(0) { $0 + UInt64(counter.update($1)) }
    }

    @Test func theNumberIsCumulative() {
        #expect(total([0, 0, 3, 3, 10]) == 10)
    }

    @Test func olderValuesThatArriveLateAddNothing() {
        #expect(total([5, 2, 5, 4, 6, 1, 7]) == 7)
    }

    @Test func itWrapsAt32Bits() {
        let steps: [UInt32] = [1 << 30, 2 << 30, 3 << 30, .max, 1, 0, 2]
        #expect(total(steps) == (1 << 32) + 2)
    }

    @Test func aSessionThatIsJoinedLateTellsItsOldDropsOnce() {
        #expect(total([7, 7, 7]) == 7)
    }
}
