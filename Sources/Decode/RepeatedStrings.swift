public import Core

/// Walks the elements of a repeated string field, in their order on the wire.
///
/// Finds them by walking the fields again: linear in the bytes between the first element and the
/// last. Made for the range that decoding this very datagram gave; any other range ends early,
/// without a trap. Valid as long as the datagram.
@usableFromInline package struct RepeatedStrings: BitwiseCopyable {
    @usableFromInline let datagram: BorrowedBytes
    @usableFromInline let tag: UInt64
    @usableFromInline var position: Int
    @usableFromInline let end: Int

    @inlinable
    package init(of datagram: BorrowedBytes, _ range: RepeatedRange) {
        self.datagram = datagram
        tag = UInt64(range.fieldNumber) &<< 3 | 2
        end = min(Int(range.endOffset), datagram.count)
        position = min(Int(range.startOffset), end)
    }

    /// The next element, or nil behind the last one.
    @inlinable
    package mutating func next() -> BorrowedBytes? {
        while position < end {
            guard let fieldTag = number() else { return nil }
            switch fieldTag & 7 {
            case 0:
                guard number() != nil else { return nil }
            case 1: position &+= 8
            case 2:
                guard let count = number(), count <= UInt64(end), position < end || count == 0
                else { return nil }
                let start = position
                position &+= Int(truncatingIfNeeded: count)
                if fieldTag == tag { return datagram.slice(start, position &- start) }
            case 5: position &+= 4
            default: return nil
            }
        }
        return nil
    }

    /// A varint of at most ten bytes.
    @inlinable
    mutating func number() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < end, shift < 70 {
            let byte = datagram[position]
            position &+= 1
            value |= UInt64(byte & 0x7F) &<< (shift & 63)
            if byte < 0x80 { return value }
            shift &+= 7
        }
        return nil
    }
}
