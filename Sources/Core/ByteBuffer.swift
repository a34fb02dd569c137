public import Glibc

/// Growing bytes of one owner: where text is laid out before it is written or copied on.
///
/// Memory doubles when it runs out and is kept for the next use (`removeAll`), so a buffer that is
/// reused stops allocating soon. Whoever fills it bounds what goes in. Safety: every write first
/// makes room for all its bytes, and views end at `count`.
@safe
@usableFromInline package struct ByteBuffer: ~Copyable, Sendable {
    @usableFromInline nonisolated(unsafe) var start: UnsafeMutablePointer<UInt8>
    @usableFromInline var capacity: Int
    /// Bytes written.
    @usableFromInline var used = 0

    /// An empty buffer with room for `capacity` bytes.
    package init(capacity: Int = 256) {
        precondition(capacity > 0)
        self.capacity = capacity
        unsafe start = .allocate(capacity: capacity)
    }

    deinit { unsafe start.deallocate() }

    @inlinable package var count: Int { used }
    @inlinable package var isEmpty: Bool { used == 0 }

    /// What was written; valid until the next change.
    @inlinable package var bytes: BorrowedBytes {
        unsafe BorrowedBytes(unsafeStart: start, count: used)
    }

    /// Forgets the bytes and keeps the memory.
    @inlinable package mutating func removeAll() { used = 0 }

    /// Cuts off everything from `count` on.
    @inlinable package mutating func truncate(to count: Int) {
        precondition(count >= 0 && count <= used)
        used = count
    }

    /// Sees to it that `byteCount` more bytes fit.
    @inlinable package mutating func reserve(_ byteCount: Int) {
        if capacity &- used < byteCount { grow(byteCount) }
    }

    @usableFromInline mutating func grow(_ byteCount: Int) {
        precondition(byteCount >= 0 && byteCount < 1 << 40)
        var larger = capacity
        while larger - used < byteCount { larger *= 2 }
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        unsafe memory.update(from: start, count: used)
        unsafe start.deallocate()
        unsafe start = memory
        capacity = larger
    }

    @inlinable package mutating func append(_ byte: UInt8) {
        reserve(1)
        unsafe (start + used).pointee = byte
        used &+= 1
    }

    @inlinable package mutating func append(_ other: BorrowedBytes) {
        let byteCount = other.count
        if byteCount == 0 { return }
        reserve(byteCount)
        unsafe memcpy(start + used, other.rawBuffer.baseAddress.unsafelyUnwrapped, byteCount)
        used &+= byteCount
    }

    @inlinable package mutating func append(_ text: StaticString) {
        let byteCount = text.utf8CodeUnitCount
        reserve(byteCount)
        unsafe memcpy(start + used, text.utf8Start, byteCount)
        used &+= byteCount
    }

    @inlinable package mutating func append(_ array: [UInt8]) {
        let byteCount = array.count
        reserve(byteCount)
        unsafe array.withUnsafeBytes { source in
            guard let base = source.baseAddress else { return }
            unsafe memcpy(start + used, base, byteCount)
        }
        used &+= byteCount
    }

    /// `count` times the same byte.
    @inlinable package mutating func append(_ byte: UInt8, count: Int) {
        if count <= 0 { return }
        reserve(count)
        unsafe memset(start + used, Int32(byte), count)
        used &+= count
    }
}

extension ByteBuffer {
    /// Appends a number in decimal.
    @inlinable package mutating func append(decimal value: UInt64) {
        reserve(20)
        let byteCount = Self.digitCount(value)
        var rest = value
        var index = used &+ byteCount
        repeat {
            index &-= 1
            unsafe (start + index).pointee = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest != 0
        used &+= byteCount
    }

    /// Appends a signed number in decimal.
    @inlinable package mutating func append(decimal value: Int64) {
        if value < 0 { append(0x2D) }
        append(decimal: value.magnitude)
    }

    /// Appends the last `digits` (at most 20) decimal digits, with zeros in front.
    @inlinable package mutating func append(decimal value: UInt64, digits: Int) {
        precondition(digits >= 0 && digits <= 20)
        reserve(digits)
        var rest = value
        var index = used &+ digits
        while index > used {
            index &-= 1
            unsafe (start + index).pointee = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        used &+= digits
    }

    /// Appends a number to a base that is 2 to the power of `bitsPerDigit`, upper-case letters.
    package mutating func append(_ value: UInt64, bitsPerDigit: UInt64) {
        precondition(bitsPerDigit > 0 && bitsPerDigit <= 4)
        let mask: UInt64 = (1 &<< bitsPerDigit) &- 1
        var shift: UInt64 = 0
        while shift &+ bitsPerDigit < 64, value &>> (shift &+ bitsPerDigit) != 0 {
            shift &+= bitsPerDigit
        }
        while true {
            let digit = UInt8(truncatingIfNeeded: (value &>> shift) & mask)
            append(digit < 10 ? 0x30 &+ digit : 0x37 &+ digit)
            if shift == 0 { return }
            shift &-= bitsPerDigit
        }
    }

    @inlinable static func digitCount(_ value: UInt64) -> Int {
        var byteCount = 1
        var rest = value
        while rest >= 10 {
            rest /= 10
            byteCount &+= 1
        }
        return byteCount
    }
}

extension ByteBuffer {
    /// Appends the UTF-8 of a string. Cold code only.
    package mutating func append(text: String) {
        var copy = text
        copy.withUTF8 { utf8 in unsafe append(BorrowedBytes(UnsafeRawBufferPointer(utf8))) }
    }

    /// Makes a buffer, has it filled, and gives its bytes as an array. Cold code only.
    package static func array(_ body: (inout ByteBuffer) -> Void) -> [UInt8] {
        var buffer = ByteBuffer()
        body(&buffer)
        return buffer.bytes.array
    }
}

extension ByteBuffer {
    /// Replaces the byte at `index`.
    @inlinable package mutating func set(_ index: Int, _ byte: UInt8) {
        precondition(index >= 0 && index < used)
        unsafe (start + index).pointee = byte
    }

    /// Replaces each byte from `offset` on.
    package mutating func map(from offset: Int, _ body: (UInt8) -> UInt8) {
        precondition(offset >= 0 && offset <= used)
        for index in offset..<used {
            unsafe (start + index).pointee = body(start[index])
        }
    }

    /// Takes `count` bytes out at `offset`; what follows moves up.
    package mutating func remove(from offset: Int, count: Int) {
        precondition(offset >= 0 && count >= 0 && offset + count <= used)
        unsafe memmove(start + offset, start + offset + count, used - offset - count)
        used -= count
    }
}
