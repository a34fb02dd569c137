/// Reads the first JSON value of a text, as gVisor does: what follows it does not count.
///
/// Written here because an error must name line and column, which Foundation's reader does not.
package struct JSONParser {
    /// What stood where something else was expected.
    package struct Failure: Error, Equatable {
        package let place: TextPlace
        /// "found …, expected …".
        package let message: String
    }

    /// Objects and arrays inside each other; deeper text is refused.
    package static let depthLimit = 128

    private let bytes: [UInt8]
    private var offset = 0
    private var line = 1
    private var lineStart = 0
    private var depth = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Parses the first value of `bytes`.
    package static func parse(_ bytes: [UInt8]) throws(Failure) -> JSONNode {
        var parser = JSONParser(bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.offset = 3 }
        return try parser.value()
    }

    private var place: TextPlace { TextPlace(line: line, column: offset - lineStart + 1) }

    private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private func fail(expected: String) -> Failure {
        let found: String
        if let byte = peek {
            found =
                byte >= 0x20 && byte < 0x7F
                ? "'\(Character(UnicodeScalar(byte)))'" : "byte \(byte)"
        } else {
            found = "the end of the text"
        }
        return Failure(place: place, message: "found \(found), expected \(expected)")
    }

    private mutating func skipBlanks() {
        while let byte = peek {
            switch byte {
            case 0x20, 0x09, 0x0D: offset += 1
            case 0x0A:
                offset += 1
                line += 1
                lineStart = offset
            default: return
            }
        }
    }

    private mutating func value() throws(Failure) -> JSONNode {
        skipBlanks()
        let start = place
        guard let byte = peek else { throw fail(expected: "a JSON value") }
        let value: JSONNode.Value
        switch byte {
        case UInt8(ascii: "{"): value = .object(try members())
        case UInt8(ascii: "["): value = .array(try elements())
        case UInt8(ascii: "\""): value = .string(try string())
        case UInt8(ascii: "t"): value = .boolean(try word("true", true))
        case UInt8(ascii: "f"): value = .boolean(try word("false", false))
        case UInt8(ascii: "n"):
            _ = try word("null", true)
            value = .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): value = .number(number())
        default: throw fail(expected: "a JSON value")
        }
        return JSONNode(value: value, place: start)
    }

    private mutating func word(_ text: String, _ value: Bool) throws(Failure) -> Bool {
        guard bytes[offset...].starts(with: text.utf8) else { throw fail(expected: text) }
        offset += text.utf8.count
        return value
    }

    private mutating func number() -> String {
        let start = offset
        while let byte = peek, "+-.eE0123456789".utf8.contains(byte) { offset += 1 }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func enter() throws(Failure) {
        depth += 1
        if depth > Self.depthLimit {
            throw Failure(place: place, message: "found more than \(Self.depthLimit) levels")
        }
        offset += 1
        skipBlanks()
    }

    private mutating func members() throws(Failure) -> [JSONNode.Member] {
        try enter()
        defer { depth -= 1 }
        var members: [JSONNode.Member] = []
        if peek == UInt8(ascii: "}") {
            offset += 1
            return members
        }
        while true {
            skipBlanks()
            let start = place
            guard peek == UInt8(ascii: "\"") else { throw fail(expected: "a key in quotes") }
            let key = try string()
            skipBlanks()
            guard peek == UInt8(ascii: ":") else { throw fail(expected: "':'") }
            offset += 1
            members.append(JSONNode.Member(key: key, place: start, node: try value()))
            if try isEnd(UInt8(ascii: "}"), "',' or '}'") { return members }
        }
    }

    private mutating func elements() throws(Failure) -> [JSONNode] {
        try enter()
        defer { depth -= 1 }
        var elements: [JSONNode] = []
        if peek == UInt8(ascii: "]") {
            offset += 1
            return elements
        }
        while true {
            elements.append(try value())
            if try isEnd(UInt8(ascii: "]"), "',' or ']'") { return elements }
        }
    }

    private mutating func isEnd(_ closing: UInt8, _ expected: String) throws(Failure) -> Bool {
        skipBlanks()
        guard let byte = peek, byte == closing || byte == UInt8(ascii: ",") else {
            throw fail(expected: expected)
        }
        offset += 1
        return byte == closing
    }

    private mutating func string() throws(Failure) -> String {
        offset += 1
        var text: [UInt8] = []
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                offset += 1
                try escape(into: &text)
            case 0..<0x20: throw fail(expected: "'\"' before the end of the line")
            default:
                text.append(byte)
                offset += 1
            }
        }
        throw fail(expected: "'\"' at the end of the string")
    }

    private mutating func escape(into text: inout [UInt8]) throws(Failure) {
        guard let byte = peek else { throw fail(expected: "an escape") }
        let plain: [UInt8: UInt8] = [
            0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D,
            0x74: 0x09,
        ]
        if let value = plain[byte] {
            offset += 1
            text.append(value)
            return
        }
        guard byte == UInt8(ascii: "u") else { throw fail(expected: "an escape of JSON") }
        offset += 1
        var code = try hexDigits()
        if (0xD800..<0xDC00).contains(code), bytes[offset...].starts(with: [0x5C, 0x75]) {
            let before = offset
            offset += 2
            let low = try hexDigits()
            if (0xDC00..<0xE000).contains(low) {
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            } else {
                offset = before
            }
        }
        let scalar = UnicodeScalar(code) ?? "\u{FFFD}"
        text.append(contentsOf: Array(String(Character(scalar)).utf8))
    }

    private mutating func hexDigits() throws(Failure) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
                throw fail(expected: "four hex digits")
            }
            code = code << 4 | UInt32(digit)
            offset += 1
        }
        return code
    }
}
