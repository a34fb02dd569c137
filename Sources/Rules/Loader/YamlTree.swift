/// The parsed content of one YAML file: nodes in one array, children by index.
///
/// An alias is the index of what it stands for, so a tree is never larger than its text, however
/// often it repeats itself; whoever walks below aliases bounds the walk (`YamlWalkBudget`).
package final class YamlTree: Sendable {
    /// Where a node begins: 0-based line, column and offset in characters.
    package struct Mark: Equatable, Sendable {
        package var line: Int
        package var column: Int
        package var offset: Int
    }

    enum Content: Sendable {
        /// `isPlain` is true without quotes and block style: only then words such as `null` count.
        case scalar(String, isPlain: Bool)
        case sequence([Int])
        case mapping([Entry])
    }

    struct Entry: Sendable {
        var key: Int
        var value: Int
    }

    let contents: [Content]
    let marks: [Mark]
    /// Roots of the documents, in order.
    let roots: [Int]

    init(contents: [Content], marks: [Mark], roots: [Int]) {
        precondition(contents.count == marks.count)
        self.contents = contents
        self.marks = marks
        self.roots = roots
    }

    package var documents: [YamlNode] { roots.map { YamlNode(tree: self, index: $0) } }
}

/// One node of a tree.
package struct YamlNode: Sendable {
    let tree: YamlTree
    let index: Int

    package var mark: YamlTree.Mark { tree.marks[index] }

    /// The text of a scalar, quoted or not.
    package var scalar: String? {
        if case .scalar(let text, _) = tree.contents[index] { return text }
        return nil
    }

    /// A plain scalar that spells nothing.
    package var isNull: Bool {
        guard case .scalar(let text, true) = tree.contents[index] else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// A scalar that is something.
    package var isScalar: Bool { scalar != nil && !isNull }

    package var isMapping: Bool {
        if case .mapping = tree.contents[index] { return true }
        return false
    }

    /// The elements of a sequence, nil for anything else.
    package var elements: [YamlNode]? {
        guard case .sequence(let items) = tree.contents[index] else { return nil }
        return items.map { YamlNode(tree: tree, index: $0) }
    }

    /// Key and value pairs of a mapping in their order, empty for anything else.
    package var pairs: [(key: YamlNode, value: YamlNode)] {
        guard case .mapping(let entries) = tree.contents[index] else { return [] }
        return entries.map {
            (YamlNode(tree: tree, index: $0.key), YamlNode(tree: tree, index: $0.value))
        }
    }

    /// The value of the first `key` of a mapping.
    package subscript(_ key: String) -> YamlNode? {
        guard case .mapping(let entries) = tree.contents[index] else { return nil }
        for entry in entries {
            if case .scalar(let text, _) = tree.contents[entry.key], text == key {
                return YamlNode(tree: tree, index: entry.value)
            }
        }
        return nil
    }
}

/// How much a walk may still visit. One for each file, so that aliases cannot multiply work.
struct YamlWalkBudget {
    private(set) var remaining: Int

    init(_ count: Int) { remaining = count }

    /// Takes one step; false when nothing is left.
    mutating func takeStep() -> Bool {
        remaining -= 1
        return remaining >= 0
    }
}
