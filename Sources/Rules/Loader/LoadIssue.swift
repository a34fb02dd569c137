/// One error or warning of a file.
package struct LoadIssue: Error, Equatable, Sendable {
    @usableFromInline package var code: LoadCode
    package var message: String
    /// Outermost first; the last one is the place itself.
    package var locations: [LoadLocation]
    /// The source line and a caret line, each ended by a newline; filled in by the loader.
    package var snippet = ""

    package init(_ code: LoadCode, _ message: String, at context: LoadContext) {
        self.code = code
        self.message = message
        self.locations = context.locations
        self.snippet = context.snippet
    }
}

/// One step on the way from the file to the place.
package struct LoadLocation: Equatable, Sendable {
    package var itemType: LoadItemType
    package var itemName: String
    package var position: SourcePosition

    package init(itemType: LoadItemType, itemName: String, position: SourcePosition) {
        self.itemType = itemType
        self.itemName = itemName
        self.position = position
    }
}

/// Where the loader is: a path of locations that grows inwards.
package struct LoadContext: Equatable, Sendable {
    package private(set) var locations: [LoadLocation]
    /// The line around a place that is not in the file but in a condition made from it.
    private(set) var snippet = ""

    /// The whole of a file.
    package init(file: String) {
        let start = SourcePosition(name: file, line: 0, column: 0, offset: 0)
        locations = [LoadLocation(itemType: .rulesContent, itemName: "", position: start)]
    }

    package var file: String { locations[0].position.name }

    package var position: SourcePosition { locations[locations.count - 1].position }

    /// The context of a part that begins at `node`.
    func entering(_ type: LoadItemType, _ name: String = "", at node: YamlNode?) -> LoadContext {
        guard let node else { return self }
        let mark = node.mark
        return entering(
            type, name,
            at: SourcePosition(
                name: file, line: mark.line, column: mark.column, offset: mark.offset))
    }

    /// The context of a part at a position that need not be in the file.
    func entering(
        _ type: LoadItemType, _ name: String = "", at position: SourcePosition
    ) -> LoadContext {
        var inner = self
        inner.locations.append(
            LoadLocation(itemType: type, itemName: name, position: position))
        return inner
    }

    /// The context of a place inside a condition: `offset` bytes into `text`.
    func entering(condition text: String, offset: Int) -> LoadContext {
        let bytes = Array(text.utf8)
        let end = min(max(offset, 0), bytes.count)
        let lineStart = (bytes[..<end].lastIndex(of: 0x0A) ?? -1) + 1
        let line = bytes[..<end].count { $0 == 0x0A }
        let column = String(decoding: bytes[lineStart..<end], as: UTF8.self).count
        var beginning = String(text.prefix(16)).split(whereSeparator: \.isNewline)
            .joined(separator: " ")
        if text.utf8.count > beginning.utf8.count { beginning += "..." }
        var inner = entering(
            .conditionExpression, "",
            at: SourcePosition(
                name: "\"\(beginning)\"", line: line, column: column, offset: end))
        inner.snippet = SourceSnippet.make(of: text, line: line, column: column)
        return inner
    }
}

/// Lines around a place, for people.
enum SourceSnippet {
    /// Characters of a line that are shown.
    private static let width = 160

    /// The line at a 0-based position of `text` and a caret below the column.
    static func make(of text: String, line: Int, column: Int) -> String {
        let lines = text.utf8.split(
            separator: 0x0A, maxSplits: line + 1, omittingEmptySubsequences: false)
        guard line < lines.count else { return "" }
        let content = Array(String(decoding: lines[line], as: UTF8.self).prefix(100_000))
        let column = min(column, content.count)
        let first = column >= width ? column - width / 2 : 0
        let shown = content[first..<min(content.count, first + width)]
        // Tabs and other control characters would move the caret.
        let visible = shown.map { $0.unicodeScalars.first!.value < 0x20 ? " " : $0 }
        return String(visible) + "\n" + String(repeating: " ", count: column - first) + "^\n"
    }
}
