package import Core

/// A wildcard pattern with the meaning of the C library's `fnmatch` without flags: `*` and `?` also
/// match slashes and leading dots, `[...]` and `[!...]` are sets, a backslash quotes.
///
/// The pattern is cut at its stars. The first and the last piece are tied to the ends of the value,
/// each one between is looked for from the left; so no input makes it try twice what it has passed.
package struct GlobPattern: Sendable {
    /// What one byte of the value is compared with.
    enum Element: Equatable, Sendable {
        case byte(UInt8)
        case any
        case set(ByteSet)
    }

    /// A run of elements between two stars.
    struct Piece: Sendable {
        var elements: [Element]
        /// The bytes, when all elements are bytes: then the search is the C library's.
        var literal: ImmortalBytes?
    }

    private let pieces: [Piece]
    private let ignoresCase: Bool
    /// The pattern ends in a lone backslash, which matches nothing.
    private let isImpossible: Bool

    package init(_ pattern: [UInt8], ignoresCase: Bool = false) {
        var parser = GlobParser(pattern, ignoresCase: ignoresCase)
        let parts = parser.parse()
        pieces = parts.map { Self.piece($0, ignoresCase: ignoresCase) }
        isImpossible = parser.isImpossible
        self.ignoresCase = ignoresCase
    }

    private static func piece(_ elements: [Element], ignoresCase: Bool) -> Piece {
        var bytes: [UInt8] = []
        for case .byte(let byte) in elements { bytes.append(byte) }
        let isLiteral = bytes.count == elements.count && !ignoresCase
        return Piece(elements: elements, literal: isLiteral ? ImmortalBytes(bytes) : nil)
    }

    /// Whether the whole value matches.
    package func matches(_ value: BorrowedBytes) -> Bool {
        if isImpossible { return false }
        let first = pieces[0].elements.count
        if pieces.count == 1 { return value.count == first && fits(pieces[0], value, 0) }
        let last = pieces[pieces.count - 1].elements.count
        guard value.count >= first + last, fits(pieces[0], value, 0),
            fits(pieces[pieces.count - 1], value, value.count - last)
        else { return false }
        var offset = first
        let end = value.count - last
        for index in 1..<(pieces.count - 1) {
            guard let found = find(pieces[index], value.slice(0, end), from: offset) else {
                return false
            }
            offset = found + pieces[index].elements.count
        }
        return true
    }

    private func fits(_ piece: Piece, _ value: BorrowedBytes, _ offset: Int) -> Bool {
        for index in 0..<piece.elements.count
        where !fits(piece.elements[index], value[offset + index]) {
            return false
        }
        return true
    }

    private func fits(_ element: Element, _ byte: UInt8) -> Bool {
        switch element {
        case .any: true
        case .byte(let wanted): (ignoresCase ? byte.lowercasedASCII : byte) == wanted
        case .set(let set): set.contains(ignoresCase ? byte.lowercasedASCII : byte)
        }
    }

    private func find(_ piece: Piece, _ value: BorrowedBytes, from start: Int) -> Int? {
        let count = piece.elements.count
        if let literal = piece.literal {
            return value.firstOffset(of: literal.bytes, from: start)
        }
        var offset = start
        while offset + count <= value.count {
            if fits(piece, value, offset) { return offset }
            offset += 1
        }
        return nil
    }
}

/// Reads the elements of a pattern.
private struct GlobParser {
    private let pattern: [UInt8]
    private let ignoresCase: Bool
    private var offset = 0
    private(set) var isImpossible = false

    init(_ pattern: [UInt8], ignoresCase: Bool) {
        self.pattern = pattern
        self.ignoresCase = ignoresCase
    }

    /// The runs between the stars: one more than there are stars.
    mutating func parse() -> [[GlobPattern.Element]] {
        var runs: [[GlobPattern.Element]] = [[]]
        while offset < pattern.count {
            let byte = pattern[offset]
            offset += 1
            switch byte {
            case UInt8(ascii: "*"): runs.append([])
            case UInt8(ascii: "?"): runs[runs.count - 1].append(.any)
            case UInt8(ascii: "["):
                if let set = set() {
                    runs[runs.count - 1].append(.set(set))
                } else {
                    runs[runs.count - 1].append(.byte(byte))
                }
            case UInt8(ascii: "\\"):
                if offset == pattern.count { isImpossible = true }
                if offset < pattern.count { runs[runs.count - 1].append(plain(pattern[offset])) }
                offset += 1
            default: runs[runs.count - 1].append(plain(byte))
            }
        }
        return runs
    }

    private func plain(_ byte: UInt8) -> GlobPattern.Element {
        .byte(ignoresCase ? byte.lowercasedASCII : byte)
    }

    /// Reads a set behind its opening bracket; nil and nothing read when it has no end, for then
    /// the bracket means itself.
    private mutating func set() -> ByteSet? {
        let start = offset
        var set = ByteSet()
        var isNegated = false
        if offset < pattern.count, pattern[offset] == 0x21 || pattern[offset] == 0x5E {
            isNegated = true
            offset += 1
        }
        var isFirst = true
        while offset < pattern.count {
            if pattern[offset] == UInt8(ascii: "]") && !isFirst {
                offset += 1
                if ignoresCase { set.foldCase() }
                return isNegated ? set.complement : set
            }
            isFirst = false
            if readClass(into: &set) { continue }
            guard let low = setByte() else { break }
            var high = low
            if offset + 1 < pattern.count, pattern[offset] == 0x2D,
                pattern[offset + 1] != UInt8(ascii: "]")
            {
                offset += 1
                guard let end = setByte() else { break }
                high = end
            }
            if low <= high { set.insert(low...high) }
        }
        offset = start
        return nil
    }

    private mutating func setByte() -> UInt8? {
        if pattern[offset] == UInt8(ascii: "\\") { offset += 1 }
        guard offset < pattern.count else { return nil }
        offset += 1
        return pattern[offset - 1]
    }

    /// Reads `[:name:]`; false and nothing read when there is none.
    private mutating func readClass(into set: inout ByteSet) -> Bool {
        guard pattern[offset...].starts(with: "[:".utf8) else { return false }
        for (name, members) in ByteSet.classes
        where pattern[(offset + 2)...].starts(with: (name + ":]").utf8) {
            offset += name.utf8.count + 4
            set.formUnion(members)
            return true
        }
        return false
    }
}
