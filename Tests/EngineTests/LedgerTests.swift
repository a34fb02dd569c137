import Decode
import Engine
import Testing

@Suite struct LedgerTests {
    @Test func anEmptyLedgerCloses() {
        #expect(Ledger().imbalances == [])
    }

    @Test func aMissingDatagramShows() {
        var ledger = Ledger()
        ledger.received = 5
        ledger.decoded = 3
        ledger.withoutEvent = 3
        ledger.unknownType = 1
        #expect(ledger.imbalances == ["received: 5 are not 4"])
        ledger.countRejected(.truncated)
        #expect(ledger.imbalances == [])
        #expect(ledger.rejected(.truncated) == 1)
        #expect(ledger.rejected(.tagTooLong) == 0)
    }

    @Test func aMissingAlertShows() {
        var ledger = Ledger()
        ledger.matched = 2
        ledger.queued = 1
        #expect(ledger.imbalances == ["matched: 2 are not 1"])
    }

    @Test func sumsOfBalancedLedgersBalance() {
        var first = Ledger()
        first.received = 2
        first.countRejected(.varintTooLong)
        first.decoded = 1
        first.withEvents = 1
        first.applied = 2
        first.hidden = 1
        first.evaluated = 1
        var sum = first
        sum.add(first)
        #expect(sum.imbalances == [])
        #expect(sum.received == 4)
        #expect(sum.rejected == 2)
    }
}
