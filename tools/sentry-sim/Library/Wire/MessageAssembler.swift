/// Puts header, context and payload together.
///
///     | length 4 | HeaderSize 2 | type 2 | dropped 4 | 0a length | 08 time | context … | body … |
///
/// The first four bytes are the queue's, not the datagram's; the dropped count is filled in when
/// the message is sent.
enum MessageAssembler {
    static let lengthByteCount = 4
    static let droppedOffset = 4

    /// Appends a message: `context` is the context's fields but the time, `body` the payload's but
    /// the context.
    static func append(
        type: UInt8, fields: UInt16, timeNanos: Int64, context: UnsafeRawBufferPointer,
        body: EncodedBody, to sink: ByteSink
    ) {
        let room = unsafe sink.reserve(
            64 + context.count + body.bytes.count + body.tail.count)
        unsafe room.storeBytes(of: UInt32(type) &<< 16 | 8, toByteOffset: 4, as: UInt32.self)
        unsafe room.storeBytes(of: 0, toByteOffset: 8, as: UInt32.self)
        var end = unsafe room + 12
        if fields != 0 {
            let hasTime = fields & 2 != 0
            let time = UInt64(bitPattern: timeNanos)
            let timeCount = hasTime ? 1 &+ Varint.byteCount(time) : 0
            unsafe end.storeBytes(of: 0x0A, as: UInt8.self)
            unsafe end = Varint.put(UInt64(timeCount &+ context.count), at: end + 1)
            if hasTime {
                unsafe end.storeBytes(of: 0x08, as: UInt8.self)
                unsafe end = Varint.put(time, at: end + 1)
            }
            unsafe end = copy(context, to: end)
        }
        unsafe end = copy(body.bytes, to: end)
        if body.offset != 0 {
            unsafe end.storeBytes(of: EncodedBody.offsetTag, as: UInt8.self)
            unsafe end = Varint.put(UInt64(bitPattern: body.offset), at: end + 1)
        }
        unsafe end = copy(body.tail, to: end)
        let byteCount = unsafe end - room
        unsafe room.storeBytes(of: UInt32(byteCount &- 4), as: UInt32.self)
        sink.advance(byteCount)
    }

    @inline(__always)
    private static func copy(
        _ bytes: UnsafeRawBufferPointer, to end: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        guard let start = bytes.baseAddress else { return unsafe end }
        unsafe end.copyMemory(from: start, byteCount: bytes.count)
        return unsafe end + bytes.count
    }
}

/// A payload as the cache gives it: what libprotobuf-c has encoded and, since file positions hardly
/// ever repeat, the position of a transfer apart from it.
@safe
struct EncodedBody {
    /// Field 8, a number, of `syscall.Read` and `syscall.Write`: the last one where no flags are.
    static let offsetTag: UInt8 = 0x40

    let bytes: UnsafeRawBufferPointer
    /// The field's value; 0 when it is in the bytes or absent.
    var offset: Int64 = 0
    /// Fields behind all those, which are of this message alone.
    var tail = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
}

/// Protobuf's variable-length numbers.
enum Varint {
    static func byteCount(_ value: UInt64) -> Int {
        (64 &- (value | 1).leadingZeroBitCount &+ 6) / 7
    }

    /// Writes `value`; where the next byte goes. There must be room for ten bytes.
    @inline(__always)
    static func put(_ value: UInt64, at room: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        if value >> 56 != 0, value >> 63 == 0 { return unsafe putNine(value, at: room) }
        var rest = value
        var end = unsafe room
        while rest >= 0x80 {
            unsafe end.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, as: UInt8.self)
            rest &>>= 7
            unsafe end += 1
        }
        unsafe end.storeBytes(of: UInt8(truncatingIfNeeded: rest), as: UInt8.self)
        return unsafe end + 1
    }

    /// A number of 57 to 63 bits, as times of our days are: seven bits to each of nine bytes.
    private static func putNine(
        _ value: UInt64, at room: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        var low = value & 0x00FF_FFFF_FFFF_FFFF
        low = (low & 0x0FFF_FFFF) | (low & 0x00FF_FFFF_F000_0000) &<< 4
        low = (low & 0x0000_3FFF_0000_3FFF) | (low & 0x0FFF_C000_0FFF_C000) &<< 2
        low = (low & 0x007F_007F_007F_007F) | (low & 0x3F80_3F80_3F80_3F80) &<< 1
        unsafe room.storeBytes(of: (low | 0x8080_8080_8080_8080).littleEndian, as: UInt64.self)
        unsafe room.storeBytes(
            of: UInt8(truncatingIfNeeded: value &>> 56), toByteOffset: 8, as: UInt8.self)
        return unsafe room + 9
    }
}
