/// A fixed buffer in which text is put together; what does not fit is cut and remembered.
///
/// One owner, no locking. A view of it is valid until the buffer is next changed or freed.
@safe
package struct ByteScratch: ~Copyable {
    @usableFromInline let bytes: UnsafeMutablePointer<UInt8>
    /// Bytes that fit.
    @usableFromInline package let capacity: Int
    /// Bytes written.
    @usableFromInline package internal(set) var count = 0
    /// Something did not fit since the last `clear`.
    @usableFromInline package internal(set) var isCut = false

    package init(capacity: Int) {
        precondition(capacity > 0)
        unsafe bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit { unsafe bytes.deallocate() }

    /// Empties the buffer.
    @inlinable package mutating func clear() {
        count = 0
        isCut = false
    }

    /// Shortens to `length`, which must not exceed `count`.
    package mutating func truncate(to length: Int) {
        precondition(length >= 0 && length <= count)
        count = length
    }

    /// Appends one byte.
    package mutating func append(_ byte: UInt8) {
        guard count < capacity else {
            isCut = true
            return
        }
        let target = unsafe bytes
        unsafe target[count] = byte
        count &+= 1
    }

    /// Appends a run that does not lie in this buffer.
    package mutating func append(_ run: BorrowedBytes) {
        let length = min(run.count, capacity - count)
        if length < run.count { isCut = true }
        guard length > 0, let source = unsafe run.start else { return }
        unsafe (bytes + count).update(from: source, count: length)
        count &+= length
    }

    /// Appends the bytes of a literal.
    package mutating func append(_ text: StaticString) {
        guard text.hasPointerRepresentation else { return }
        unsafe append(BorrowedBytes(unsafeStart: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a number in decimal.
    package mutating func append(decimal value: UInt64) {
        // PERF: a division by ten is a multiplication; one by a variable takes 20 times as long.
        var digits = InlineArray<20, UInt8>(repeating: 0x30)
        var first = 20
        var rest = value
        repeat {
            first &-= 1
            digits[first] = UInt8(truncatingIfNeeded: rest % 10) &+ 0x30
            rest /= 10
        } while rest > 0
        while first < 20 {
            append(digits[first])
            first &+= 1
        }
    }

    /// Appends a number in lower-case hexadecimal without leading zeros.
    package mutating func append(hexadecimal value: UInt64) {
        var shift: UInt64 = 60
        while shift > 0 && value &>> shift == 0 { shift &-= 4 }
        while true {
            let digit = UInt8(truncatingIfNeeded: (value &>> shift) & 15)
            append(digit < 10 ? digit &+ 0x30 : digit &+ 0x57)
            if shift == 0 { break }
            shift &-= 4
        }
    }

    /// What was written, valid until the next change.
    package var view: BorrowedBytes {
        unsafe BorrowedBytes(unsafeStart: bytes, count: count)
    }

    package subscript(_ index: Int) -> UInt8 {
        precondition(index >= 0 && index < count)
        return unsafe bytes[index]
    }
}
