/// Damage below the header: the protobuf layer.
extension FuzzGenerator {
    func protobufCase() -> FuzzCase {
        var actions: [FuzzCase.Action] = [.connect(Self.handshake)]
        for message in validMessages() {
            actions.append(.send(random.once(in: 3) ? message : damaged(message)))
        }
        return FuzzCase(layer: .protobuf, actions: actions + [.close])
    }

    private func damaged(_ message: [UInt8]) -> [UInt8] {
        var bytes = message
        for _ in 0...random.below(3) {
            guard bytes.count > 9 else { return bytes }
            damage(&bytes, at: 8 + random.below(bytes.count - 8))
        }
        return bytes
    }

    private func damage(_ bytes: inout [UInt8], at position: Int) {
        switch random.below(12) {
        case 0: bytes[position] ^= UInt8(1 << random.below(8))
        case 1: bytes[position] = UInt8(truncatingIfNeeded: random.next())
        case 2: bytes.removeLast(random.below(bytes.count - 8))
        case 3: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: position)
        case 4:
            // A number that never ends, or ends late.
            let run = [UInt8](repeating: 0x80, count: 1 + random.below(12))
            bytes.insert(contentsOf: run, at: position)
        case 5: bytes.insert(contentsOf: [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], at: position)
        case 6: bytes.append(contentsOf: Array(bytes[8...].prefix(4_000)))
        case 7: bytes.append(contentsOf: [0x0A, 0x00, 0x12, 0x00])
        case 8: bytes.append(contentsOf: unknownFields())
        case 9: replaceText(in: &bytes)
        case 10:
            // Repeated fields: one tag, over and over.
            let tag = UInt8(0x22 + 8 * random.below(4))
            for _ in 0..<random.below(4_000) { bytes.append(contentsOf: [tag, 0x00]) }
        default:
            // Nesting that nobody asked for.
            var nested: [UInt8] = []
            for _ in 0..<random.below(120) {
                nested = [0x0A, UInt8(min(127, nested.count))] + nested.prefix(127)
            }
            bytes.append(contentsOf: nested)
        }
    }

    private func unknownFields() -> [UInt8] {
        var fields: [UInt8] = []
        for _ in 0..<1 + random.below(6) {
            switch random.below(5) {
            case 0: fields += [0xF8, 0x07, 0x01]
            case 1: fields += [0xFA, 0x07, 0x03, 0x61, 0x62, 0x63]
            case 2: fields += [0xFD, 0x07] + bytes(4)
            case 3: fields += [0xF9, 0x07] + bytes(8)
            default: fields += [0xFB, 0x07, 0xFC, 0x07]
            }
        }
        return fields
    }

    /// Puts bytes that are no text, NULs or terminal control where a path begins.
    private func replaceText(in bytes: inout [UInt8]) {
        guard let start = bytes[8...].firstIndex(of: UInt8(ascii: "/")) else { return }
        let foreign: [[UInt8]] = [
            [0xFF, 0xFE], [0x00], [0x1B, 0x5B, 0x32, 0x4A], [0x0A], [0xC3, 0x28],
            [0xED, 0xA0, 0x80], [0x25, 0x73],
        ]
        for (index, byte) in random.pick(foreign).enumerated() where start + index < bytes.count {
            bytes[start + index] = byte
        }
    }
}
