/// Counts of values from 0 to 2⁶⁴ − 1 in buckets of at most 1/128 of their value (0.8 %), the way
/// an HDR histogram does: values below 256 exactly, above that 128 buckets per power of two.
///
/// Fixed size (58 KiB), no allocation after the initialiser. One owner, no locking; `merge` joins
/// the histograms of several threads afterwards.
package struct Histogram: ~Copyable, Sendable {
    /// Bits of precision: buckets per power of two is `1 << precisionBits`.
    @usableFromInline static let precisionBits = 7
    @usableFromInline var counts: [UInt64]
    /// Values recorded.
    @usableFromInline package private(set) var count: UInt64 = 0
    /// Largest and smallest value recorded, exactly; 0 when none was.
    package private(set) var largest: UInt64 = 0
    private var smallestOrMax = UInt64.max

    package init() {
        counts = Array(repeating: 0, count: Self.index(of: .max) + 1)
    }

    package var smallest: UInt64 { count == 0 ? 0 : smallestOrMax }

    /// Adds one value.
    package mutating func record(_ value: UInt64) {
        counts[Self.index(of: value)] &+= 1
        count &+= 1
        largest = max(largest, value)
        smallestOrMax = min(smallestOrMax, value)
    }

    /// The value at or below which `fraction` (0 to 1) of the recorded values lie: the upper edge
    /// of its bucket, never above `largest`. 0 when nothing was recorded.
    package func value(atFraction fraction: Double) -> UInt64 {
        guard count > 0 else { return 0 }
        let wanted = max(1, UInt64((Double(count) * max(0, min(1, fraction))).rounded(.up)))
        var seen: UInt64 = 0
        for index in counts.indices {
            seen &+= counts[index]
            if seen >= wanted { return min(Self.upperEdge(of: index), largest) }
        }
        return largest
    }

    /// Adds all values of another histogram.
    package mutating func merge(_ other: borrowing Histogram) {
        for index in counts.indices { counts[index] &+= other.counts[index] }
        count &+= other.count
        largest = max(largest, other.largest)
        smallestOrMax = min(smallestOrMax, other.smallestOrMax)
    }

    /// Forgets everything.
    package mutating func reset() {
        for index in counts.indices { counts[index] = 0 }
        count = 0
        largest = 0
        smallestOrMax = .max
    }

    /// Bucket of a value: the value itself up to 255, then by its highest set bit and the 7 bits
    /// after it.
    static func index(of value: UInt64) -> Int {
        let linear = UInt64(2) << UInt64(precisionBits)
        if value < linear { return Int(value) }
        let highestBit = 63 - value.leadingZeroBitCount
        let shift = highestBit - precisionBits
        return (shift << precisionBits) + Int(value >> UInt64(shift))
    }

    /// The largest value of a bucket.
    static func upperEdge(of index: Int) -> UInt64 {
        let linear = 2 << precisionBits
        if index < linear { return UInt64(index) }
        let shift = (index >> precisionBits) - 1
        let lead = UInt64(index - (shift << precisionBits))
        return ((lead &+ 1) << UInt64(shift)) &- 1
    }
}
