internal import Core

/// Lists put in the place of their names in the text of conditions, before anything is parsed.
///
/// The replacement knows nothing of the grammar: a name counts wherever its neighbours are blanks,
/// parentheses, commas, equal signs or the ends of the text, inside quotes too.
package struct ListReplacement {
    /// Bytes that a condition may grow to; lists inside lists multiply.
    package static let byteCountLimit = 16 << 20

    private struct List {
        var name: [UInt8]
        /// The items, joined as they stand in a condition.
        var text: [UInt8]
    }

    private var lists: [List] = []

    package init() {}

    /// Adds the next list in the order of definition.
    package mutating func add(name: String, items: [String]) {
        let text = items.map { Self.quoted($0) }.joined(separator: ", ")
        lists.append(List(name: Array(name.utf8), text: Array(text.utf8)))
    }

    /// An item as it stands in a condition: in double quotes when it has a blank and no quote yet.
    package static func quoted(_ item: String) -> String {
        guard item.utf8.contains(UInt8(ascii: " ")), let first = item.utf8.first,
            !ByteClass.isQuote(first)
        else { return item }
        return "\"\(item)\""
    }

    /// A condition with its lists in place, and which lists were used, by position. Nil when the
    /// text grows beyond the limit.
    package func apply(to condition: String) -> (text: String, used: [Int])? {
        var bytes = Array(condition.utf8)
        var used: [Int] = []
        for (position, list) in lists.enumerated() {
            guard !list.name.isEmpty, let count = replace(list, in: &bytes) else { return nil }
            if count > 0 { used.append(position) }
        }
        return (String(decoding: bytes, as: UTF8.self), used)
    }

    /// Replaces every occurrence of one list; answers how many there were, nil beyond the limit.
    private func replace(_ list: List, in bytes: inout [UInt8]) -> Int? {
        var count = 0
        var start = Self.find(list.name, in: bytes, from: 0)
        if start == nil { return 0 }
        // What is before `start` is final and moves to `done`: each byte is copied once a list.
        var done: [UInt8] = []
        var copied = 0
        while let found = start {
            let end = found + list.name.count
            guard Self.isDelimited(bytes, found, end) else {
                start = Self.find(list.name, in: bytes, from: found + 1)
                continue
            }
            done += bytes[copied..<found]
            copied = end
            if list.text.isEmpty {
                copied = Self.dropComma(before: &done, after: bytes, from: end)
            } else {
                done += list.text
            }
            count += 1
            guard done.count <= Self.byteCountLimit else { return nil }
            start = Self.find(list.name, in: bytes, from: copied)
        }
        if count == 0 { return 0 }
        done += bytes[copied...]
        bytes = done
        return count
    }

    /// Takes away the comma that an empty list leaves, with the blanks towards it: the one before
    /// when there is one, else the one behind. Answers where the text goes on.
    private static func dropComma(before: inout [UInt8], after: [UInt8], from end: Int) -> Int {
        var last = before.count
        while last > 0, ByteClass.isBlank(before[last - 1]) { last -= 1 }
        if last > 0, before[last - 1] == UInt8(ascii: ",") {
            before.removeLast(before.count - last + 1)
            return end
        }
        var next = end
        while next < after.count, ByteClass.isBlank(after[next]) { next += 1 }
        if next < after.count, after[next] == UInt8(ascii: ",") { return next + 1 }
        return end
    }

    private static func isDelimited(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
        (start == 0 || isDelimiter(bytes[start - 1]))
            && (end == bytes.count || isDelimiter(bytes[end]))
    }

    private static func isDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: "="): true
        default: byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
        }
    }

    private static func find(_ name: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard start <= bytes.count else { return nil }
        return unsafe bytes.withUnsafeBytes { all in
            unsafe name.withUnsafeBytes { needle in
                let rest = unsafe BorrowedBytes(UnsafeRawBufferPointer(rebasing: all[start...]))
                return unsafe rest.firstIndex(of: BorrowedBytes(needle)).map { $0 + start }
            }
        }
    }
}
