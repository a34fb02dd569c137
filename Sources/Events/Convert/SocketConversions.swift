package import Core

/// Linux's socket families and addresses turned into Falco's.
package enum SocketConversions {
    /// Families have Linux's numbers; those that the table does not name are 0.
    package static func family(_ domain: Int32) -> UInt32 {
        switch domain {
        case 1...26, 29...39: UInt32(bitPattern: domain)
        default: 0
        }
    }

    /// Why an address could not be read.
    package enum AddressFault: UInt8, CaseIterable, BitwiseCopyable, Sendable {
        /// Shorter than its family needs.
        case short
        /// More than the 200 bytes that gVisor relays.
        case long
    }

    /// Longest address that is looked at. Source: gVisor, which relays no more.
    package static var addressLimit: Int { 200 }

    /// One end of a socket as read from a `sockaddr`.
    package struct Endpoint: BitwiseCopyable {
        @usableFromInline package var family = SocketTuple.Family.none
        @usableFromInline package var address = IPAddress(ipv4: 0)
        package var port: UInt16 = 0
        /// Path of a unix socket; an abstract name begins with a NUL; empty when unnamed.
        package var path = BorrowedBytes()
    }

    /// Reads a `sockaddr` of any length; nil when it is too short for its family or too long.
    ///
    ///     0        2        4        8            16          24
    ///     | family | port (big-endian) | IPv4     |                    AF_INET, 16 bytes
    ///     | family | port | flow info  | IPv6 …             | scope |  AF_INET6, 28 bytes
    ///     | family | path …                                           AF_UNIX
    ///
    /// The family is little-endian. AF_INET needs 8 bytes, AF_INET6 24: the kernel's own minimum.
    package static func endpoint(_ bytes: BorrowedBytes) -> Endpoint? {
        guard bytes.count >= 2, bytes.count <= addressLimit else { return nil }
        var endpoint = Endpoint()
        switch UInt16(bytes[0]) | UInt16(bytes[1]) &<< 8 {
        case 0: break
        case 1:
            endpoint.family = .unix
            let path = bytes.dropFirst(2)
            if path.count > 0 && path[0] != 0 {
                endpoint.path = path.slice(0, path.firstIndex(of: 0) ?? path.count)
            } else {
                endpoint.path = path
            }
        case 2:
            guard bytes.count >= 8 else { return nil }
            endpoint.family = .ipv4
            endpoint.port = UInt16(bytes[2]) &<< 8 | UInt16(bytes[3])
            endpoint.address = IPAddress(
                isIPv6: false, high: 0, low: bigEndian(bytes, 4, byteCount: 4))
        case 10:
            guard bytes.count >= 24 else { return nil }
            endpoint.family = .ipv6
            endpoint.port = UInt16(bytes[2]) &<< 8 | UInt16(bytes[3])
            endpoint.address = IPAddress(
                isIPv6: true, high: bigEndian(bytes, 8, byteCount: 8),
                low: bigEndian(bytes, 16, byteCount: 8))
        default: endpoint.family = .other
        }
        return endpoint
    }

    private static func bigEndian(
        _ bytes: BorrowedBytes, _ offset: Int, byteCount: Int
    ) -> UInt64 {
        var value: UInt64 = 0
        for index in 0..<byteCount { value = value &<< 8 | UInt64(bytes[offset &+ index]) }
        return value
    }
}
