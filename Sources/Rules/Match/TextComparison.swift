package import Core

/// Comparisons of text that are more than equality. All take time linear in the value.
package enum TextComparison {
    /// Substring test that ignores the case of ASCII letters; `needle` is in lower case.
    package static func containsIgnoringCase(
        _ value: BorrowedBytes, _ needle: BorrowedBytes, _ scratch: inout ByteScratch
    ) -> Bool {
        let start = scratch.count
        for index in 0..<value.count { scratch.append(value[index].lowercasedASCII) }
        let found = scratch.view(from: start).contains(needle)
        scratch.truncate(to: start)
        return found
    }

    /// Full match of a regular expression. Bytes that are not UTF-8 count as U+FFFD.
    package static func matches(
        _ expression: RegularExpression, _ value: BorrowedBytes, _ scratch: inout ByteScratch
    ) -> Bool {
        if UTF8Repair.isValid(value) { return expression.matches(value) }
        let start = scratch.count
        UTF8Repair.append(value, to: &scratch)
        let found = expression.matches(scratch.view(from: start))
        scratch.truncate(to: start)
        return found
    }
}

/// Replaces what is not UTF-8.
package enum UTF8Repair {
    package static func isValid(_ bytes: BorrowedBytes) -> Bool {
        var offset = 0
        while offset < bytes.count {
            let length = sequenceLength(bytes, offset)
            if length == 0 { return false }
            offset += length
        }
        return true
    }

    /// Appends the bytes with U+FFFD for each byte that belongs to no sequence.
    package static func append(_ bytes: BorrowedBytes, to scratch: inout ByteScratch) {
        var offset = 0
        while offset < bytes.count {
            let length = sequenceLength(bytes, offset)
            if length == 0 {
                scratch.append("\u{FFFD}")
                offset += 1
            } else {
                scratch.append(bytes.slice(offset, length))
                offset += length
            }
        }
    }

    /// Bytes of the sequence at `offset`; 0 when there is no valid one (RFC 3629).
    private static func sequenceLength(_ bytes: BorrowedBytes, _ offset: Int) -> Int {
        let first = bytes[offset]
        if first < 0x80 { return 1 }
        var low: UInt8 = 0x80
        var high: UInt8 = 0xBF
        let length: Int
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF:
            length = 3
            if first == 0xE0 { low = 0xA0 }
            if first == 0xED { high = 0x9F }
        case 0xF0...0xF4:
            length = 4
            if first == 0xF0 { low = 0x90 }
            if first == 0xF4 { high = 0x8F }
        default: return 0
        }
        guard offset + length <= bytes.count else { return 0 }
        for index in 1..<length {
            let byte = bytes[offset + index]
            if byte < low || byte > high { return 0 }
            low = 0x80
            high = 0xBF
        }
        return length
    }
}
