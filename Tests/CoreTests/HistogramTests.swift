import Core
import Testing

@Suite struct HistogramTests {
    @Test func smallValuesAreExact() {
        var histogram = Histogram()
        for value in 0..<UInt64(256) { histogram.record(value) }
        for value in 0..<UInt64(256) {
            #expect(histogram.value(atFraction: Double(value + 1) / 256) == value)
        }
    }

    @Test func anEmptyHistogramSaysZero() {
        let histogram = Histogram()
        #expect(histogram.value(atFraction: 0.5) == 0)
        #expect(histogram.smallest == 0 && histogram.largest == 0)
    }

    @Test func percentilesAreWithinOnePercentOfASortedList() {
        var state: UInt64 = 42
        var values: [UInt64] = []
        var histogram = Histogram()
        for _ in 0..<50_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let value = state >> (state & 63)
            values.append(value)
            histogram.record(value)
        }
        values.sort()
        for fraction in [0.0, 0.01, 0.5, 0.9, 0.99, 0.999, 0.9999, 1.0] {
            let rank = max(1, Int((Double(values.count) * fraction).rounded(.up)))
            let exact = values[rank - 1]
            let found = histogram.value(atFraction: fraction)
            #expect(found >= exact, "fraction \(fraction)")
            #expect(Double(found) <= Double(exact) * 1.01 + 1, "fraction \(fraction)")
        }
        #expect(histogram.largest == values.last)
        #expect(histogram.smallest == values.first)
    }

    @Test func theEndsOfTheRangeHaveBuckets() {
        var histogram = Histogram()
        histogram.record(.max)
        histogram.record(0)
        #expect(histogram.value(atFraction: 1) == .max)
        #expect(histogram.value(atFraction: 0.5) == 0)
    }

    @Test func mergingEqualsRecordingAll() {
        var left = Histogram()
        var right = Histogram()
        var all = Histogram()
        for value in UInt64(0)..<2000 {
            if value % 3 == 0 { left.record(value * 7) } else { right.record(value * 7) }
            all.record(value * 7)
        }
        left.merge(right)
        #expect(left.count == all.count)
        for percent in 0...100 {
            let fraction = Double(percent) / 100
            #expect(left.value(atFraction: fraction) == all.value(atFraction: fraction))
        }
        left.reset()
        #expect(left.count == 0 && left.value(atFraction: 1) == 0)
    }
}
