/// One message before it is bytes, all but its context: a plain value, so that equal drafts share
/// their encoding. What the numbers and texts mean is a matter of the type; see `BodyEncoder`.
struct Draft: Equatable {
    /// MessageType.
    var type: UInt8 = 0
    /// Has the `exit` field.
    var isExit = false
    /// Meaning by type: presence of optional parts.
    var flags: UInt8 = 0
    var sysno: UInt16 = 0
    /// Positive Linux number, 0 for success.
    var errno: Int32 = 0
    var result: Int64 = 0
    var text0 = Texts.none
    var text1 = Texts.none
    var list0 = Texts.noList
    var list1 = Texts.noList
    var n0: Int64 = 0
    var n1: Int64 = 0
    var n2: Int64 = 0
    var n3: Int64 = 0
    var n4: Int64 = 0
    var n5: Int64 = 0

    /// The payload's last field is the file position `n2`, unless that is 0.
    var endsWithOffset: Bool {
        flags & DraftFlag.hasOffset != 0 && n3 == 0 && (type == 9 || type == 34)
    }

    /// A hash over everything; the same on every machine.
    var hash: UInt64 {
        var hash = UInt64(type) | (isExit ? 256 : 0) | UInt64(flags) << 16 | UInt64(sysno) << 32
        hash = Self.mix(hash, UInt64(bitPattern: result) ^ UInt64(UInt32(bitPattern: errno)) << 40)
        hash = Self.mix(hash, UInt64(text0.rawValue) | UInt64(text1.rawValue) << 32)
        hash = Self.mix(hash, UInt64(list0.rawValue) | UInt64(list1.rawValue) << 32)
        hash = Self.mix(hash, UInt64(bitPattern: n0) ^ UInt64(bitPattern: n1) << 20)
        hash = Self.mix(hash, UInt64(bitPattern: n2) ^ UInt64(bitPattern: n3) << 20)
        return Self.mix(hash, UInt64(bitPattern: n4) ^ UInt64(bitPattern: n5) << 20)
    }

    private static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
        return product ^ (product >> 29)
    }
}

/// Bits of `Draft.flags`.
enum DraftFlag {
    // read, write
    static let hasOffset: UInt8 = 1
    // prlimit
    static let newLimit: UInt8 = 1
    static let oldLimit: UInt8 = 2
    // accept, connect, bind, listen: `text1` is an address
    // sentry/execve
    static let binaryInfo: UInt8 = 1
    static let upperLayer: UInt8 = 2
    static let memfd: UInt8 = 4
    static let sha256: UInt8 = 8
    static let stdio: UInt8 = 16
    static let recent: UInt8 = 32
    static let sha1: UInt8 = 64
    // container/start
    static let terminal: UInt8 = 1
}
