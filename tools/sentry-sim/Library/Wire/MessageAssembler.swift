/// Puts header, context and payload together.
///
///     | length 4 | HeaderSize 2 | type 2 | dropped 4 | 0a length | 08 time | context … | body … |
///
/// The first four bytes are the queue's, not the datagram's; the dropped count is filled in when
/// the message is sent.
enum MessageAssembler {
    static let lengthByteCount = 4
    static let droppedOffset = 4

    static func append(
        type: UInt8, fields: UInt16, timeNanos: Int64, context: [UInt8],
        body: UnsafeRawBufferPointer, to sink: ByteSink
    ) {
        let room = unsafe sink.reserve(64 + context.count + body.count)
        unsafe room.storeBytes(of: UInt32(type) << 16 | 8, toByteOffset: 4, as: UInt32.self)
        unsafe room.storeBytes(of: 0, toByteOffset: 8, as: UInt32.self)
        var offset = 12
        if fields != 0 {
            let hasTime = fields & 2 != 0
            let time = UInt64(bitPattern: timeNanos)
            let timeCount = hasTime ? 1 + varintCount(time) : 0
            unsafe room.storeBytes(of: 0x0A, toByteOffset: offset, as: UInt8.self)
            offset += 1
            offset += unsafe putVarint(UInt64(timeCount + context.count), at: room + offset)
            if hasTime {
                unsafe room.storeBytes(of: 0x08, toByteOffset: offset, as: UInt8.self)
                offset += 1
                offset += unsafe putVarint(time, at: room + offset)
            }
            unsafe context.withUnsafeBytes {
                if $0.count > 0 {
                    unsafe (room + offset).copyMemory(
                        from: $0.baseAddress.unsafelyUnwrapped, byteCount: $0.count)
                }
            }
            offset += context.count
        }
        if body.count > 0 {
            unsafe (room + offset).copyMemory(
                from: body.baseAddress.unsafelyUnwrapped, byteCount: body.count)
        }
        offset += body.count
        unsafe room.storeBytes(of: UInt32(offset - 4), as: UInt32.self)
        sink.advance(offset)
    }

    private static func varintCount(_ value: UInt64) -> Int {
        (64 - (value | 1).leadingZeroBitCount + 6) / 7
    }

    private static func putVarint(_ value: UInt64, at room: UnsafeMutableRawPointer) -> Int {
        var rest = value
        var count = 0
        while rest >= 0x80 {
            unsafe room.storeBytes(
                of: UInt8(truncatingIfNeeded: rest) | 0x80, toByteOffset: count, as: UInt8.self)
            rest >>= 7
            count += 1
        }
        unsafe room.storeBytes(
            of: UInt8(truncatingIfNeeded: rest), toByteOffset: count, as: UInt8.self)
        return count + 1
    }
}
