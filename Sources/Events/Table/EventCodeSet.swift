/// A set of event codes: 512 bits. Rules are dispatched by it.
@usableFromInline package struct EventCodeSet: Equatable, BitwiseCopyable, Sendable {
    @usableFromInline package static var wordCount: Int { 8 }

    @usableFromInline package var words = InlineArray<8, UInt64>(repeating: 0)

    @inlinable package init() {}

    /// Every code below `EventCode.limit`, known or not.
    @inlinable package static var all: EventCodeSet {
        var set = EventCodeSet()
        for index in 0..<wordCount { set.words[index] = .max }
        return set
    }

    @inlinable package init(_ code: EventCode) {
        self.init()
        insert(code)
    }

    @inlinable package var isEmpty: Bool {
        var union: UInt64 = 0
        for index in 0..<Self.wordCount { union |= words[index] }
        return union == 0
    }

    /// How many codes it holds.
    @inlinable package var count: Int {
        var total = 0
        for index in 0..<Self.wordCount { total &+= words[index].nonzeroBitCount }
        return total
    }

    @inlinable package func contains(_ code: EventCode) -> Bool {
        let index = Int(code.rawValue &>> 6)
        return index < Self.wordCount && words[index] &>> UInt64(code.rawValue & 63) & 1 == 1
    }

    /// Adds a code; codes beyond the limit are not storable and ignored.
    @inlinable package mutating func insert(_ code: EventCode) {
        let index = Int(code.rawValue &>> 6)
        if index < Self.wordCount { words[index] |= 1 &<< UInt64(code.rawValue & 63) }
    }

    @inlinable package mutating func remove(_ code: EventCode) {
        let index = Int(code.rawValue &>> 6)
        if index < Self.wordCount { words[index] &= ~(1 &<< UInt64(code.rawValue & 63)) }
    }

    @inlinable package mutating func formUnion(_ other: EventCodeSet) {
        for index in 0..<Self.wordCount { words[index] |= other.words[index] }
    }

    @inlinable package mutating func formIntersection(_ other: EventCodeSet) {
        for index in 0..<Self.wordCount { words[index] &= other.words[index] }
    }

    @inlinable package func union(_ other: EventCodeSet) -> EventCodeSet {
        var result = self
        result.formUnion(other)
        return result
    }

    @inlinable package func intersection(_ other: EventCodeSet) -> EventCodeSet {
        var result = self
        result.formIntersection(other)
        return result
    }

    /// The codes that are not in it.
    @inlinable package var complement: EventCodeSet {
        var result = self
        for index in 0..<Self.wordCount { result.words[index] = ~words[index] }
        return result
    }

    @inlinable package func subtracting(_ other: EventCodeSet) -> EventCodeSet {
        intersection(other.complement)
    }

    /// The codes in ascending order. Cold code.
    package var codes: [EventCode] {
        var codes: [EventCode] = []
        for index in 0..<Self.wordCount {
            var rest = words[index]
            while rest != 0 {
                codes.append(EventCode(UInt16(index * 64 + rest.trailingZeroBitCount)))
                rest &= rest &- 1
            }
        }
        return codes
    }

    @inlinable package static func == (left: EventCodeSet, right: EventCodeSet) -> Bool {
        var difference: UInt64 = 0
        for index in 0..<wordCount { difference |= left.words[index] ^ right.words[index] }
        return difference == 0
    }
}
