internal import Core
package import Events
package import State

extension FieldExtractor {
    /// The value of an operand of a condition: a field, or a transformer over operands.
    package mutating func value(
        of operand: CheckedOperand, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> FieldValue {
        switch operand {
        case .field(let field): return value(of: field, event, binding, state)
        case .literal(let text): return .text(text.bytes)
        case .transformed(let transformer, let inputs):
            switch transformer {
            case .join: return joined(inputs.dropFirst(), inputs[0], event, binding, state)
            case .concat: return joined(inputs[...], nil, event, binding, state)
            case .getopt: return options(inputs, event, binding, state)
            default:
                let input = value(of: inputs[0], event, binding, state)
                return input.isMissing ? .missing : transformed(transformer, input)
            }
        }
    }

    private mutating func transformed(
        _ transformer: Transformer, _ input: FieldValue
    ) -> FieldValue {
        let bytes = input.bytes
        let start = scratch.count
        switch transformer {
        case .tolower:
            for index in 0..<bytes.count { scratch.append(bytes[index].lowercasedASCII) }
            return composed(from: start)
        case .toupper:
            for index in 0..<bytes.count { scratch.append(bytes[index].uppercasedASCII) }
            return composed(from: start)
        case .basename:
            guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return input }
            return .text(bytes.dropFirst(slash + 1))
        case .len:
            if input.kind != .list { return .unsigned(UInt64(bytes.count)) }
            var count: UInt64 = 0
            for index in 0..<bytes.count where bytes[index] == 0 { count += 1 }
            return .unsigned(count)
        case .b64: return decoded(bytes)
        case .join, .concat, .getopt, .val: return .missing
        }
    }

    /// Texts one after the other; missing when one of them is.
    private mutating func joined(
        _ inputs: ArraySlice<CheckedOperand>, _ separator: CheckedOperand?,
        _ event: borrowing SyscallEvent, _ binding: EventBinding, _ state: borrowing StateTable
    ) -> FieldValue {
        var between = BorrowedBytes()
        if let separator {
            let value = value(of: separator, event, binding, state)
            if value.isMissing { return .missing }
            between = value.bytes
        }
        // Parts first: making one may use the scratch as well.
        var parts: [BorrowedBytes] = []
        for input in inputs {
            let value = value(of: input, event, binding, state)
            if value.isMissing { return .missing }
            parts.append(value.bytes)
        }
        let start = scratch.count
        for (index, part) in parts.enumerated() {
            if index > 0 { scratch.append(between) }
            scratch.append(part)
        }
        return composed(from: start)
    }

    /// Base64 without need for padding; missing when it is malformed.
    private mutating func decoded(_ text: BorrowedBytes) -> FieldValue {
        let start = scratch.count
        var end = text.count
        while end > 0 && text[end - 1] == UInt8(ascii: "=") { end -= 1 }
        if end % 4 == 1 { return .missing }
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for index in 0..<end {
            guard let digit = Self.base64Digit(text[index]) else {
                scratch.truncate(to: start)
                return .missing
            }
            bits = bits &<< 6 | digit
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                scratch.append(UInt8(truncatingIfNeeded: bits &>> bitCount))
            }
        }
        return composed(from: start)
    }

    private static func base64Digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x41...0x5A: UInt32(byte) - 0x41
        case 0x61...0x7A: UInt32(byte) - 0x61 + 26
        case 0x30...0x39: UInt32(byte) - 0x30 + 52
        case 0x2B: 62
        case 0x2F: 63
        default: nil
        }
    }
}
