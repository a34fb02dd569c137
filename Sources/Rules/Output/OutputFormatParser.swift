/// Reads an output from left to right; see `OutputFormat`.
struct OutputFormatParser {
    private let text: [UInt8]
    private var index = 0

    init(text: [UInt8]) { self.text = text }

    /// Widths beyond it are refused: nobody means them, and they would be written into every alert.
    private static var widthLimit: Int { 1024 }
    /// Transformers within transformers beyond it are refused.
    private static var depthLimit: Int { 16 }

    mutating func parse() throws(OutputFormatError) -> [OutputFormat.Piece] {
        var pieces: [OutputFormat.Piece] = []
        if text.first == UInt8(ascii: "*") { index = 1 }
        var literal: [UInt8] = []
        while index < text.count {
            if text[index] != UInt8(ascii: "%") {
                literal.append(text[index])
                index += 1
                continue
            }
            if !literal.isEmpty { pieces.append(.literal(literal)) }
            literal = []
            pieces.append(.token(try parseToken()))
        }
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        return pieces
    }

    private mutating func parseToken() throws(OutputFormatError) -> OutputToken {
        let percent = index
        index += 1
        if index == text.count {
            throw fail(percent, "a field must follow '%', the output ends here")
        }
        let width = try parseWidth()
        if index < text.count, text[index] == UInt8(ascii: "%") {
            throw fail(percent, "a field must follow '%'; there is no escape for a percent sign")
        }
        return OutputToken(width: width, expression: try parseExpression(depth: 0))
    }

    private mutating func parseWidth() throws(OutputFormatError) -> Int {
        let start = index
        var width = 0
        while index < text.count, text[index] >= 0x30, text[index] <= 0x39 {
            width = width * 10 + Int(text[index] - 0x30)
            if width > Self.widthLimit {
                throw fail(start, "a width of at most \(Self.widthLimit) was expected")
            }
            index += 1
        }
        return width
    }

    private mutating func parseExpression(depth: Int) throws(OutputFormatError) -> OutputExpression
    {
        if let call = try parseTransformer(depth: depth) { return call }
        do throws(FieldLookupError) {
            if let found = try OutputFieldLookup.longestField(in: text[index...]) {
                index += found.byteCount
                return .field(found.field)
            }
        } catch {
            throw OutputFormatError(offset: index, message: error.message, isUnknownName: true)
        }
        let word = text[index...].prefix { $0.isNameByte }
        if word.isEmpty { throw fail(index, "a field was expected") }
        let name = FieldLookupError.unknownField(String(decoding: word, as: UTF8.self))
        throw OutputFormatError(offset: index, message: name.message, isUnknownName: true)
    }

    /// A transformer with its arguments, or nil when the text is none.
    private mutating func parseTransformer(depth: Int) throws(OutputFormatError)
        -> OutputExpression?
    {
        let start = index
        let word = text[index...].prefix { $0.isNameByte }
        guard word.endIndex < text.count, text[word.endIndex] == UInt8(ascii: "("),
            let transformer = OutputTransformer(rawValue: String(decoding: word, as: UTF8.self))
        else { return nil }
        if depth >= Self.depthLimit { throw fail(start, "transformers are nested too deeply") }
        index = word.endIndex + 1
        let arguments = try parseArguments(of: transformer, depth: depth + 1)
        if let count = transformer.argumentCount, arguments.count != count {
            throw fail(start, "'\(transformer.rawValue)' takes one argument")
        }
        for case .field(let field) in arguments where !field.isTransformable {
            throw fail(start, "'\(field.key)' cannot be transformed")
        }
        return .transformed(transformer, arguments)
    }

    /// Arguments up to and with the closing parenthesis; a parenthesised list among them counts as
    /// its elements.
    private mutating func parseArguments(of transformer: OutputTransformer, depth: Int)
        throws(OutputFormatError) -> [OutputExpression]
    {
        let takesTexts = transformer.argumentCount == nil
        var arguments: [OutputExpression] = []
        var openLists = 0
        while true {
            skipBlanks()
            if takesTexts, openLists == 0, peek() == UInt8(ascii: "(") {
                openLists = 1
                index += 1
                continue
            }
            if takesTexts, peek() == UInt8(ascii: "\"") || peek() == UInt8(ascii: "'") {
                arguments.append(.text(try parseQuoted()))
            } else {
                arguments.append(try parseExpression(depth: depth))
            }
            skipBlanks()
            if openLists > 0, peek() == UInt8(ascii: ")") {
                openLists = 0
                index += 1
                skipBlanks()
            }
            guard let next = peek() else { throw fail(index, "')' was expected") }
            index += 1
            if next == UInt8(ascii: ")"), openLists == 0 { return arguments }
            if next != UInt8(ascii: ",") { throw fail(index - 1, "',' or ')' was expected") }
        }
    }

    /// A text in quotes; a backslash takes the next byte as it is.
    private mutating func parseQuoted() throws(OutputFormatError) -> [UInt8] {
        let start = index
        let quote = text[index]
        index += 1
        var content: [UInt8] = []
        while index < text.count {
            let byte = text[index]
            index += 1
            if byte == quote { return content }
            if byte == UInt8(ascii: "\\"), index < text.count {
                content.append(text[index])
                index += 1
            } else {
                content.append(byte)
            }
        }
        throw fail(start, "the quoted text does not end")
    }

    private mutating func skipBlanks() {
        while peek() == UInt8(ascii: " ") { index += 1 }
    }

    private func peek() -> UInt8? { index < text.count ? text[index] : nil }

    private func fail(_ offset: Int, _ message: String) -> OutputFormatError {
        OutputFormatError(offset: offset, message: message, isUnknownName: false)
    }
}

extension UInt8 {
    /// Letters, digits, `_` and `.`: what names of fields and transformers consist of.
    fileprivate var isNameByte: Bool { isWordByte || self == 0x2E }
}
