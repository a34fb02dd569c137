import CSentryWire

/// A payload in which each submessage stands once: the occurrences of one field are joined, which
/// by protobuf's rules means the same. protobuf-c forgets scalars of the earlier ones otherwise.
struct MergedPayload {
    /// A submessage field occurred more than once somewhere.
    private(set) var hasRepeatedSubmessage = false
    /// A bool field has the wire type of another kind of field, which protobuf-c lets pass.
    private(set) var hasMistypedBool = false

    /// `payload` must be one that libprotobuf-c accepts as a message of `oracle`.
    mutating func merge(_ payload: [UInt8], of oracle: Oracle) -> [UInt8] {
        var plain: [UInt8] = []
        var submessages: [(field: UInt64, oracle: Oracle, content: [UInt8])] = []
        let fields = unsafe oracle.fields
        var position = 0
        while position < payload.count {
            let start = position
            let tag = number(payload, &position)
            var content: Range<Int>?
            switch tag & 7 {
            case 0: _ = number(payload, &position)
            case 1: position += 8
            case 5: position += 4
            default:
                let count = Int(number(payload, &position))
                content = position..<position + count
                position += count
            }
            let field = unsafe fields.first { unsafe UInt64($0.id) == tag >> 3 }
            if let field = unsafe field, tag & 7 != 0 {
                hasMistypedBool = unsafe hasMistypedBool || field.type == PROTOBUF_C_TYPE_BOOL
            }
            guard let field = unsafe field, let content,
                unsafe field.type == PROTOBUF_C_TYPE_MESSAGE
            else {
                plain.append(contentsOf: payload[start..<position])
                continue
            }
            if let index = submessages.firstIndex(where: { $0.field == tag >> 3 }) {
                hasRepeatedSubmessage = true
                submessages[index].content.append(contentsOf: payload[content])
            } else {
                let inner = unsafe Oracle(
                    field.descriptor.assumingMemoryBound(to: ProtobufCMessageDescriptor.self))
                submessages.append((tag >> 3, inner, Array(payload[content])))
            }
        }
        for submessage in submessages {
            let content = merge(submessage.content, of: submessage.oracle)
            write(submessage.field << 3 | 2, &plain)
            write(UInt64(content.count), &plain)
            plain.append(contentsOf: content)
        }
        return plain
    }

    private func number(_ bytes: [UInt8], _ position: inout Int) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if shift < 64 { value |= UInt64(byte & 0x7F) << shift }
            if byte < 0x80 { break }
            shift += 7
        }
        return value
    }

    private func write(_ value: UInt64, _ bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
