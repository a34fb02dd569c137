internal import Core

/// A transformer in an output. It works on the captured text on the output thread, so it costs the
/// shard nothing.
package enum OutputTransformer: String, Sendable, CaseIterable {
    case toLower = "tolower"
    case toUpper = "toupper"
    case baseName = "basename"
    case base64 = "b64"
    /// Prints `<NA>`: it keeps the print format of its input, and text has none for numbers.
    case length = "len"
    /// Separator, then texts.
    case join
    case concatenate = "concat"

    /// How many arguments it takes; nil: one or more.
    package var argumentCount: Int? {
        switch self {
        case .toLower, .toUpper, .baseName, .base64, .length: 1
        case .join, .concatenate: nil
        }
    }

    /// Changes the text behind `offset` in place; false: the result is missing.
    func apply(to buffer: inout ByteBuffer, from offset: Int) -> Bool {
        switch self {
        case .toLower:
            buffer.map(from: offset) { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
            return true
        case .toUpper:
            buffer.map(from: offset) { $0 >= 0x61 && $0 <= 0x7A ? $0 & 0xDF : $0 }
            return true
        case .baseName:
            let text = buffer.bytes.dropFirst(offset)
            if let slash = text.lastIndex(of: 0x2F) {
                buffer.remove(from: offset, count: slash + 1)
            }
            return true
        case .base64:
            return buffer.decodeBase64(from: offset)
        case .length:
            return false
        case .join, .concatenate:
            return true
        }
    }
}

extension ByteBuffer {
    /// Decodes base64 behind `offset` in place; padding is not needed. False when it is malformed.
    fileprivate mutating func decodeBase64(from offset: Int) -> Bool {
        var end = count
        while end > offset, bytes[end - 1] == 0x3D { end -= 1 }
        if (end - offset) % 4 == 1 { return false }
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        var target = offset
        for index in offset..<end {
            guard let digit = Self.base64Digit(bytes[index]) else { return false }
            bits = bits &<< 6 | digit
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                set(target, UInt8(truncatingIfNeeded: bits &>> bitCount))
                target += 1
            }
        }
        truncate(to: target)
        return true
    }

    private static func base64Digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x41...0x5A: UInt32(byte) - 0x41
        case 0x61...0x7A: UInt32(byte) - 0x61 + 26
        case 0x30...0x39: UInt32(byte) - 0x30 + 52
        case 0x2B: 62
        case 0x2F: 63
        default: nil
        }
    }

    /// Appends bytes as base64 with padding.
    mutating func append(base64 source: BorrowedBytes) {
        let digits: StaticString =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        func digit(_ value: UInt32) -> UInt8 {
            unsafe digits.utf8Start[Int(value & 63)]
        }
        var index = 0
        while index < source.count {
            let rest = source.count - index
            let first = UInt32(source[index]) &<< 16
            let second = rest > 1 ? UInt32(source[index + 1]) &<< 8 : 0
            let third = rest > 2 ? UInt32(source[index + 2]) : 0
            let group = first | second | third
            append(digit(group &>> 18))
            append(digit(group &>> 12))
            append(rest > 1 ? digit(group &>> 6) : 0x3D)
            append(rest > 2 ? digit(group) : 0x3D)
            index += 3
        }
    }
}
