import Core
import Events
package import Rules

/// Values as plain text, for comparisons in tests.
package enum FieldText {
    /// The text that outputs print, bytes outside ASCII kept.
    package static func text(of value: FieldValue, _ field: ResolvedField) -> String {
        switch value.kind {
        case .missing: return "<NA>"
        case .text:
            if field.definition.type == .bytebuf {
                let shown = value.bytes.array.map { $0 >= 0x20 && $0 < 0x7F ? $0 : 0x2E }
                return String(decoding: shown, as: UTF8.self)
            }
            return escaped(value.bytes.string)
        case .signed: return number(UInt64(bitPattern: Int64(bitPattern: value.bits)), value, field)
        case .unsigned: return number(value.bits, value, field)
        case .boolean: return value.bits != 0 ? "true" : "false"
        case .double: return "\(Double(bitPattern: value.bits))"
        case .address: return address(value.address)
        case .list:
            let elements = value.bytes.string.split(separator: "\0")
            return "(" + elements.joined(separator: ",") + ")"
        }
    }

    /// Control characters as `\xNN`, as the shared tables write them.
    private static func escaped(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            if scalar.value < 0x20 {
                let digits = String(scalar.value, radix: 16)
                shown += "\\x" + (digits.count < 2 ? "0" : "") + digits
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    private static func number(
        _ bits: UInt64, _ value: FieldValue, _ field: ResolvedField
    ) -> String {
        if field.definition.format == .hex {
            return String(bits, radix: 16, uppercase: true)
        }
        return value.kind == .signed ? "\(Int64(bitPattern: bits))" : "\(bits)"
    }

    private static func address(_ address: IPAddress) -> String {
        var scratch = ByteScratch(capacity: 64)
        AddressText.append(address, to: &scratch)
        return scratch.view.string
    }
}
