/// A set of bytes: 256 bits.
package struct ByteSet: Equatable, BitwiseCopyable, Sendable {
    private var words = InlineArray<4, UInt64>(repeating: 0)

    package init() {}

    package func contains(_ byte: UInt8) -> Bool {
        words[Int(byte &>> 6)] &>> UInt64(byte & 63) & 1 == 1
    }

    package mutating func insert(_ range: ClosedRange<UInt8>) {
        for byte in range { words[Int(byte &>> 6)] |= 1 &<< UInt64(byte & 63) }
    }

    package mutating func formUnion(_ other: ByteSet) {
        for index in 0..<4 { words[index] |= other.words[index] }
    }

    package var complement: ByteSet {
        var result = self
        for index in 0..<4 { result.words[index] = ~words[index] }
        return result
    }

    /// Adds the lower-case letter of every upper-case one.
    package mutating func foldCase() {
        for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") where contains(byte) {
            insert((byte | 0x20)...(byte | 0x20))
        }
    }

    package static func == (left: ByteSet, right: ByteSet) -> Bool {
        (0..<4).allSatisfy { left.words[$0] == right.words[$0] }
    }

    private init(_ ranges: ClosedRange<UInt8>...) {
        for range in ranges { insert(range) }
    }

    /// Character classes of POSIX by name, in the C locale.
    static let classes: [(String, ByteSet)] = [
        ("alpha", ByteSet(0x41...0x5A, 0x61...0x7A)),
        ("digit", ByteSet(0x30...0x39)),
        ("alnum", ByteSet(0x30...0x39, 0x41...0x5A, 0x61...0x7A)),
        ("upper", ByteSet(0x41...0x5A)),
        ("lower", ByteSet(0x61...0x7A)),
        ("space", ByteSet(0x09...0x0D, 0x20...0x20)),
        ("blank", ByteSet(0x09...0x09, 0x20...0x20)),
        ("punct", ByteSet(0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E)),
        ("print", ByteSet(0x20...0x7E)),
        ("graph", ByteSet(0x21...0x7E)),
        ("cntrl", ByteSet(0x00...0x1F, 0x7F...0x7F)),
        ("xdigit", ByteSet(0x30...0x39, 0x41...0x46, 0x61...0x66)),
    ]
}

extension UInt8 {
    /// The lower-case letter of an upper-case ASCII letter, anything else as it is.
    @inlinable package var lowercasedASCII: UInt8 {
        self &- 0x41 < 26 ? self | 0x20 : self
    }

    /// The upper-case letter of a lower-case ASCII letter, anything else as it is.
    @inlinable package var uppercasedASCII: UInt8 {
        self &- 0x61 < 26 ? self & 0xDF : self
    }
}
