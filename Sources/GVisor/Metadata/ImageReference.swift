/// A name of an image, taken apart: `registry:5000/a/b:tag@sha256:…`, or the image's id.
package struct ImageReference: Equatable, Sendable {
    /// What stands before tag and digest; empty for an id.
    package var repository = ""
    package var tag = ""
    /// With its algorithm: `sha256:…`.
    package var digest = ""
    /// 64 hexadecimal digits, when the text is an id and no name.
    package var id = ""

    package init(_ text: String) {
        if let id = Self.id(text) {
            self.id = id
            return
        }
        var rest = Substring(text)
        if let at = rest.firstIndex(of: "@") {
            digest = String(rest[rest.index(after: at)...])
            rest = rest[..<at]
        }
        // A colon before the last slash belongs to the registry's port.
        let slash = rest.lastIndex(of: "/") ?? rest.startIndex
        if let colon = rest.lastIndex(of: ":"), colon >= slash {
            tag = String(rest[rest.index(after: colon)...])
            rest = rest[..<colon]
        }
        repository = String(rest)
    }

    /// The digits of an image's id, with or without `sha256:` before them; nil for anything else.
    package static func id(_ text: String) -> String? {
        let digits = text.hasPrefix("sha256:") ? text.dropFirst(7) : text[...]
        return digits.utf8.count == 64 && digits.allSatisfy(\.isHexDigit) ? String(digits) : nil
    }
}
