/// Takes the tokens of the condition grammar from bytes, one kind at a time.
///
/// The grammar is read by trying: every `take` either consumes one token and answers it or leaves
/// the position alone. Nothing here looks at a byte beyond the end.
struct ConditionScanner {
    let bytes: [UInt8]
    /// The next byte to read.
    private(set) var index = 0

    init(_ text: [UInt8]) { bytes = text }

    var isAtEnd: Bool { index == bytes.count }

    /// The byte at the position, nil at the end.
    var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// Goes back to an earlier position.
    mutating func rewind(to earlier: Int) {
        precondition(earlier >= 0 && earlier <= index)
        index = earlier
    }

    /// Skips blanks; answers whether there was one.
    mutating func skipBlanks() -> Bool {
        let start = index
        while let byte = current, ByteClass.isBlank(byte) { index += 1 }
        return index > start
    }

    /// Takes exactly `text`, whatever follows it.
    mutating func take(_ text: String) -> Bool {
        guard starts(with: text, at: index) else { return false }
        index += text.utf8.count
        return true
    }

    /// Takes `word` when a blank follows it, and the blanks.
    mutating func takeWordAndBlank(_ word: String) -> Bool {
        guard starts(with: word, at: index) else { return false }
        let end = index + word.utf8.count
        guard end < bytes.count, ByteClass.isBlank(bytes[end]) else { return false }
        index = end
        _ = skipBlanks()
        return true
    }

    /// Whether `text` stands at `offset`.
    func starts(with text: String, at offset: Int) -> Bool {
        var position = offset
        for byte in text.utf8 {
            guard position < bytes.count, bytes[position] == byte else { return false }
            position += 1
        }
        return true
    }

    /// A letter, then letters, digits and underscores.
    mutating func takeIdentifier() -> String? {
        let end = endOfIdentifier(from: index)
        guard end > index else { return nil }
        return takeText(to: end)
    }

    /// Identifiers joined by dots, at least two; as long as it goes.
    mutating func takeFieldName() -> String? {
        var end = endOfIdentifier(from: index)
        guard end > index else { return nil }
        var partCount = 1
        while end < bytes.count, bytes[end] == UInt8(ascii: ".") {
            let next = endOfIdentifier(from: end + 1)
            guard next > end + 1 else { break }
            end = next
            partCount += 1
        }
        return partCount > 1 ? takeText(to: end) : nil
    }

    /// The text of a field argument without quotes: no brackets, quotes or white space.
    mutating func takeBareArgument() -> String? {
        var end = index
        while end < bytes.count, ByteClass.isBareArgument(bytes[end]) { end += 1 }
        return end > index ? takeText(to: end) : nil
    }

    /// A hexadecimal or decimal number as the grammar has it: the exponent needs a sign.
    mutating func takeNumber() -> String? {
        if let end = endOfHexadecimal() { return takeText(to: end) }
        var end = index
        if end < bytes.count, ByteClass.isSign(bytes[end]) { end += 1 }
        let digits = end
        end = endOfDigits(from: end)
        guard end > digits else { return nil }
        if end < bytes.count, bytes[end] == UInt8(ascii: ".") { end = endOfDigits(from: end + 1) }
        if let exponent = endOfExponent(from: end) { end = exponent }
        return takeText(to: end)
    }

    /// A word without quotes, brackets, commas, equal signs or white space.
    mutating func takeBareWord() -> [UInt8]? {
        var end = index
        while end < bytes.count, ByteClass.isBareWord(bytes[end]) { end += 1 }
        guard end > index else { return nil }
        defer { index = end }
        return Array(bytes[index..<end])
    }

    /// A quoted text with its escapes resolved; nil when no quote stands here.
    mutating func takeQuoted() throws(ConditionSyntaxError) -> [UInt8]? {
        guard let quote = current, ByteClass.isQuote(quote) else { return nil }
        var end = index + 1
        // The closing quote is the next one whose left neighbour is no backslash, even when that
        // backslash is itself escaped.
        while end < bytes.count {
            if bytes[end] == quote, end == index + 1 || bytes[end - 1] != UInt8(ascii: "\\") {
                break
            }
            end += 1
        }
        guard end < bytes.count else {
            index = bytes.count
            throw ConditionSyntaxError(
                offset: bytes.count, found: "the end", expected: "the closing quote")
        }
        let text = try QuotedText.unescape(bytes, from: index + 1, to: end, quote: quote)
        index = end + 1
        return text
    }

    private mutating func takeText(to end: Int) -> String {
        defer { index = end }
        return String(decoding: bytes[index..<end], as: UTF8.self)
    }

    private func endOfIdentifier(from start: Int) -> Int {
        guard start < bytes.count, ByteClass.isLetter(bytes[start]) else { return start }
        var end = start + 1
        while end < bytes.count, ByteClass.isIdentifierPart(bytes[end]) { end += 1 }
        return end
    }

    private func endOfDigits(from start: Int) -> Int {
        var end = start
        while end < bytes.count, ByteClass.isDigit(bytes[end]) { end += 1 }
        return end
    }

    private func endOfHexadecimal() -> Int? {
        guard starts(with: "0x", at: index) || starts(with: "0X", at: index) else { return nil }
        var end = index + 2
        while end < bytes.count, ByteClass.hexadecimalDigit(bytes[end]) != nil { end += 1 }
        return end > index + 2 ? end : nil
    }

    private func endOfExponent(from start: Int) -> Int? {
        guard start + 1 < bytes.count, bytes[start] | 0x20 == UInt8(ascii: "e"),
            ByteClass.isSign(bytes[start + 1])
        else { return nil }
        let end = endOfDigits(from: start + 2)
        return end > start + 2 ? end : nil
    }
}
