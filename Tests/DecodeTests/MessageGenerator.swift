import CSentryWire
import Decode
import TestSupport

/// Makes payloads out of protobuf-c's descriptors: mostly legal in any order and spelling, now and
/// then wrong on purpose. Same seed, same bytes.
struct MessageGenerator {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// A datagram of a random known type; one in 16 has a longer header.
    mutating func datagram() -> [UInt8] {
        let type = MessageType.allCases[random.below(MessageType.allCases.count)]
        let headerSize = random.once(in: 16) ? 8 + random.below(64) : 8
        var bytes: [UInt8] = [UInt8(headerSize), 0, UInt8(type.rawValue), 0]
        for _ in 4..<headerSize { bytes.append(UInt8(truncatingIfNeeded: random.next())) }
        payload(of: Oracle(type), depth: 0, into: &bytes)
        return bytes
    }

    /// Fields of a message in random order, some twice, some unknown.
    mutating func payload(of oracle: Oracle, depth: Int, into bytes: inout [UInt8]) {
        let fields = unsafe oracle.fields
        for _ in 0..<random.below(fields.count * 2 + 2) {
            if random.once(in: 20) || fields.isEmpty {
                unknownField(into: &bytes)
                continue
            }
            let field = unsafe fields[random.below(fields.count)]
            unsafe known(field, depth: depth, into: &bytes)
        }
    }

    private mutating func known(
        _ field: ProtobufCFieldDescriptor, depth: Int, into bytes: inout [UInt8]
    ) {
        let number = unsafe UInt64(field.id)
        let type = unsafe field.type
        if random.once(in: 1_000) {  // the wire type of another kind of field, or none at all
            tag(number << 3 | UInt64(random.below(8)), into: &bytes)
            value(wireType: random.below(8), into: &bytes)
            return
        }
        switch type {
        case PROTOBUF_C_TYPE_MESSAGE:
            tag(number << 3 | 2, into: &bytes)
            var inner: [UInt8] = []
            let descriptor = unsafe field.descriptor.assumingMemoryBound(
                to: ProtobufCMessageDescriptor.self)
            unsafe payload(of: Oracle(descriptor), depth: depth + 1, into: &inner)
            lengthPrefixed(inner, into: &bytes)
        case PROTOBUF_C_TYPE_STRING, PROTOBUF_C_TYPE_BYTES:
            tag(number << 3 | 2, into: &bytes)
            value(wireType: 2, into: &bytes)
        default:
            tag(number << 3, into: &bytes)
            value(wireType: 0, into: &bytes)
        }
    }

    private mutating func unknownField(into bytes: inout [UInt8]) {
        let number: UInt64
        switch random.below(4) {
        case 0: number = UInt64(23 + random.below(100))
        case 1: number = random.next() & 0xFFFF_FFFF
        default: number = UInt64(random.below(40))
        }
        let wireType = random.once(in: 200) ? random.below(8) : [0, 1, 2, 5][random.below(4)]
        tag(number << 3 | UInt64(wireType), into: &bytes)
        value(wireType: wireType, into: &bytes)
    }

    private mutating func value(wireType: Int, into bytes: inout [UInt8]) {
        switch wireType {
        case 0: number(into: &bytes)
        case 1: for _ in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: random.next())) }
        case 2:
            let count = random.once(in: 50) ? random.below(400) : random.below(12)
            var text: [UInt8] = []
            for _ in 0..<count {
                text.append(random.once(in: 40) ? UInt8(random.below(256)) : 97)
            }
            lengthPrefixed(text, into: &bytes)
        case 5: for _ in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: random.next())) }
        default: break
        }
    }

    /// A varint: small, of any size, negative, spelled too long, or beyond 64 bits.
    private mutating func number(into bytes: inout [UInt8]) {
        let value = random.next() >> UInt64(random.below(64))
        switch random.below(40) {
        case 0: varint(value, paddedTo: 1 + random.below(10), into: &bytes)
        case 1: varint(value, paddedTo: random.once(in: 8) ? 11 : 10, into: &bytes)
        case 2:
            for _ in 0..<9 { bytes.append(UInt8(random.below(2) == 0 ? 0x80 : 0xFF)) }
            bytes.append(UInt8(random.below(128)))
        default: varint(value, paddedTo: 1, into: &bytes)
        }
    }

    private mutating func tag(_ tag: UInt64, into bytes: inout [UInt8]) {
        let isPadded = random.once(in: 60)
        varint(tag, paddedTo: isPadded ? 1 + random.below(6) : 1, into: &bytes)
    }

    private mutating func lengthPrefixed(_ content: [UInt8], into bytes: inout [UInt8]) {
        var count = UInt64(content.count)
        if random.once(in: 2_000) { count = random.next() >> UInt64(random.below(64)) }
        let isPadded = random.once(in: 60)
        varint(count, paddedTo: isPadded ? 1 + random.below(6) : 1, into: &bytes)
        bytes.append(contentsOf: content)
    }

    /// `value` in at least `byteCount` bytes, the shortest spelling being padded with zero groups.
    private func varint(_ value: UInt64, paddedTo byteCount: Int, into bytes: inout [UInt8]) {
        var rest = value
        var written = 1
        while rest >= 0x80 || written < byteCount {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
            written += 1
        }
        bytes.append(UInt8(rest))
    }
}

extension MessageGenerator {
    /// Changes a datagram in one to four places: bits, bytes, cuts, repeats, other ends.
    mutating func mutate(_ datagram: [UInt8], with other: [UInt8]) -> [UInt8] {
        var bytes = datagram
        for _ in 0...random.below(3) {
            guard bytes.count > 8 else { return bytes }
            let at = 8 + random.below(bytes.count - 8)
            switch random.below(7) {
            case 0: bytes[at] ^= UInt8(1 << random.below(8))
            case 1: bytes[at] = UInt8(random.below(256))
            case 2: bytes.removeLast(random.below(bytes.count - 8))
            case 3: bytes.remove(at: at)
            case 4: bytes.insert(UInt8(random.below(256)), at: at)
            case 5:
                let end = min(bytes.count, at + random.below(24))
                bytes.insert(contentsOf: Array(bytes[at..<end]), at: at)
            default:
                guard other.count > 8 else { continue }
                bytes.replaceSubrange(at..., with: other[(8 + random.below(other.count - 8))...])
            }
        }
        if random.once(in: 32) { bytes[2] = UInt8(random.below(40)) }
        return bytes
    }
}
