internal import Core

/// All tests of one group on text. Equality, beginnings, ends and plain path prefixes are found by
/// hashing, however many there are; only the rest is tried one by one.
struct TextTable: Sendable {
    /// A test that is tried by itself.
    enum Test: Sendable {
        case contains(ImmortalBytes)
        /// The literal is in lower case.
        case containsIgnoringCase(ImmortalBytes)
        case glob(GlobPattern)
        case regex(RegularExpression)
        case path(PathPrefixPattern)
        case differs(ImmortalBytes)
        case order(Comparison, ImmortalBytes)
    }

    private var exact: LiteralIndex
    /// Beginnings by length, ascending; ends likewise.
    private var beginnings: [(length: Int, index: LiteralIndex)]
    private var ends: [(length: Int, index: LiteralIndex)]
    /// Path prefixes as `a/b`; the empty one stands for `/`, which holds everything.
    private var paths: LiteralIndex
    private var tests: [(test: Test, atom: UInt32)]

    init(_ builder: TextTableBuilder) {
        exact = LiteralIndex(builder.exact)
        beginnings = Self.byLength(builder.beginnings)
        ends = Self.byLength(builder.ends)
        paths = LiteralIndex(builder.paths)
        tests = builder.tests
    }

    private static func byLength(
        _ entries: [ImmortalBytes: [UInt32]]
    ) -> [(length: Int, index: LiteralIndex)] {
        let groups = Dictionary(grouping: entries) { $0.key.bytes.count }
        return groups.keys.sorted().map { length in
            let part = Dictionary(uniqueKeysWithValues: groups[length]!.map { ($0.key, $0.value) })
            return (length, LiteralIndex(part))
        }
    }

    /// Adds every atom that holds for `value`.
    func evaluate(
        _ value: BorrowedBytes, into found: inout AtomBuffer, _ scratch: inout ByteScratch
    ) {
        exact.forEachAtom(of: value) { found.append($0) }
        for entry in beginnings {
            if entry.length > value.count { break }
            entry.index.forEachAtom(of: value.slice(0, entry.length)) { found.append($0) }
        }
        for entry in ends {
            if entry.length > value.count { break }
            let end = value.dropFirst(value.count - entry.length)
            entry.index.forEachAtom(of: end) { found.append($0) }
        }
        if !paths.isEmpty { evaluatePaths(value, into: &found, &scratch) }
        for entry in tests where Self.holds(entry.test, value, &scratch) {
            found.append(entry.atom)
        }
    }

    /// Looks up each beginning of the path that ends with a component.
    private func evaluatePaths(
        _ value: BorrowedBytes, into found: inout AtomBuffer, _ scratch: inout ByteScratch
    ) {
        let start = scratch.count
        var walker = PathComponents(value)
        paths.forEachAtom(of: BorrowedBytes()) { found.append($0) }
        while let component = walker.next() {
            if scratch.count > start { scratch.append(UInt8(ascii: "/")) }
            scratch.append(component)
            paths.forEachAtom(of: scratch.view(from: start)) { found.append($0) }
        }
        scratch.truncate(to: start)
    }

    private static func holds(
        _ test: Test, _ value: BorrowedBytes, _ scratch: inout ByteScratch
    ) -> Bool {
        switch test {
        case .contains(let literal): return value.contains(literal.bytes)
        case .containsIgnoringCase(let literal):
            return TextComparison.containsIgnoringCase(value, literal.bytes, &scratch)
        case .glob(let pattern): return pattern.matches(value)
        case .regex(let expression): return TextComparison.matches(expression, value, &scratch)
        case .path(let pattern): return pattern.matches(value)
        case .differs(let literal): return !value.equals(literal.bytes)
        case .order(let comparison, let literal):
            let order = value.compare(literal.bytes)
            switch comparison {
            case .less: return order < 0
            case .lessOrEqual: return order <= 0
            case .greater: return order > 0
            default: return order >= 0
            }
        }
    }
}

/// Collects the tests of one group.
struct TextTableBuilder {
    var exact: [ImmortalBytes: [UInt32]] = [:]
    var beginnings: [ImmortalBytes: [UInt32]] = [:]
    var ends: [ImmortalBytes: [UInt32]] = [:]
    var paths: [ImmortalBytes: [UInt32]] = [:]
    var tests: [(test: TextTable.Test, atom: UInt32)] = []

    /// Adds a comparison with one literal.
    mutating func add(_ comparison: Comparison, _ literal: ImmortalBytes, atom: UInt32) {
        let bytes = literal.bytes.array
        switch comparison {
        case .equal, .isIn, .intersects: exact[literal, default: []].append(atom)
        case .notEqual: tests.append((.differs(literal), atom))
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            tests.append((.order(comparison, literal), atom))
        case .contains, .bcontains: tests.append((.contains(literal), atom))
        case .icontains:
            let lower = ImmortalBytes(bytes.map(\.lowercasedASCII))
            tests.append((.containsIgnoringCase(lower), atom))
        case .startsWith, .bstartsWith: beginnings[literal, default: []].append(atom)
        case .endsWith: ends[literal, default: []].append(atom)
        case .glob: tests.append((.glob(GlobPattern(bytes)), atom))
        case .iglob: tests.append((.glob(GlobPattern(bytes, ignoresCase: true)), atom))
        case .regex:
            // Checked to compile when the condition was.
            if let expression = try? RegularExpression(bytes) {
                tests.append((.regex(expression), atom))
            }
        case .pmatch:
            let pattern = PathPrefixPattern(bytes)
            if let plain = pattern.plainText {
                paths[ImmortalBytes(plain), default: []].append(atom)
            } else {
                tests.append((.path(pattern), atom))
            }
        case .exists: break
        }
    }
}
