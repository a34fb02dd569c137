internal import Core

extension ByteScratch {
    /// Appends a signed number in decimal.
    mutating func append(signed value: Int64) {
        if value < 0 { append(UInt8(ascii: "-")) }
        append(decimal: value.magnitude)
    }

    /// Appends in upper-case hexadecimal or in octal, without prefix or leading zeros.
    mutating func append(_ value: UInt64, bitsPerDigit: UInt64) {
        let mask: UInt64 = (1 &<< bitsPerDigit) &- 1
        var shift: UInt64 = 0
        while shift &+ bitsPerDigit < 64, value &>> (shift &+ bitsPerDigit) != 0 {
            shift &+= bitsPerDigit
        }
        while true {
            let digit = UInt8(truncatingIfNeeded: (value &>> shift) & mask)
            append(digit < 10 ? 0x30 &+ digit : 0x37 &+ digit)
            if shift < bitsPerDigit { return }
            shift &-= bitsPerDigit
        }
    }

    /// Appends nanoseconds as seconds with at most six significant digits and an `s`.
    mutating func append(secondsOfNanos nanos: UInt64) {
        // Rounded to six digits: a mantissa below a million and the power of ten to scale it.
        var mantissa = nanos
        var exponent = -9
        while mantissa >= 1_000_000 {
            let digit = mantissa % 10
            mantissa /= 10
            exponent += 1
            if digit >= 5 && mantissa < 1_000_000 { mantissa += 1 }
        }
        while mantissa > 0 && mantissa % 10 == 0 {
            mantissa /= 10
            exponent += 1
        }
        append(mantissa: mantissa, exponent: mantissa == 0 ? 0 : exponent)
        append(UInt8(ascii: "s"))
    }

    private mutating func append(mantissa: UInt64, exponent: Int) {
        var digits = 0
        var rest = mantissa
        while rest > 0 {
            digits += 1
            rest /= 10
        }
        let leading = digits + exponent - 1
        if mantissa == 0 || (leading >= -4 && leading < 6) {
            appendPlain(mantissa, exponent)
            return
        }
        // One digit, the others behind the point, then the exponent of two digits.
        var divisor: UInt64 = 1
        for _ in 1..<max(1, digits) { divisor *= 10 }
        append(decimal: mantissa / divisor)
        if digits > 1 {
            append(UInt8(ascii: "."))
            appendDigits(mantissa % divisor, count: digits - 1)
        }
        append(leading < 0 ? "e-" : "e+")
        appendDigits(UInt64(abs(leading)), count: 2)
    }

    private mutating func appendPlain(_ mantissa: UInt64, _ exponent: Int) {
        var scale: UInt64 = 1
        for _ in 0..<min(abs(exponent), 18) { scale *= 10 }
        if exponent >= 0 {
            append(decimal: mantissa * scale)
            return
        }
        append(decimal: mantissa / scale)
        append(UInt8(ascii: "."))
        appendDigits(mantissa % scale, count: -exponent)
    }

    private mutating func appendDigits(_ value: UInt64, count: Int) {
        var divisor: UInt64 = 1
        for _ in 1..<max(1, count) { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(truncatingIfNeeded: value / divisor % 10) &+ 0x30)
            divisor /= 10
        }
    }
}
