/// A keyed hash for tables whose keys a peer chooses: without the seed nobody can make keys
/// collide.
///
/// Sixteen bytes a step: both words are masked with secrets, multiplied to 128 bits, and the halves
/// folded. The fold mixes every input bit with the secrets, so no fixed difference of two inputs
/// collides for all seeds, which holds for a plain multiply and shift.
@usableFromInline package struct SeededHash: BitwiseCopyable, Sendable {
    @usableFromInline let first: UInt64
    @usableFromInline let second: UInt64

    /// A hash of the given seed; tests pass a fixed one.
    package init(seed: UInt64) {
        first = Self.fold(seed ^ 0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB)
        second = Self.fold(seed ^ 0x8EBC_6AF0_9C88_C6E3, 0x5899_65CC_7537_4CC3) | 1
    }

    /// A hash whose seed comes from the system's random numbers.
    package init() {
        self.init(seed: UInt64.random(in: .min ... .max))
    }

    @inlinable static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }

    /// The hash of one word.
    @inlinable package func hash(_ word: UInt64) -> UInt64 {
        Self.fold(Self.fold(word ^ first, second), first | 1)
    }

    /// The hash of a run of bytes; `extra` is mixed in, for keys of bytes and a number.
    @inlinable package func hash(_ bytes: BorrowedBytes, extra: UInt64 = 0) -> UInt64 {
        let count = bytes.count
        var state = first ^ Self.fold(UInt64(truncatingIfNeeded: count) ^ second, extra ^ first)
        guard count > 0, let base = unsafe bytes.start else {
            return Self.fold(state, second)
        }
        let raw = unsafe UnsafeRawPointer(base)
        var offset = 0
        while offset &+ 16 <= count {
            let low = unsafe raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            let high = unsafe raw.loadUnaligned(fromByteOffset: offset &+ 8, as: UInt64.self)
            state = Self.fold(low ^ first ^ state, high ^ second) ^ state
            offset &+= 16
        }
        var low: UInt64 = 0
        var high: UInt64 = 0
        if offset &+ 8 <= count {
            low = unsafe raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            offset &+= 8
            high = unsafe Self.tail(base, offset, count)
        } else {
            low = unsafe Self.tail(base, offset, count)
        }
        return Self.fold(Self.fold(low ^ first ^ state, high ^ second) ^ state, second)
    }

    /// The up to seven bytes from `offset` to `count`, little-endian.
    @unsafe @inlinable static func tail(
        _ base: UnsafePointer<UInt8>, _ offset: Int, _ count: Int
    ) -> UInt64 {
        if offset == count { return 0 }
        if count >= 8 {
            // The last eight bytes without those that come before `offset`.
            let last = unsafe UnsafeRawPointer(base)
                .loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
            return last &>> UInt64(truncatingIfNeeded: (8 &- (count &- offset)) &* 8)
        }
        var word: UInt64 = 0
        var shift: UInt64 = 0
        var index = offset
        while index < count {
            word |= UInt64(unsafe base[index]) &<< shift
            shift &+= 8
            index &+= 1
        }
        return word
    }
}
