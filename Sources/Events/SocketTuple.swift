package import Core

/// An IPv4 or IPv6 address as two words in network order; IPv4 lies in the low 32 bits of `low`.
@usableFromInline package struct IPAddress: Equatable, Hashable, BitwiseCopyable, Sendable {
    @usableFromInline package var isIPv6: Bool
    @usableFromInline package var high: UInt64
    @usableFromInline package var low: UInt64

    @inlinable package init(isIPv6: Bool, high: UInt64, low: UInt64) {
        self.isIPv6 = isIPv6
        self.high = high
        self.low = low
    }

    @inlinable package init(ipv4: UInt32) {
        self.init(isIPv6: false, high: 0, low: UInt64(ipv4))
    }
}

/// Both ends of a socket as far as they are known, source being the client and destination the
/// server, as Falco's `socktuple` and `sockaddr` parameters say it.
@usableFromInline package struct SocketTuple: BitwiseCopyable {
    @usableFromInline package enum Family: UInt8, BitwiseCopyable, Sendable {
        case none, unix, ipv4, ipv6, other
    }

    @usableFromInline package var family = Family.none
    /// The client's end is known.
    @usableFromInline package var hasSource = false
    /// The server's end is known.
    @usableFromInline package var hasDestination = false
    package var sourceAddress = IPAddress(ipv4: 0)
    package var destinationAddress = IPAddress(ipv4: 0)
    /// Host order.
    package var sourcePort: UInt16 = 0
    package var destinationPort: UInt16 = 0
    /// Kernel addresses of the two ends of a unix socket; 0 where unknown (always, from gVisor).
    package var unixSource: UInt64 = 0
    package var unixDestination: UInt64 = 0
    /// Path of a unix socket; an abstract name begins with a NUL.
    package var unixPath = BorrowedBytes()

    @inlinable package init() {}
}
