internal import CYaml

/// Reads YAML through libyaml's events, the layer below Yams' own nodes.
///
/// Yams' composer refuses repeated keys, which rules files may have, recurses with the nesting and
/// hashes aliased trees; none of that suits a file that may be hostile. Here nesting is a stack of
/// our own, aliases are indices and every size has a limit. Time is linear in the text.
package struct YamlReader {
    /// Bytes of one file. Ten thousand rules are about 5 MB.
    package static let byteCountLimit = 64 << 20
    /// Nodes of one file, about a hundred bytes each.
    package static let nodeCountLimit = 4_000_000
    /// Levels of nesting; a rules file needs seven.
    package static let nestingLimit = 500

    private var contents: [YamlTree.Content] = []
    private var marks: [YamlTree.Mark] = []
    private var roots: [Int] = []
    private var anchors: [String: Int] = [:]
    /// Collections that are not closed yet, outermost first.
    private var open: [OpenCollection] = []

    private init() {}

    /// Why a text is no YAML, and where.
    package struct Failure: Error, Equatable, Sendable {
        package var message: String
        package var mark: YamlTree.Mark
    }

    /// Parses all documents of a file.
    package static func read(_ bytes: [UInt8]) throws(Failure) -> YamlTree {
        guard bytes.count <= byteCountLimit else {
            throw Failure(
                message: "the file is larger than \(byteCountLimit >> 20) MiB",
                mark: YamlTree.Mark(line: 0, column: 0, offset: 0))
        }
        var reader = YamlReader()
        try reader.run(bytes)
        return YamlTree(contents: reader.contents, marks: reader.marks, roots: reader.roots)
    }

    private mutating func run(_ bytes: [UInt8]) throws(Failure) {
        var parser = unsafe yaml_parser_t()
        guard unsafe yaml_parser_initialize(&parser) == 1 else {
            preconditionFailure("out of memory")
        }
        defer { unsafe yaml_parser_delete(&parser) }
        unsafe yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
        // The parser keeps the pointer: all reading happens inside the closure.
        let failure: Failure? = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
            do throws(Failure) {
                unsafe try takeEvents(&parser)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    private mutating func takeEvents(_ parser: inout yaml_parser_t) throws(Failure) {
        while true {
            var event = unsafe yaml_event_t()
            guard unsafe yaml_parser_parse(&parser, &event) == 1 else {
                throw unsafe Self.failure(of: parser)
            }
            defer { unsafe yaml_event_delete(&event) }
            if unsafe event.type == YAML_STREAM_END_EVENT { return }
            unsafe try take(event)
        }
    }

    private mutating func take(_ event: yaml_event_t) throws(Failure) {
        let mark = unsafe Self.mark(event.start_mark)
        switch unsafe event.type {
        case YAML_DOCUMENT_START_EVENT:
            anchors.removeAll()
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            let isPlain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
            let text = unsafe Self.text(scalar.value, count: scalar.length)
            let anchor = unsafe Self.name(scalar.anchor)
            try attach(try add(.scalar(text, isPlain: isPlain), mark, anchor), mark)
        case YAML_ALIAS_EVENT:
            let name = unsafe Self.name(event.data.alias.anchor) ?? ""
            guard let index = anchors[name] else {
                throw Failure(message: "undefined alias '\(name)'", mark: mark)
            }
            try attach(index, mark)
        case YAML_SEQUENCE_START_EVENT:
            let anchor = unsafe Self.name(event.data.sequence_start.anchor)
            try openCollection(.sequence([]), mark, anchor)
        case YAML_MAPPING_START_EVENT:
            let anchor = unsafe Self.name(event.data.mapping_start.anchor)
            try openCollection(.mapping([]), mark, anchor)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            try closeCollection(mark)
        default:
            break
        }
    }

    private mutating func add(
        _ content: YamlTree.Content, _ mark: YamlTree.Mark, _ anchor: String?
    ) throws(Failure) -> Int {
        guard contents.count < Self.nodeCountLimit else {
            throw Failure(message: "more than \(Self.nodeCountLimit) nodes", mark: mark)
        }
        contents.append(content)
        marks.append(mark)
        if let anchor { anchors[anchor] = contents.count - 1 }
        return contents.count - 1
    }

    private mutating func openCollection(
        _ content: YamlTree.Content, _ mark: YamlTree.Mark, _ anchor: String?
    ) throws(Failure) {
        guard open.count < Self.nestingLimit else {
            throw Failure(message: "more than \(Self.nestingLimit) levels of nesting", mark: mark)
        }
        // The anchor becomes known when the collection is closed: nothing contains itself.
        let index = try add(content, mark, nil)
        open.append(OpenCollection(index: index, anchor: anchor, isMapping: content.isMapping))
    }

    private mutating func closeCollection(_ mark: YamlTree.Mark) throws(Failure) {
        let closed = open.removeLast()
        contents[closed.index] =
            closed.isMapping ? .mapping(closed.entries) : .sequence(closed.children)
        if let anchor = closed.anchor { anchors[anchor] = closed.index }
        try attach(closed.index, mark)
    }

    /// Makes a complete node the next child of the open collection, or a root.
    private mutating func attach(_ index: Int, _ mark: YamlTree.Mark) throws(Failure) {
        if open.isEmpty {
            roots.append(index)
        } else {
            open[open.count - 1].append(index)
        }
    }

    private static func failure(of parser: yaml_parser_t) -> Failure {
        let problem = unsafe parser.problem.map { unsafe String(cString: $0) }
        return Failure(
            message: problem ?? "out of memory", mark: unsafe mark(parser.problem_mark))
    }

    private static func mark(_ mark: yaml_mark_t) -> YamlTree.Mark {
        YamlTree.Mark(
            line: Int(mark.line), column: Int(mark.column), offset: Int(mark.index))
    }

    private static func text(_ start: UnsafePointer<UInt8>?, count: Int) -> String {
        unsafe String(
            decoding: UnsafeBufferPointer(start: start, count: start == nil ? 0 : count),
            as: UTF8.self)
    }

    private static func name(_ start: UnsafePointer<UInt8>?) -> String? {
        unsafe start.map { unsafe String(cString: $0) }
    }
}

/// A sequence or mapping whose end has not been read.
private struct OpenCollection {
    let index: Int
    let anchor: String?
    let isMapping: Bool
    private(set) var children: [Int] = []
    private(set) var entries: [YamlTree.Entry] = []
    private var key: Int?

    init(index: Int, anchor: String?, isMapping: Bool) {
        self.index = index
        self.anchor = anchor
        self.isMapping = isMapping
    }

    mutating func append(_ child: Int) {
        guard isMapping else {
            children.append(child)
            return
        }
        if let key {
            entries.append(YamlTree.Entry(key: key, value: child))
            self.key = nil
        } else {
            key = child
        }
    }
}

extension YamlTree.Content {
    fileprivate var isMapping: Bool {
        if case .mapping = self { return true }
        return false
    }
}
