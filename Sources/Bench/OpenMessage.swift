import Decode

/// A `syscall/open` exit of one path, whose time can be changed in place.
struct OpenMessage {
    private(set) var datagram: [UInt8]
    /// Where the nine bytes of the time begin: behind the header, the context's tag and length, and
    /// the time's own tag.
    private static let timeOffset = 8 + 2 + 1

    /// A time of 1.7 · 10¹⁸ ns takes nine bytes of seven bits, as any until the year 2262.
    private static let timeByteCount = 9

    init(path: String, threadID: UInt8 = 2) {
        var context: [UInt8] = [0x08]
        context += [UInt8](repeating: 0x80, count: Self.timeByteCount - 1) + [0x01]
        context += [0x10, threadID, 0x20, threadID]
        context += Self.text(6, String(repeating: "c", count: 64))
        context += Self.text(9, "bench")
        var payload: [UInt8] = [0x0A, UInt8(context.count)] + context
        payload += [0x12, 0x02, 0x08, 0x03, 0x18, 0x02]
        payload += Self.text(6, path)
        datagram = [8, 0, UInt8(MessageType.open.rawValue), 0, 0, 0, 0, 0] + payload
    }

    /// Sets the event's time.
    mutating func setTime(_ nanos: UInt64) {
        var rest = nanos
        for index in 0..<Self.timeByteCount {
            let isLast = index == Self.timeByteCount - 1
            datagram[Self.timeOffset + index] = UInt8(rest & 0x7F) | (isLast ? 0 : 0x80)
            rest >>= 7
        }
    }

    /// The time of such a message.
    static func time(in datagram: [UInt8]) -> UInt64 {
        (0..<timeByteCount).reduce(0) { time, index in
            time | UInt64(datagram[timeOffset + index] & 0x7F) << UInt64(7 * index)
        }
    }

    private static func text(_ field: UInt8, _ value: String) -> [UInt8] {
        let bytes = Array(value.utf8)
        precondition(bytes.count < 128)
        return [field << 3 | 2, UInt8(bytes.count)] + bytes
    }
}
