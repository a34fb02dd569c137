internal import Core

/// Reads protobuf fields out of a datagram, one after the other, without copying.
///
/// A tag is a number whose lowest three bits are the wire type, so that in octal its last digit is
/// the wire type (0 number, 1 eight bytes, 2 length and bytes, 5 four bytes) and the digits before
/// are the field number: `0o52` is field 5, a string; `0o102` is field 8, a string. The per-message
/// code is written so.
///
/// PERF: the hot functions copy the reader that they are given (`outer`) into a local and hand it
/// back where they call what is not inlined, so that its position stays in a register: through
/// `inout` each field waits for the store of the one before (90 against 75 ns per message).
///
/// PERF: the messages that come most ask for each of their fields in turn, in the order in which
/// a Sentry writes them, and go round again while that finds any: what comes in another order is
/// read in more rounds. A jump on the tag takes 20 instructions a field where this takes 12.
///
/// Every read checks against `end` before it loads; `end` never exceeds the bytes. The first fault
/// is thrown and nothing of the message may be used then.
package struct WireReader: ~Escapable {
    @usableFromInline let bytes: RawSpan
    /// Offset of the next byte from the datagram's first.
    @usableFromInline package private(set) var position: Int
    /// Where the message that is being read ends. Invariant: position <= end <= bytes.byteCount.
    @usableFromInline var end: Int
    /// Fields skipped so far because nobody knows them, submessages included.
    @usableFromInline package private(set) var unknownFieldCount: UInt32 = 0

    /// Reads `datagram` from `offset`, which must not exceed its length, to the end.
    @_lifetime(copy datagram)
    package init(_ datagram: RawSpan, from offset: Int) {
        precondition(offset >= 0 && offset <= datagram.byteCount)
        bytes = datagram
        position = offset
        end = datagram.byteCount
    }

    /// The message that is being read has a further field.
    @inline(__always)
    package var hasMore: Bool { position < end }

    /// The next byte; the caller has compared `position` with `end`.
    @inline(__always)
    private mutating func nextByteUnchecked() -> UInt8 {
        // In bounds: position < end <= bytes.byteCount, compared by every caller.
        let byte = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: position, as: UInt8.self)
        position &+= 1
        return byte
    }

    /// The tag of the next field. Field numbers have up to 32 bits, as in protobuf-c.
    @inline(__always)
    package mutating func tag() throws(RejectReason) -> UInt64 {
        guard position < end else { throw .truncated }
        let first = nextByteUnchecked()
        if first < 0x80 {
            if first < 0o10 { throw .fieldNumberZero }
            return UInt64(first)
        }
        let (tag, next) = try Self.longTag(bytes, from: position &- 1, end)
        position = next
        return tag
    }

    /// The tag of the next field, or 0, which no field has, at the end of the message.
    @inline(__always)
    package mutating func nextTag() throws(RejectReason) -> UInt64 {
        position < end ? try tag() : 0
    }

    /// Passes over the next field's tag if it is `tag`, which is less than 0x80.
    @inline(__always)
    package mutating func take(_ tag: UInt8) -> Bool {
        guard position < end else { return false }
        // In bounds: position < end <= bytes.byteCount.
        let first = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: position, as: UInt8.self)
        if first != tag { return false }
        position &+= 1
        return true
    }

    /// A tag of several bytes and where it ends. `start` is less than `end`, which is in bounds.
    ///
    /// PERF: by values, so that the caller's reader can stay in registers.
    @inline(never)
    private static func longTag(
        _ bytes: RawSpan, from start: Int, _ end: Int
    ) throws(RejectReason) -> (tag: UInt64, next: Int) {
        var reader = WireReader(bytes, from: start)
        precondition(end <= reader.end && start < end)
        reader.end = end
        let first = reader.nextByteUnchecked()
        let tag = try reader.continued(first, DecodeLimits.tagByteCount, .tagTooLong)
        if tag < 0o10 { throw .fieldNumberZero }
        return (tag, reader.position)
    }

    /// A number of up to ten bytes; bits beyond 64 are dropped.
    ///
    /// PERF: two and three bytes, as sizes and flags have, take 9 and 18 instructions so and 25
    /// and 50 in the loop.
    @inline(__always)
    package mutating func uint64() throws(RejectReason) -> UInt64 {
        guard position < end else { throw .truncated }
        let first = nextByteUnchecked()
        if first < 0x80 { return UInt64(first) }
        if position < end {
            // In bounds: position < end <= bytes.byteCount, compared above.
            let second = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: position, as: UInt8.self)
            let low = UInt64(first & 0x7F) | UInt64(second & 0x7F) &<< 7
            if second < 0x80 {
                position &+= 1
                return low
            }
            if end &- position >= 2 {
                // In bounds: two bytes are left, compared above.
                let third = unsafe bytes.unsafeLoad(
                    fromUncheckedByteOffset: position &+ 1, as: UInt8.self)
                if third < 0x80 {
                    position &+= 2
                    return low | UInt64(third) &<< 14
                }
            }
        }
        return try continued(first, DecodeLimits.varintByteCount, .varintTooLong)
    }

    /// The same for numbers that are often nine or ten bytes long: times, and -100 for AT_FDCWD.
    @inline(__always)
    package mutating func longInt64() throws(RejectReason) -> Int64 {
        guard position < end else { throw .truncated }
        let first = nextByteUnchecked()
        if first < 0x80 { return Int64(first) }
        return Int64(bitPattern: try long(first))
    }

    /// The rest of a number whose first byte says that more follow, at most `byteLimit` in all.
    @inline(__always)
    private mutating func continued(
        _ first: UInt8, _ byteLimit: Int, _ tooLong: RejectReason
    ) throws(RejectReason) -> UInt64 {
        var value = UInt64(first & 0x7F)
        var shift: UInt64 = 7
        let stop = min(end, position &+ (byteLimit &- 1))
        while position < stop {
            let byte = nextByteUnchecked()
            value |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 { return value }
            shift &+= 7
        }
        throw shift == UInt64(truncatingIfNeeded: 7 &* byteLimit) ? tooLong : .truncated
    }

    /// A number whose first byte was read and says that more follow.
    ///
    /// PERF: eight bytes at once take 3 ns where the loop takes 9, and each message has three
    /// times. For every number this costs more than it gains (66 against 63 ns per message).
    @inline(__always)
    private mutating func long(_ first: UInt8) throws(RejectReason) -> UInt64 {
        if end &- position >= 9 {
            // In bounds: nine bytes are left behind the first one, compared above.
            let word = unsafe UInt64(
                littleEndian: bytes.unsafeLoadUnaligned(
                    fromUncheckedByteOffset: position &- 1, as: UInt64.self))
            if word & 0x8080_8080_8080_8080 == 0x8080_8080_8080_8080 {
                let ninth = unsafe bytes.unsafeLoad(
                    fromUncheckedByteOffset: position &+ 7, as: UInt8.self)
                let low = Self.joined(word) | UInt64(ninth & 0x7F) &<< 56
                if ninth < 0x80 {
                    position &+= 8
                    return low
                }
                let tenth = unsafe bytes.unsafeLoad(
                    fromUncheckedByteOffset: position &+ 8, as: UInt8.self)
                guard tenth < 0x80 else { throw .varintTooLong }
                position &+= 9
                return low | UInt64(tenth) &<< 63
            }
        }
        return try continued(first, DecodeLimits.varintByteCount, .varintTooLong)
    }

    /// The low seven bits of each of the eight bytes, put together.
    @inline(__always)
    private static func joined(_ word: UInt64) -> UInt64 {
        var bits = word & 0x007F_007F_007F_007F | (word & 0x7F00_7F00_7F00_7F00) &>> 1
        bits = bits & 0x0000_3FFF_0000_3FFF | (bits & 0x3FFF_0000_3FFF_0000) &>> 2
        return bits & 0x0000_0000_0FFF_FFFF | (bits & 0x0FFF_FFFF_0000_0000) &>> 4
    }

    @inline(__always)
    package mutating func int64() throws(RejectReason) -> Int64 {
        Int64(bitPattern: try uint64())
    }

    /// The low 32 bits: negative ones come as ten bytes.
    @inline(__always)
    package mutating func int32() throws(RejectReason) -> Int32 {
        Int32(truncatingIfNeeded: try uint64())
    }

    @inline(__always)
    package mutating func uint32() throws(RejectReason) -> UInt32 {
        UInt32(truncatingIfNeeded: try uint64())
    }

    /// True when any of the number's bits is set, those beyond 64 included, as in protobuf-c.
    @inline(__always)
    package mutating func bool() throws(RejectReason) -> Bool {
        guard position < end else { throw .truncated }
        let first = nextByteUnchecked()
        if first < 0x80 { return first != 0 }
        let start = position
        let value = try continued(first, DecodeLimits.varintByteCount, .varintTooLong)
        if value != 0 { return true }
        let last = unsafe bytes.unsafeLoad(
            fromUncheckedByteOffset: position &- 1, as: UInt8.self)  // just read
        return position &- start == DecodeLimits.varintByteCount &- 1 && last != 0
    }

    /// The length of a field, not more than its message has left.
    @inline(__always)
    private mutating func length() throws(RejectReason) -> Int {
        guard position < end else { throw .truncated }
        let first = nextByteUnchecked()
        var count = UInt64(first)
        if first >= 0x80 {
            count = try continued(first, DecodeLimits.lengthByteCount, .lengthTooLong)
        }
        guard count <= UInt64(truncatingIfNeeded: end &- position) else { throw .lengthBeyondEnd }
        return Int(truncatingIfNeeded: count)
    }

    /// A string or bytes field: where it lies. Text is not checked to be UTF-8.
    @inline(__always)
    package mutating func range() throws(RejectReason) -> ByteRange {
        let count = try length()
        let offset = position
        position &+= count
        return ByteRange(
            offset: UInt32(truncatingIfNeeded: offset),
            byteCount: UInt32(truncatingIfNeeded: count))
    }

    /// One more element of a repeated field whose tag began at `start`.
    @inline(__always)
    package mutating func append(
        to repeated: inout RepeatedRange, field: UInt32, from start: Int
    ) throws(RejectReason) {
        let count = try length()
        position &+= count
        if repeated.count == 0 {
            repeated.startOffset = UInt32(truncatingIfNeeded: start)
            repeated.fieldNumber = field
        }
        repeated.endOffset = UInt32(truncatingIfNeeded: position)
        repeated.count &+= 1
    }

    /// Goes into a submessage; gives what `leave` wants back.
    @inline(__always)
    package mutating func enter() throws(RejectReason) -> Int {
        let count = try length()
        let outerEnd = end
        end = position &+ count
        return outerEnd
    }

    /// Goes on behind a submessage that was read to its end.
    @inline(__always)
    package mutating func leave(_ outerEnd: Int) {
        assert(position == end)
        end = outerEnd
    }

    /// Skips a field that no case of the caller took. `knownFields` has bit n set when n is a field
    /// of the message: that field then has a wrong wire type, and the message is refused.
    package mutating func skipUnknown(
        _ tag: UInt64, known knownFields: UInt64
    ) throws(RejectReason) {
        let field = tag &>> 3
        if field < 64, knownFields & (1 &<< field) != 0 {
            try skipValue(tag)
            throw .wireTypeWrong
        }
        try skipValue(tag)
        unknownFieldCount &+= 1
    }

    /// Passes over the value of a field by its wire type.
    package mutating func skipValue(_ tag: UInt64) throws(RejectReason) {
        switch tag & 7 {
        case 0: _ = try uint64()
        case 1: try skip(8)
        case 2: position &+= try length()
        case 5: try skip(4)
        default: throw .wireTypeUnsupported
        }
    }

    /// A context whose time comes first, in nine bytes.
    struct ContextField {
        /// The time's tag and first seven bytes, and its last two.
        var timeStart: UInt64
        var timeEnd: UInt16
        /// Offsets of what follows the time and of the end.
        var start: Int
        var end: Int
        /// The first eight bytes of what follows the time.
        var word: UInt64

        @inline(__always)
        var timeNanos: Int64 {
            let last = UInt64(timeEnd)
            let low = WireReader.joined(timeStart &>> 8 | last &<< 56)
            return Int64(bitPattern: low | (last &>> 8) &<< 56)
        }
    }

    /// Looks at a context, whose length comes next, without passing over it. Nil when it has no
    /// such form, is cut, or has not between eight and `limit` bytes behind the time.
    ///
    /// PERF: in registers; a copy of the reader to look ahead with cost 12 ns.
    @inline(__always)
    func peekContext(upTo limit: Int) -> ContextField? {
        // A length of one or two bytes, a tag, nine bytes of time, eight bytes: twenty at most.
        guard end &- position >= 20 else { return nil }
        // In bounds up to the twentieth byte, compared above.
        let lengths = unsafe UInt16(
            littleEndian: bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: position, as: UInt16.self))
        var count = Int(lengths) & 0x7F
        var first = position &+ 1
        if lengths & 0x80 != 0 {
            if lengths & 0x8000 != 0 { return nil }
            count |= Int(lengths) &>> 1 & 0x3F80
            first &+= 1
        }
        let start = first &+ 10
        let fieldEnd = first &+ count
        guard fieldEnd <= end, fieldEnd &- start >= 8, fieldEnd &- start <= limit else {
            return nil
        }
        let timeStart = unsafe UInt64(
            littleEndian: bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: first, as: UInt64.self))
        let timeEnd = unsafe UInt16(
            littleEndian: bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: first &+ 8, as: UInt16.self))
        // The tag, then a number of nine bytes: all but the last say that more follow.
        guard timeStart & 0x8080_8080_8080_80FF == 0x8080_8080_8080_8008,
            timeEnd & 0x8080 == 0x0080
        else { return nil }
        let word = unsafe bytes.unsafeLoadUnaligned(
            fromUncheckedByteOffset: start, as: UInt64.self)
        return ContextField(
            timeStart: timeStart, timeEnd: timeEnd, start: start, end: fieldEnd, word: word)
    }

    /// The bytes behind the time of a field that `peekContext` gave, for as long as the datagram.
    @inline(__always)
    func rest(of field: ContextField) -> BorrowedBytes {
        precondition(field.start >= 0 && field.start < field.end && field.end <= end)
        // In bounds: start < end <= bytes.byteCount, compared above; so there is a first byte.
        return unsafe bytes.withUnsafeBytes { buffer in
            let base = unsafe buffer.baseAddress.unsafelyUnwrapped
            return unsafe BorrowedBytes(
                unsafeStart: (base + field.start).assumingMemoryBound(to: UInt8.self),
                count: field.end &- field.start)
        }
    }

    /// Goes on at an offset that `peekContext` gave.
    @inline(__always)
    mutating func pass(to offset: Int) {
        precondition(offset >= position && offset <= end)
        position = offset
    }

    private mutating func skip(_ count: Int) throws(RejectReason) {
        guard count <= end &- position else { throw .truncated }
        position &+= count
    }
}
