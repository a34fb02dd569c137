internal import CLinux

extension BorrowedBytes {
    /// Offset of the first occurrence of `needle`, or nil; the empty needle is at 0. Linear time.
    package func firstIndex(of needle: BorrowedBytes) -> Int? {
        if needle.count == 0 { return 0 }
        guard needle.count <= count, let base = unsafe start, let other = unsafe needle.start,
            let hit = unsafe gvfast_memmem(base, count, other, needle.count)
        else { return nil }
        return unsafe hit - UnsafeRawPointer(base)
    }
}
