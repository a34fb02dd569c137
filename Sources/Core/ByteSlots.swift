public import Glibc

/// Copies of short runs of bytes in numbered slots of one size, for memories that may forget.
///
/// One owner, no locking. Memory is taken page by page as slots are first written. Safety: every
/// access checks the slot against `count`, and a run's length against `slotByteCount`.
@safe
@usableFromInline package struct ByteSlots: ~Copyable {
    @usableFromInline var bytes: ReservedArray<UInt8>
    /// The length of each slot's run; 0 empty.
    @usableFromInline var lengths: ReservedArray<UInt32>
    /// Bytes that a slot can hold.
    @usableFromInline package let slotByteCount: Int

    package init(count: Int, slotByteCount: Int) {
        bytes = ReservedArray(count: count * slotByteCount)
        lengths = ReservedArray(count: count)
        self.slotByteCount = slotByteCount
    }

    /// Slots there are.
    @inlinable package var count: Int { lengths.count }

    /// The slot holds exactly these bytes.
    @inlinable package func holds(_ run: BorrowedBytes, in slot: Int) -> Bool {
        let length = Int(lengths[slot])
        guard length == run.count, length > 0, let start = unsafe run.start else { return false }
        return unsafe memcmp(bytes.base + slot &* slotByteCount, start, length) == 0
    }

    /// Puts a copy of the bytes into a slot; a run that is too long leaves it empty.
    @inlinable package mutating func keep(_ run: BorrowedBytes, in slot: Int) {
        guard run.count <= slotByteCount, let start = unsafe run.start else {
            lengths[slot] = 0
            return
        }
        lengths[slot] = UInt32(truncatingIfNeeded: run.count)
        unsafe memcpy(bytes.base + slot &* slotByteCount, start, run.count)
    }

    /// What a slot holds, valid until it is next changed.
    @inlinable package func view(_ slot: Int) -> BorrowedBytes {
        let length = Int(lengths[slot])
        return unsafe BorrowedBytes(
            unsafeStart: UnsafePointer(bytes.base + slot &* slotByteCount), count: length)
    }
}
