internal import Core
internal import Events

/// Reads a record back. Records come from our own queue, so a malformed one is our own bug; still
/// nothing is read beyond its end.
struct AlertRecordReader {
    let timeNanos: UInt64
    let rule: UInt32
    let planSet: UInt32
    let valueCount: Int
    private let bytes: BorrowedBytes
    private var offset = AlertRecord.headerBytes

    init(_ record: BorrowedBytes) {
        precondition(record.count >= AlertRecord.headerBytes, "a record has a header")
        bytes = record
        timeNanos = record.word(at: 0)
        let second = record.word(at: 8)
        rule = UInt32(truncatingIfNeeded: second)
        valueCount = Int(UInt16(truncatingIfNeeded: second &>> 32))
        planSet = UInt32(truncatingIfNeeded: record.word(at: 16))
    }

    /// The next value; its bytes are borrowed from the record.
    mutating func next() -> FieldValue {
        guard let kind = FieldValue.Kind(rawValue: take()) else {
            preconditionFailure("a record holds values of known kinds")
        }
        switch kind {
        case .missing: return .missing
        case .boolean: return .boolean(take() != 0)
        case .signed, .unsigned, .double: return FieldValue(kind: kind, bits: takeWord())
        case .address:
            let isIPv6 = take() == 6
            let high = takeWord()
            return .address(IPAddress(isIPv6: isIPv6, high: high, low: takeWord()))
        case .text, .list:
            precondition(offset + 4 <= bytes.count)
            let raw = unsafe bytes.rawBuffer
            let count = Int(unsafe raw.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            offset += 4
            precondition(count <= bytes.count - offset)
            defer { offset += count }
            return FieldValue(kind: kind, bytes: bytes.slice(offset, count))
        }
    }

    private mutating func take() -> UInt8 {
        defer { offset += 1 }
        return bytes[offset]
    }

    private mutating func takeWord() -> UInt64 {
        defer { offset += 8 }
        return bytes.word(at: offset)
    }
}

extension BorrowedBytes {
    /// Eight bytes in the machine's order.
    func word(at offset: Int) -> UInt64 {
        precondition(offset >= 0 && offset <= count - 8)
        return unsafe rawBuffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }
}
