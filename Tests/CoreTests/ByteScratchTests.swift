import Core
import TestSupport
import Testing

@Suite struct ByteScratchTests {
    private func decimal(_ value: UInt64, capacity: Int = 32) -> (text: String, isCut: Bool) {
        var scratch = ByteScratch(capacity: capacity)
        scratch.append(decimal: value)
        return (scratch.view.string, scratch.isCut)
    }

    @Test func numbersAreWrittenInDecimal() {
        var values: [UInt64] = [0, .max]
        var power: UInt64 = 1
        for _ in 0..<20 {
            values += [power - 1, power, power + 1, power &* 7]
            power = power &* 10
        }
        for value in values { #expect(decimal(value) == ("\(value)", false)) }
    }

    @Test func digitsThatDoNotFitAreCutOff() {
        #expect(decimal(12_345, capacity: 5) == ("12345", false))
        #expect(decimal(12_345, capacity: 3) == ("123", true))
    }

    @Test func clearForgetsTheTextAndTheCut() {
        var scratch = ByteScratch(capacity: 2)
        scratch.append(decimal: 123)
        scratch.clear()
        #expect(scratch.count == 0 && !scratch.isCut && scratch.view.isEmpty)
    }
}
