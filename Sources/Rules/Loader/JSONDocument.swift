internal import Core

/// A JSON value in memory, for commands that print once. Objects print their keys sorted, without
/// blanks.
package indirect enum JSONDocument: Equatable, Sendable {
    case object([String: JSONDocument])
    case array([JSONDocument])
    case text(String)
    case number(Int)
    case flag(Bool)
    case null

    /// One line.
    package var line: String {
        let bytes = ByteBuffer.array { append(to: &$0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func append(to buffer: inout ByteBuffer) {
        switch self {
        case .object(let members): Self.append(members, to: &buffer)
        case .array(let elements):
            buffer.append("[")
            for (index, element) in elements.enumerated() {
                if index > 0 { buffer.append(",") }
                element.append(to: &buffer)
            }
            buffer.append("]")
        case .text(let text): buffer.append(json: text)
        case .number(let number): buffer.append(decimal: Int64(number))
        case .flag(let flag): buffer.append(flag ? "true" : "false")
        case .null: buffer.append("null")
        }
    }

    private static func append(
        _ members: [String: JSONDocument], to buffer: inout ByteBuffer
    ) {
        let keys = members.keys.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        buffer.append("{")
        for (index, key) in keys.enumerated() {
            if index > 0 { buffer.append(",") }
            buffer.append(json: key)
            buffer.append(":")
            members[key]?.append(to: &buffer)
        }
        buffer.append("}")
    }

    /// An array of texts.
    package static func texts(_ texts: [String]) -> JSONDocument { .array(texts.map { .text($0) }) }
}
