/// A value of JSON text, for the cold reading of dumps.
///
/// Numbers that are no 64-bit integers become 0: no key that is read holds any. Depth and nothing
/// else is bounded here; the caller bounds the text.
enum JSONText {
    indirect enum Value: Equatable {
        case null
        case bool(Bool)
        case integer(Int64)
        case string(String)
        case array([Value])
        case object([String: Value])

        subscript(_ key: String) -> Value? {
            if case .object(let members) = self { return members[key] }
            return nil
        }

        var integer: Int64? {
            if case .integer(let value) = self { return value }
            return nil
        }

        var string: String? {
            if case .string(let value) = self { return value }
            return nil
        }

        var array: [Value]? {
            if case .array(let value) = self { return value }
            return nil
        }
    }

    /// The value of a whole text, or nil when it is not JSON.
    static func parse(_ text: some StringProtocol) -> Value? {
        var reader = Reader(bytes: Array(text.utf8))
        guard let value = reader.value(depth: 0) else { return nil }
        reader.skipSpace()
        return reader.position == reader.bytes.count ? value : nil
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        var next: UInt8? { position < bytes.count ? bytes[position] : nil }

        mutating func skipSpace() {
            while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
                position += 1
            }
        }

        mutating func take(_ byte: UInt8) -> Bool {
            skipSpace()
            guard next == byte else { return false }
            position += 1
            return true
        }

        mutating func word(_ text: StaticString) -> Bool {
            let count = text.utf8CodeUnitCount
            guard position + count <= bytes.count else { return false }
            for index in 0..<count
            where unsafe bytes[position + index] != text.utf8Start[index] {
                return false
            }
            position += count
            return true
        }

        mutating func value(depth: Int) -> Value? {
            if depth > 32 { return nil }
            skipSpace()
            switch next {
            case UInt8(ascii: "{"): return object(depth)
            case UInt8(ascii: "["): return array(depth)
            case UInt8(ascii: "\""): return string().map(Value.string)
            case UInt8(ascii: "t"): return word("true") ? .bool(true) : nil
            case UInt8(ascii: "f"): return word("false") ? .bool(false) : nil
            case UInt8(ascii: "n"): return word("null") ? .null : nil
            default: return number()
            }
        }

        mutating func object(_ depth: Int) -> Value? {
            var members: [String: Value] = [:]
            position += 1
            if take(UInt8(ascii: "}")) { return .object(members) }
            repeat {
                skipSpace()
                guard next == UInt8(ascii: "\""), let key = string(), take(UInt8(ascii: ":")),
                    let member = value(depth: depth + 1)
                else { return nil }
                members[key] = member
            } while take(UInt8(ascii: ","))
            return take(UInt8(ascii: "}")) ? .object(members) : nil
        }

        mutating func array(_ depth: Int) -> Value? {
            var elements: [Value] = []
            position += 1
            if take(UInt8(ascii: "]")) { return .array(elements) }
            repeat {
                guard let element = value(depth: depth + 1) else { return nil }
                elements.append(element)
            } while take(UInt8(ascii: ","))
            return take(UInt8(ascii: "]")) ? .array(elements) : nil
        }

        mutating func number() -> Value? {
            let start = position
            while let byte = next,
                byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
                    || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "e")
                    || byte == UInt8(ascii: "E") || (0x30...0x39).contains(byte)
            {
                position += 1
            }
            if start == position { return nil }
            let text = String(decoding: bytes[start..<position], as: UTF8.self)
            return .integer(Int64(text) ?? 0)
        }

        mutating func string() -> String? {
            position += 1
            var text: [UInt8] = []
            while let byte = next {
                position += 1
                if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
                if byte != UInt8(ascii: "\\") {
                    text.append(byte)
                    continue
                }
                guard let escape = next else { return nil }
                position += 1
                switch escape {
                case UInt8(ascii: "b"): text.append(0x08)
                case UInt8(ascii: "f"): text.append(0x0C)
                case UInt8(ascii: "n"): text.append(0x0A)
                case UInt8(ascii: "r"): text.append(0x0D)
                case UInt8(ascii: "t"): text.append(0x09)
                case UInt8(ascii: "u"):
                    guard let scalar = unicode() else { return nil }
                    text.append(contentsOf: Array(String(Character(scalar)).utf8))
                default: text.append(escape)
                }
            }
            return nil
        }

        /// The scalar of `\uXXXX`, or of two that make a pair; a lone half becomes U+FFFD.
        mutating func unicode() -> Unicode.Scalar? {
            guard let first = hex() else { return nil }
            if let scalar = Unicode.Scalar(first) { return scalar }
            let mark = position
            if first < 0xDC00, word("\\u"), let second = hex(), (0xDC00...0xDFFF).contains(second) {
                return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
            }
            position = mark
            return "\u{FFFD}"
        }

        mutating func hex() -> UInt32? {
            guard position + 4 <= bytes.count else { return nil }
            let text = String(decoding: bytes[position..<position + 4], as: UTF8.self)
            position += 4
            return UInt32(text, radix: 16)
        }
    }
}
