/// Reads an output from left to right; see `OutputFormat`.
struct OutputFormatParser {
    private let text: [UInt8]
    private var index = 0

    init(text: [UInt8]) { self.text = text }

    /// Widths beyond it are refused: nobody means them, and they would be written into every alert.
    private static var widthLimit: Int { 1024 }

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
        if let token = try parseTransformer(width: width) { return token }
        return try parseField(width: width)
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

    private mutating func parseField(width: Int) throws(OutputFormatError) -> OutputToken {
        do throws(FieldLookupError) {
            if let found = try OutputFieldLookup.longestField(in: text[index...]) {
                index += found.byteCount
                return OutputToken(
                    width: width, operand: .field(found.field.resolved), style: found.field.style,
                    fields: [found.field])
            }
        } catch {
            throw OutputFormatError(offset: index, message: error.message, isUnknownName: true)
        }
        let word = text[index...].prefix { $0.isNameByte }
        if word.isEmpty { throw fail(index, "a field was expected") }
        let name = FieldLookupError.unknownField(String(decoding: word, as: UTF8.self))
        throw OutputFormatError(offset: index, message: name.message, isUnknownName: true)
    }

    /// A transformer with its arguments, read and checked as in conditions; nil when there is none.
    private mutating func parseTransformer(width: Int) throws(OutputFormatError) -> OutputToken? {
        let start = index
        let word = text[start...].prefix { $0.isNameByte }
        guard word.endIndex < text.count, text[word.endIndex] == UInt8(ascii: "("),
            let transformer = Transformer(rawValue: String(decoding: word, as: UTF8.self))
        else { return nil }
        let end = try endOfCall(from: start)
        index = end
        let call = String(decoding: text[start..<end], as: UTF8.self)
        let operand: Operand
        do throws(ConditionSyntaxError) {
            operand = try ConditionParser.parseOperand(call)
        } catch {
            throw fail(start + error.offset, error.message)
        }
        var checker = ConditionChecker()
        do throws(RuleCheckError) {
            let checked = try checker.operand(operand, isRightHandSide: false).operand
            let fields = try operand.outputFields()
            return OutputToken(
                width: width, operand: checked, style: FieldStyle(of: transformer, fields),
                fields: fields)
        } catch {
            throw OutputFormatError(
                offset: start + (error.offset ?? 0), message: error.message,
                isUnknownName: error.isUnknownName)
        }
    }

    /// Where the call that begins at `start` ends: behind the parenthesis that closes it, and an
    /// index in brackets that follows.
    private func endOfCall(from start: Int) throws(OutputFormatError) -> Int {
        var depth = 0
        var quote: UInt8?
        var place = start
        while place < text.count {
            let byte = text[place]
            place += 1
            if let open = quote {
                if byte == UInt8(ascii: "\\") { place += 1 }
                if byte == open { quote = nil }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"):
                depth -= 1
                if depth > 0 { continue }
                guard place < text.count, text[place] == UInt8(ascii: "["),
                    let close = text[place...].firstIndex(of: UInt8(ascii: "]"))
                else { return place }
                return close + 1
            default: break
            }
        }
        throw fail(start, "')' was expected")
    }

    private func fail(_ offset: Int, _ message: String) -> OutputFormatError {
        OutputFormatError(offset: offset, message: message, isUnknownName: false)
    }
}

extension UInt8 {
    /// Letters, digits, `_` and `.`: what names of fields and transformers consist of.
    fileprivate var isNameByte: Bool { isWordByte || self == 0x2E }
}

extension Operand {
    /// The fields in it, in order, keyed as they are written.
    fileprivate func outputFields() throws(RuleCheckError) -> [OutputField] {
        switch self {
        case .field(let name, let argument, let offset):
            do throws(FieldLookupError) {
                let resolved = try FieldCatalogue.resolve(name: name, argument: argument)
                let key = argument.map { "\(name)[\($0)]" } ?? name
                return [OutputField(key: key, resolved: resolved)]
            } catch {
                throw RuleCheckError(
                    message: error.message, offset: offset.value, isUnknownName: true)
            }
        case .transformer(_, let arguments, _, _):
            return try Self.outputFields(arguments)
        }
    }

    private static func outputFields(
        _ arguments: [TransformerArgument]
    ) throws(RuleCheckError) -> [OutputField] {
        var fields: [OutputField] = []
        for argument in arguments {
            switch argument {
            case .operand(let inner): fields += try inner.outputFields()
            case .list(let items): fields += try outputFields(items)
            case .text, .number: break
            }
        }
        return fields
    }
}
