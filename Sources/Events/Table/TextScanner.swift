internal import Core

/// Walks the words of the tables' text. The text is a literal, so its bytes live for ever.
struct TextScanner {
    private let text: BorrowedBytes
    private var position = 0
    /// The word last returned stood in a line that begins with a blank.
    private(set) var isIndented = false
    /// The word last returned was the first of its line.
    private(set) var isLineStart = false

    init(_ literal: StaticString) {
        text = unsafe BorrowedBytes(
            unsafeStart: literal.utf8Start, count: literal.utf8CodeUnitCount)
    }

    /// The next blank-separated word, or nil at the end.
    mutating func next() -> BorrowedBytes? {
        isLineStart = position == 0
        if isLineStart { isIndented = false }
        while position < text.count {
            let byte = text[position]
            if byte == UInt8(ascii: "\n") {
                isLineStart = true
                isIndented = position + 1 < text.count && text[position + 1] == UInt8(ascii: " ")
            } else if byte != UInt8(ascii: " ") {
                break
            }
            position += 1
        }
        guard position < text.count else { return nil }
        let start = position
        while position < text.count, text[position] > UInt8(ascii: " ") { position += 1 }
        return text.slice(start, position - start)
    }
}

extension BorrowedBytes {
    /// The number it spells in `radix` 10 or 16, nil when it is none or over 64 bits.
    func parsedNumber(radix: UInt64) -> UInt64? {
        var value: UInt64 = 0
        guard count > 0 else { return nil }
        for index in 0..<count {
            let byte = self[index]
            let digit: UInt64
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt64(byte) - 48
            case UInt8(ascii: "a")...UInt8(ascii: "f") where radix == 16: digit = UInt64(byte) - 87
            default: return nil
            }
            let (product, overflow) = value.multipliedReportingOverflow(by: radix)
            if overflow { return nil }
            value = product &+ digit
        }
        return value
    }

    /// Byte equality with a literal.
    func equals(_ literal: StaticString) -> Bool {
        unsafe equals(
            BorrowedBytes(unsafeStart: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// Wraps a literal, whose bytes live for ever.
    init(literal: StaticString) {
        unsafe self.init(unsafeStart: literal.utf8Start, count: literal.utf8CodeUnitCount)
    }
}
