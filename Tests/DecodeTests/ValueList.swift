/// The values of a message, flat and in order of field number, in one form for our structs and for
/// protobuf-c's, so that equal lists mean equal messages.
struct ValueList: Equatable {
    var words: [UInt64] = []

    mutating func number(_ value: some BinaryInteger) {
        words.append(UInt64(truncatingIfNeeded: value))
    }

    mutating func flag(_ value: Bool) { words.append(value ? 1 : 0) }

    /// Length and a hash. Text ends at its first NUL, all that protobuf-c can tell of it.
    mutating func text(_ bytes: UnsafeRawBufferPointer) {
        let end = unsafe bytes.firstIndex(of: 0) ?? bytes.count
        unsafe binary(UnsafeRawBufferPointer(rebasing: bytes[0..<end]))
    }

    mutating func binary(_ bytes: UnsafeRawBufferPointer) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in 0..<bytes.count {
            hash = (hash ^ UInt64(unsafe bytes[index])) &* 0x100_0000_01B3
        }
        words.append(UInt64(bytes.count))
        words.append(hash)
    }
}
