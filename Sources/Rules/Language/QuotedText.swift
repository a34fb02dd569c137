/// Escapes inside quoted strings of conditions.
enum QuotedText {
    /// Resolves the escapes of `bytes[start..<end]`, the inside of a string in `quote`s.
    static func unescape(
        _ bytes: [UInt8], from start: Int, to end: Int, quote: UInt8
    ) throws(ConditionSyntaxError) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(end - start)
        var index = start
        while index < end {
            let byte = bytes[index]
            index += 1
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            let escape = index - 1
            guard index < end else { throw unknownEscape(bytes, at: escape) }
            let next = bytes[index]
            index += 1
            if next == UInt8(ascii: "x") {
                guard index + 1 < end, let high = ByteClass.hexadecimalDigit(bytes[index]),
                    let low = ByteClass.hexadecimalDigit(bytes[index + 1])
                else { throw unknownEscape(bytes, at: escape) }
                text.append(high << 4 | low)
                index += 2
            } else if let meant = meaning(of: next, in: quote) {
                text.append(meant)
            } else {
                throw unknownEscape(bytes, at: escape)
            }
        }
        return text
    }

    /// What a backslash and `byte` stand for in a string in `quote`s.
    private static func meaning(of byte: UInt8, in quote: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "\\"), UInt8(ascii: "/"): byte
        // A backslash before a blank stays, the blank goes.
        case UInt8(ascii: " "): UInt8(ascii: "\\")
        default: byte == quote ? byte : nil
        }
    }

    private static func unknownEscape(_ bytes: [UInt8], at offset: Int) -> ConditionSyntaxError {
        let piece = bytes[offset..<min(offset + 2, bytes.count)]
        return ConditionSyntaxError(
            offset: offset, found: "'\(String(decoding: piece, as: UTF8.self))'",
            expected: "an escape such as \\n, \\\\, \\xHH or the escaped quote")
    }

    /// `bytes` as the text of a condition: as they are when they can stand bare, else in double
    /// quotes with escapes. Reading the result back gives the same bytes.
    static func spelled(_ bytes: [UInt8]) -> String {
        // A leading backspace would be skipped as a blank.
        if let first = bytes.first, first != 0x08, bytes.allSatisfy(ByteClass.isBareWord),
            let word = String(validating: bytes, as: UTF8.self)
        {
            return word
        }
        return quoted(bytes)
    }

    /// `bytes` in double quotes, with escapes where they are needed.
    static func quoted(_ bytes: [UInt8]) -> String {
        let isText = String(validating: bytes, as: UTF8.self) != nil
        var text: [UInt8] = [UInt8(ascii: "\"")]
        for (index, byte) in bytes.enumerated() {
            // A backslash directly before the closing quote would hide it.
            let isLast = index + 1 == bytes.count
            if let letter = escapeLetter(byte), !(byte == UInt8(ascii: "\\") && isLast) {
                text += [UInt8(ascii: "\\"), letter]
            } else if byte == UInt8(ascii: "\\") || (byte >= 0x80 && !isText) {
                text += Array("\\x".utf8) + [hexadecimal(byte >> 4), hexadecimal(byte & 0xF)]
            } else {
                text.append(byte)
            }
        }
        text.append(UInt8(ascii: "\""))
        return String(decoding: text, as: UTF8.self)
    }

    /// What stands behind the backslash for a byte that needs one in double quotes.
    private static func escapeLetter(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x08: UInt8(ascii: "b")
        case 0x0C: UInt8(ascii: "f")
        case 0x0A: UInt8(ascii: "n")
        case 0x0D: UInt8(ascii: "r")
        case 0x09: UInt8(ascii: "t")
        case UInt8(ascii: "\\"), UInt8(ascii: "\""): byte
        default: nil
        }
    }

    private static func hexadecimal(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
