/// Walks protobuf fields of an array. Ends at the first fault.
struct FieldReader {
    private let bytes: [UInt8]
    private(set) var position: Int
    private let end: Int

    init(_ bytes: [UInt8], from offset: Int, to end: Int? = nil) {
        self.bytes = bytes
        position = min(offset, bytes.count)
        self.end = min(end ?? bytes.count, bytes.count)
    }

    /// A field: its number, and what it holds (a number's value, or where its bytes lie).
    struct Field {
        let number: UInt64
        let start: Int
        var value: UInt64 = 0
        var content: Range<Int>?
    }

    mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < end, shift < 70 {
            let byte = bytes[position]
            position += 1
            if shift < 64 { value |= UInt64(byte & 0x7F) << shift }
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }

    mutating func next() -> Field? {
        let start = position
        guard position < end, let tag = varint() else { return nil }
        var field = Field(number: tag >> 3, start: start)
        switch tag & 7 {
        case 0:
            guard let value = varint() else { return nil }
            field.value = value
        case 1: position += 8
        case 5: position += 4
        case 2:
            guard let count = varint(), count <= UInt64(end - position) else { return nil }
            field.content = position..<position + Int(count)
            position += Int(count)
        default: return nil
        }
        return position <= end ? field : nil
    }

    /// Where the first submessage or text of field `number` lies.
    mutating func submessage(_ number: UInt64) -> Range<Int>? {
        while let field = next() {
            if field.number == number { return field.content }
        }
        return nil
    }

    /// The first number of field `number`.
    mutating func number(_ number: UInt64) -> UInt64? {
        while let field = next() {
            if field.number == number, field.content == nil { return field.value }
        }
        return nil
    }
}
