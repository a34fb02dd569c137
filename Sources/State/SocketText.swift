package import Core
package import Events

/// Texts of socket addresses as Falco renders them in `fd.name` and in parameters.
package enum SocketText {
    /// `source->destination`; an end that is not known is left out.
    ///
    /// - Parameter hasPorts: false for protocols without ports, which print addresses only.
    package static func append(
        _ tuple: borrowing SocketTuple, hasPorts: Bool, to scratch: inout ByteScratch
    ) {
        switch tuple.family {
        case .unix:
            scratch.append(hexadecimal: tuple.unixSource)
            scratch.append("->")
            scratch.append(hexadecimal: tuple.unixDestination)
            if !tuple.unixPath.isEmpty {
                scratch.append(UInt8(ascii: " "))
                scratch.append(tuple.unixPath)
            }
        case .ipv4, .ipv6:
            if tuple.hasSource {
                append(
                    tuple.sourceAddress, port: tuple.sourcePort, hasPort: hasPorts, to: &scratch)
            }
            scratch.append("->")
            if tuple.hasDestination {
                append(
                    tuple.destinationAddress, port: tuple.destinationPort, hasPort: hasPorts,
                    to: &scratch)
            }
        case .none, .other:
            break
        }
    }

    /// `address:port`, the port in decimal.
    package static func append(
        _ address: IPAddress, port: UInt16, hasPort: Bool, to scratch: inout ByteScratch
    ) {
        append(address, to: &scratch)
        if hasPort {
            scratch.append(UInt8(ascii: ":"))
            scratch.append(decimal: UInt64(port))
        }
    }

    /// Dotted quad or the shortest colon form, as `inet_ntop` writes them.
    package static func append(_ address: IPAddress, to scratch: inout ByteScratch) {
        if address.isIPv6 {
            appendIPv6(address, to: &scratch)
        } else {
            appendIPv4(UInt32(truncatingIfNeeded: address.low), to: &scratch)
        }
    }

    private static func appendIPv4(_ value: UInt32, to scratch: inout ByteScratch) {
        var shift: UInt32 = 24
        while true {
            scratch.append(decimal: UInt64((value &>> shift) & 255))
            if shift == 0 { return }
            scratch.append(UInt8(ascii: "."))
            shift &-= 8
        }
    }

    private static func appendIPv6(_ address: IPAddress, to scratch: inout ByteScratch) {
        // An IPv4 address mapped or embedded prints its last 32 bits dotted.
        let isMapped = address.high == 0 && address.low &>> 32 == 0xFFFF
        let isEmbedded = address.high == 0 && address.low &>> 32 == 0 && address.low > 0xFFFF
        if isMapped || isEmbedded {
            scratch.append(isMapped ? "::ffff:" : "::")
            appendIPv4(UInt32(truncatingIfNeeded: address.low), to: &scratch)
            return
        }
        let gap = longestZeroRun(address)
        var index = 0
        while index < 8 {
            if gap.count > 1 && index == gap.start {
                scratch.append("::")
                index += gap.count
                continue
            }
            if index > 0 && !(gap.count > 1 && index == gap.start + gap.count) {
                scratch.append(UInt8(ascii: ":"))
            }
            scratch.append(hexadecimal: UInt64(group(address, index)))
            index += 1
        }
    }

    private static func group(_ address: IPAddress, _ index: Int) -> UInt16 {
        let word = index < 4 ? address.high : address.low
        return UInt16(truncatingIfNeeded: word &>> UInt64(48 - (index & 3) * 16))
    }

    private static func longestZeroRun(_ address: IPAddress) -> (start: Int, count: Int) {
        var best = (start: 0, count: 0)
        var index = 0
        while index < 8 {
            var end = index
            while end < 8 && group(address, end) == 0 { end += 1 }
            if end - index > best.count { best = (index, end - index) }
            index = max(end, index + 1)
        }
        return best
    }
}
