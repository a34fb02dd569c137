/// Builds JSON text by hand: the reports need no more.
package struct JSONText {
    package private(set) var text = ""
    private var needsComma = false

    package init() {}

    private mutating func separate() {
        if needsComma { text += "," }
        needsComma = true
    }

    /// Opens an object or array, as a member when `key` is given.
    package mutating func open(_ bracket: String, key: String? = nil) {
        separate()
        if let key { text += Self.quoted(key) + ":" }
        text += bracket
        needsComma = false
    }

    package mutating func close(_ bracket: String) {
        text += bracket
        needsComma = true
    }

    package mutating func member(_ key: String, _ value: some BinaryInteger) {
        raw(key, "\(value)")
    }

    package mutating func member(_ key: String, _ value: Bool) {
        raw(key, value ? "true" : "false")
    }

    package mutating func member(_ key: String, _ value: String) {
        raw(key, Self.quoted(value))
    }

    /// One digit behind the point.
    package mutating func member(_ key: String, tenths value: Double) {
        let tenths = Int((value * 10).rounded())
        raw(key, "\(tenths / 10).\(tenths % 10)")
    }

    /// A value that is JSON already.
    package mutating func raw(_ key: String, _ json: String) {
        separate()
        text += Self.quoted(key) + ":" + json
    }

    package mutating func element(_ json: String) {
        separate()
        text += json
    }

    /// `text` as a JSON string.
    package static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7F {
                    let digits = String(scalar.value, radix: 16)
                    out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    out.unicodeScalars.append(scalar)
                }
            }
        }
        return out + "\""
    }
}
