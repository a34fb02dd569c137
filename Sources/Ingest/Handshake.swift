internal import Core

/// The one datagram that each side sends first: a protobuf message whose field 1 is the version, a
/// uint32. Source: gVisor, pkg/sentry/seccheck/sinks/remote.
package enum Handshake {
    /// What we answer: version 1.
    package static let reply: [UInt8] = [0x08, 0x01]

    enum Verdict: Equatable {
        case accepted(version: UInt32)
        case refused(CloseReason)
    }

    /// Judges a peer's first datagram. A newer version is accepted: the newer side decides whether
    /// it can serve the older. Unknown fields are skipped, the last `version` counts.
    static func judge(_ bytes: BorrowedBytes) -> Verdict {
        var reader = VarintReader(bytes: bytes)
        var version: UInt32 = 0
        while !reader.isAtEnd {
            guard let tag = reader.varint(), tag <= UInt64(UInt32.max), tag >> 3 != 0 else {
                return .refused(.handshakeMalformed)
            }
            if tag == 8 {
                guard let value = reader.varint() else { return .refused(.handshakeMalformed) }
                version = UInt32(truncatingIfNeeded: value)
            } else if !reader.skip(wireType: tag & 7) {
                return .refused(.handshakeMalformed)
            }
        }
        return version >= 1 ? .accepted(version: version) : .refused(.handshakeVersion)
    }
}

/// Reads the little of protobuf that a handshake can hold. Never reads beyond its bytes.
private struct VarintReader {
    let bytes: BorrowedBytes
    var offset = 0

    var isAtEnd: Bool { offset >= bytes.count }

    /// A varint of at most ten bytes; nil when it is cut or too long.
    mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        for index in 0..<10 {
            guard offset < bytes.count else { return nil }
            let byte = bytes[offset]
            offset += 1
            if index == 9 && byte > 1 { return nil }
            value |= UInt64(byte & 0x7F) &<< UInt64(7 * index)
            if byte < 0x80 { return value }
        }
        return nil
    }

    /// Skips one value; false when it is cut or of a kind that cannot be skipped.
    mutating func skip(wireType: UInt64) -> Bool {
        switch wireType {
        case 0: return varint() != nil
        case 1: return skip(count: 8)
        case 5: return skip(count: 4)
        case 2:
            guard let count = varint() else { return false }
            return skip(count: count)
        default: return false
        }
    }

    private mutating func skip(count: UInt64) -> Bool {
        guard count <= UInt64(bytes.count - offset) else { return false }
        offset += Int(truncatingIfNeeded: count)
        return true
    }
}
