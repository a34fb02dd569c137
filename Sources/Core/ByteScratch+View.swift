internal import CLinux

extension BorrowedBytes {
    /// Offset of the first occurrence of `needle` at or after `offset`, or nil. The empty needle is
    /// found where the search begins. Linear time.
    package func firstOffset(of needle: BorrowedBytes, from offset: Int) -> Int? {
        guard offset >= 0, offset <= count, needle.count <= count - offset else { return nil }
        if needle.count == 0 { return offset }
        guard let base = unsafe start, let other = unsafe needle.start,
            let hit = unsafe gvfast_memmem(base + offset, count - offset, other, needle.count)
        else { return nil }
        return unsafe UnsafeRawPointer(hit) - UnsafeRawPointer(base)
    }
}

extension ByteScratch {
    /// What was written from `offset` on, valid until the scratch is cleared: its memory does not
    /// move, so views stay good while more is appended.
    package func view(from offset: Int) -> BorrowedBytes {
        unsafe BorrowedBytes(unsafeStart: bytes + min(offset, count), count: max(0, count - offset))
    }
}
