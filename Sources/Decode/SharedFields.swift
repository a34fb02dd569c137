/// The fields that payloads have in common. Their numbers are low, so `known` of the callers below
/// only names what is the message's own.
extension Message {
    /// Field 1 of a payload that is not a system call's, or an unknown field.
    mutating func decodeShared(
        _ tag: UInt64, _ reader: inout WireReader, known: UInt64
    ) throws(RejectReason) {
        if tag == 0o12 {
            try mergeContext(from: &reader)
        } else {
            try reader.skipUnknown(tag, known: known | 0b10)
        }
    }

    /// Fields 1 to 3 of a system call's payload, or an unknown field.
    mutating func decodeSyscall(
        _ tag: UInt64, _ reader: inout WireReader, known: UInt64
    ) throws(RejectReason) {
        switch tag {
        case 0o12: try mergeContext(from: &reader)
        case 0o22: try exit.merge(from: &reader)
        case 0o30: sysno = try reader.uint64()
        default: try reader.skipUnknown(tag, known: known | 0b1110)
        }
    }

    /// Fields 1, 2 and 4 of the raw payload, or an unknown field.
    mutating func decodeRawSyscall(
        _ tag: UInt64, _ reader: inout WireReader, known: UInt64
    ) throws(RejectReason) {
        switch tag {
        case 0o12: try mergeContext(from: &reader)
        case 0o22: try exit.merge(from: &reader)
        case 0o40: sysno = try reader.uint64()
        default: try reader.skipUnknown(tag, known: known | 0b10110)
        }
    }
}

extension MessageExit {
    /// Reads one occurrence of field 2; a later one overrides what it names.
    mutating func merge(from reader: inout WireReader) throws(RejectReason) {
        try mergeInline(from: &reader)
    }

    /// The same where every message passes.
    @inline(__always)
    mutating func mergeInline(from reader: inout WireReader) throws(RejectReason) {
        isPresent = true
        let outerEnd = try reader.enter()
        var tag = try reader.nextTag()
        while tag != 0 {
            if tag == 0o10 {
                result = try reader.int64()
            } else if tag == 0o20 {
                errorno = try reader.int64()
            } else {
                var other = reader
                try other.skipUnknown(tag, known: 0b110)
                reader = other
            }
            tag = try reader.nextTag()
        }
        reader.leave(outerEnd)
    }
}
