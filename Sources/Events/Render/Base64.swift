package import Core

/// Base64 with padding (RFC 4648, section 4).
package enum Base64 {
    private static let alphabet: StaticString =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

    package static func append(_ bytes: BorrowedBytes, to scratch: inout ByteScratch) {
        let letters = BorrowedBytes(literal: alphabet)
        var index = 0
        while index < bytes.count {
            let second = index + 1 < bytes.count
            let third = index + 2 < bytes.count
            let word =
                Int(bytes[index]) << 16 | (second ? Int(bytes[index + 1]) << 8 : 0)
                | (third ? Int(bytes[index + 2]) : 0)
            scratch.append(letters[word >> 18])
            scratch.append(letters[word >> 12 & 63])
            scratch.append(second ? letters[word >> 6 & 63] : UInt8(ascii: "="))
            scratch.append(third ? letters[word & 63] : UInt8(ascii: "="))
            index += 3
        }
    }
}
