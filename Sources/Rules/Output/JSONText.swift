package import Core
internal import Glibc

/// JSON strings, as the reference writes them: `"`, `\` and control characters escaped, everything
/// else as UTF-8, each ill-formed byte sequence as one U+FFFD.
extension ByteBuffer {
    /// Appends the inside of a JSON string, without the quotes around it.
    ///
    /// Runs of plain ASCII go eight bytes at a time. At most six bytes come out for one that goes
    /// in.
    package mutating func append(jsonEscaped text: BorrowedBytes) {
        var index = 0
        let count = text.count
        while index < count {
            let plain = text.plainRun(from: index)
            append(text.slice(index, plain))
            index &+= plain
            if index >= count { return }
            let byte = text[index]
            if byte < 0x80 {
                appendEscape(byte)
                index &+= 1
                continue
            }
            let length = text.utf8SequenceLength(at: index)
            if length > 0 {
                append(text.slice(index, length))
                index &+= length
            } else {
                append("\u{FFFD}")
                index &-= length
            }
        }
    }

    /// Appends a JSON string with its quotes.
    package mutating func append(json text: BorrowedBytes) {
        append(0x22)
        append(jsonEscaped: text)
        append(0x22)
    }

    /// Appends a JSON string with its quotes. Cold code only.
    package mutating func append(json text: String) {
        var copy = text
        append(0x22)
        copy.withUTF8 { utf8 in
            append(jsonEscaped: unsafe BorrowedBytes(UnsafeRawBufferPointer(utf8)))
        }
        append(0x22)
    }

    private mutating func appendEscape(_ byte: UInt8) {
        switch byte {
        case 0x22: append("\\\"")
        case 0x5C: append("\\\\")
        case 0x08: append("\\b")
        case 0x09: append("\\t")
        case 0x0A: append("\\n")
        case 0x0C: append("\\f")
        case 0x0D: append("\\r")
        default:
            append("\\u00")
            append(byte &>> 4 == 0 ? 0x30 : 0x31)
            let low = byte & 0xF
            append(low < 10 ? 0x30 &+ low : 0x57 &+ low)
        }
    }
}

extension BorrowedBytes {
    /// How many bytes from `offset` on need no escape: ASCII but for controls, `"` and `\`.
    func plainRun(from offset: Int) -> Int {
        var index = offset
        let raw = unsafe rawBuffer
        while index &+ 8 <= count {
            let word = unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let marks = Self.specialMarks(word)
            if marks != 0 { return index &- offset &+ marks.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < count, !Self.isSpecial(self[index]) { index &+= 1 }
        return index &- offset
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte >= 0x80 || byte == 0x22 || byte == 0x5C
    }

    /// Sets the top bit of each byte that needs attention. The lowest mark is exact; a borrow can
    /// only set false marks above a true one.
    private static func specialMarks(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        let quote = word ^ (ones &* 0x22)
        let slash = word ^ (ones &* 0x5C)
        let control = (word &- ones &* 0x20) & ~word
        let quotes = (quote &- ones) & ~quote
        let slashes = (slash &- ones) & ~slash
        return (control | quotes | slashes | word) & tops
    }

    /// Length of the well-formed UTF-8 sequence at `offset`, whose byte is 0x80 or more; if it is
    /// ill-formed, minus the bytes of it that one U+FFFD stands for (the maximal subpart, Unicode
    /// 3.9).
    func utf8SequenceLength(at offset: Int) -> Int {
        let lead = self[offset]
        let length: Int
        var lowest: UInt8 = 0x80
        var highest: UInt8 = 0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0:
            length = 3
            lowest = 0xA0
        case 0xED:
            length = 3
            highest = 0x9F
        case 0xE1...0xEF: length = 3
        case 0xF0:
            length = 4
            lowest = 0x90
        case 0xF4:
            length = 4
            highest = 0x8F
        case 0xF1...0xF3: length = 4
        default: return -1
        }
        var index = 1
        while index < length {
            guard offset &+ index < count else { return -index }
            let byte = self[offset &+ index]
            guard byte >= lowest, byte <= highest else { return -index }
            lowest = 0x80
            highest = 0xBF
            index &+= 1
        }
        return length
    }
}
