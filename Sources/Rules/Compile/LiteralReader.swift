internal import Core
package import Events
internal import Glibc

/// Reads literals as the C library's parsers do in Falco; nil is a load error.
package enum LiteralReader {
    /// Longest literal of a text comparison.
    package static let byteLimit = 255

    /// Decimal digits with optional sign, cut to `bits`. What does not fit 64 bits becomes the
    /// nearest that does; the sign of an unsigned number wraps it.
    package static func number(_ text: [UInt8], signed: Bool, bits: Int) -> UInt64? {
        let isNegative = text.first == UInt8(ascii: "-")
        let digits = isNegative || text.first == UInt8(ascii: "+") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        var value: UInt64 = 0
        var isTooLarge = false
        for digit in digits {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit - 0x30))
            isTooLarge = isTooLarge || overflow || carry
            value = sum
        }
        if signed { return signedNumber(value, isTooLarge, isNegative, bits: bits) }
        if isTooLarge { value = .max } else if isNegative { value = 0 &- value }
        return bits >= 64 ? value : value & ((1 << UInt64(bits)) - 1)
    }

    private static func signedNumber(
        _ magnitude: UInt64, _ isTooLarge: Bool, _ isNegative: Bool, bits: Int
    ) -> UInt64 {
        let limit = UInt64(Int64.max) + (isNegative ? 1 : 0)
        let clamped = isTooLarge || magnitude > limit ? limit : magnitude
        let value = isNegative ? 0 &- clamped : clamped
        let shift = UInt64(64 - bits)
        return UInt64(bitPattern: Int64(bitPattern: value << shift) >> Int64(shift))
    }

    /// A decimal number with an optional fraction, as the bits of a `Double`.
    package static func double(_ text: [UInt8]) -> UInt64? {
        Double(String(decoding: text, as: UTF8.self)).flatMap {
            $0.isFinite ? $0.bitPattern : nil
        }
    }

    /// Exactly `true` or `false`.
    package static func bool(_ text: [UInt8]) -> UInt64? {
        if text.elementsEqual("true".utf8) { return 1 }
        return text.elementsEqual("false".utf8) ? 0 : nil
    }

    /// Digits, taken modulo 65536, or the name of a service; nothing at all is port 0.
    package static func port(_ text: [UInt8]) -> UInt64? {
        if text.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
            return text.reduce(0) { ($0 &* 10 &+ UInt64($1 - 0x30)) & 0xFFFF }
        }
        return ServicePorts.port(of: String(decoding: text, as: UTF8.self)).map(UInt64.init)
    }

    /// Four decimal parts where there is a dot, else an IPv6 address.
    package static func address(_ text: [UInt8]) -> IPAddress? {
        guard !text.contains(0) else { return nil }
        let string = String(decoding: text, as: UTF8.self)
        if text.contains(UInt8(ascii: ".")) {
            var binary = in_addr()
            guard unsafe inet_pton(AF_INET, string, &binary) == 1 else { return nil }
            return IPAddress(ipv4: UInt32(bigEndian: binary.s_addr))
        }
        var words = InlineArray<2, UInt64>(repeating: 0)
        guard unsafe inet_pton(AF_INET6, string, &words) == 1 else { return nil }
        return IPAddress(
            isIPv6: true, high: UInt64(bigEndian: words[0]), low: UInt64(bigEndian: words[1]))
    }

    /// `a.b.c.d/0` to `/32`, or an IPv6 address with `/1` to `/128`.
    package static func network(_ text: [UInt8]) -> IPNetwork? {
        guard let slash = text.lastIndex(of: UInt8(ascii: "/")),
            let address = address(Array(text[..<slash]))
        else { return nil }
        let digits = text[text.index(after: slash)...]
        guard !digits.isEmpty, digits.count <= 3,
            digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
        else { return nil }
        let length = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        let isLegal = address.isIPv6 ? length >= 1 && length <= 128 : length <= 32
        return isLegal ? IPNetwork(address: address, prefixLength: length) : nil
    }

    /// Pairs of hexadecimal digits in either case.
    package static func hexadecimal(_ text: [UInt8]) -> [UInt8]? {
        guard text.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: text.count, by: 2) {
            guard let high = digit(text[index]), let low = digit(text[index + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case 0x30...0x39: character - 0x30
        case 0x41...0x46: character - 0x37
        case 0x61...0x66: character - 0x57
        default: nil
        }
    }
}
