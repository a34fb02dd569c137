package import Core

/// Addresses and ends of sockets as text.
package enum AddressText {
    /// `a.b.c.d`, or IPv6 in its short form.
    package static func append(_ address: IPAddress, to scratch: inout ByteScratch) {
        if address.isIPv6 {
            appendIPv6(address, to: &scratch)
            return
        }
        var shift: UInt64 = 24
        while true {
            scratch.append(decimal: (address.low &>> shift) & 0xFF)
            if shift == 0 { return }
            scratch.append(UInt8(ascii: "."))
            shift &-= 8
        }
    }

    /// `address:port`.
    package static func append(
        _ address: IPAddress, port: UInt16, to scratch: inout ByteScratch
    ) {
        append(address, to: &scratch)
        scratch.append(UInt8(ascii: ":"))
        scratch.append(decimal: UInt64(port))
    }

    /// A `sockaddr` parameter: the server's end, or the client's when only that is known.
    /// False when the tuple has neither.
    package static func appendAddress(
        _ tuple: SocketTuple, to scratch: inout ByteScratch
    ) -> Bool {
        switch tuple.family {
        case .unix: scratch.append(tuple.unixPath)
        case .ipv4, .ipv6:
            let isServer = tuple.hasDestination || !tuple.hasSource
            append(
                isServer ? tuple.destinationAddress : tuple.sourceAddress,
                port: isServer ? tuple.destinationPort : tuple.sourcePort, to: &scratch)
        case .none, .other: return false
        }
        return true
    }

    /// `source:port->destination:port`; an end that is not known is zero. Unix sockets: the two
    /// kernel addresses, then the path. False when the tuple is empty.
    package static func appendTuple(
        _ tuple: SocketTuple, to scratch: inout ByteScratch
    ) -> Bool {
        switch tuple.family {
        case .unix:
            scratch.append(hexadecimal: tuple.unixSource)
            scratch.append("->")
            scratch.append(hexadecimal: tuple.unixDestination)
            scratch.append(UInt8(ascii: " "))
            scratch.append(tuple.unixPath)
        case .ipv4, .ipv6:
            let zero = IPAddress(isIPv6: tuple.family == .ipv6, high: 0, low: 0)
            append(
                tuple.hasSource ? tuple.sourceAddress : zero,
                port: tuple.hasSource ? tuple.sourcePort : 0, to: &scratch)
            scratch.append("->")
            append(
                tuple.hasDestination ? tuple.destinationAddress : zero,
                port: tuple.hasDestination ? tuple.destinationPort : 0, to: &scratch)
        case .none, .other: return false
        }
        return true
    }

    /// Groups of lower-case hexadecimal; the longest run of two or more zero groups becomes `::`.
    private static func appendIPv6(_ address: IPAddress, to scratch: inout ByteScratch) {
        func group(_ index: Int) -> UInt64 {
            let word = index < 4 ? address.high : address.low
            return (word &>> UInt64(48 &- (index & 3) &* 16)) & 0xFFFF
        }
        if address.high == 0 && address.low &>> 32 == 0xFFFF {
            scratch.append("::ffff:")
            append(IPAddress(ipv4: UInt32(truncatingIfNeeded: address.low)), to: &scratch)
            return
        }
        var bestStart = 8
        var bestCount = 1
        var index = 0
        while index < 8 {
            var end = index
            while end < 8 && group(end) == 0 { end += 1 }
            if end - index > bestCount {
                bestStart = index
                bestCount = end - index
            }
            index = max(end, index + 1)
        }
        index = 0
        while index < 8 {
            if index == bestStart {
                scratch.append("::")
                index += bestCount
                continue
            }
            if index > 0 && index != bestStart + bestCount { scratch.append(UInt8(ascii: ":")) }
            scratch.append(hexadecimal: group(index))
            index += 1
        }
    }
}
