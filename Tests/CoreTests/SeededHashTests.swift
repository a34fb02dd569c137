import Core
import Testing

@Suite struct SeededHashTests {
    /// Every length around the steps of eight and sixteen bytes: each byte counts, no other does.
    @Test func eachByteCountsAndNoneBehindTheEnd() {
        let hash = SeededHash(seed: 7)
        var bytes = (0..<64).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 1) }
        for count in 1...40 {
            func value() -> UInt64 {
                unsafe bytes.withUnsafeBytes {
                    hash.hash(unsafe BorrowedBytes(UnsafeRawBufferPointer(rebasing: $0[..<count])))
                }
            }
            let whole = value()
            for index in 0..<count {
                bytes[index] ^= 0x10
                #expect(value() != whole, "byte \(index) of \(count)")
                bytes[index] ^= 0x10
            }
            bytes[count] ^= 0xFF
            #expect(value() == whole, "the byte behind \(count)")
            bytes[count] ^= 0xFF
        }
    }
}
