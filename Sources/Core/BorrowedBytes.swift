internal import CLinux
public import Glibc

/// A run of bytes that somebody else owns: a part of a datagram, an interned string, scratch.
///
/// 16 bytes, copied freely, never freed. A view is valid until its owner moves on: bytes of a
/// datagram and of scratch until the next event of the shard, bytes of a symbol until the symbol is
/// released. Rows and queues therefore hold symbols or copies, never a `BorrowedBytes`.
///
/// Safety: the memory is only read, and only below `count`, which every access checks or derives.
@safe
@usableFromInline package struct BorrowedBytes: BitwiseCopyable {
    /// First byte; nil only when `count` is 0.
    @usableFromInline let start: UnsafePointer<UInt8>?
    /// Bytes from `start`, never negative.
    @usableFromInline package let count: Int

    /// The empty run.
    @inlinable @inline(__always) package init() {
        unsafe start = nil
        count = 0
    }

    /// Wraps memory that the caller keeps alive and unchanged while the view is in use.
    @inlinable package init(unsafeStart: UnsafePointer<UInt8>?, count: Int) {
        precondition(count >= 0)
        unsafe start = unsafeStart
        self.count = unsafe unsafeStart == nil ? 0 : count
    }

    /// Wraps what was checked to lie within another run.
    @inlinable @inline(__always) init(checkedStart: UnsafePointer<UInt8>, count: Int) {
        unsafe start = checkedStart
        self.count = count
    }

    /// Wraps a buffer that the caller keeps alive and unchanged while the view is in use.
    @inlinable package init(_ buffer: UnsafeRawBufferPointer) {
        unsafe self.init(
            unsafeStart: buffer.baseAddress?.assumingMemoryBound(to: UInt8.self),
            count: buffer.count)
    }

    @inlinable @inline(__always) package var isEmpty: Bool { count == 0 }

    /// The byte at `index`, 0-based; traps beyond the end.
    @inlinable package subscript(_ index: Int) -> UInt8 {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
        return unsafe start.unsafelyUnwrapped[index]
    }

    /// Eight bytes from `offset` as a little-endian number; traps when there are not so many.
    @inlinable @inline(__always) package func word(at offset: Int) -> UInt64 {
        precondition(offset >= 0 && count >= 8 && offset <= count &- 8)
        return unsafe UInt64(
            littleEndian: UnsafeRawPointer(start.unsafelyUnwrapped)
                .loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// The part of `byteCount` bytes from `offset`, cut to what there is.
    @inlinable package func slice(_ offset: Int, _ byteCount: Int) -> BorrowedBytes {
        let first = max(0, min(offset, count))
        let length = max(0, min(byteCount, count &- first))
        guard length > 0, let base = unsafe start else { return BorrowedBytes() }
        return unsafe BorrowedBytes(unsafeStart: base + first, count: length)
    }

    /// The part of `byteCount` bytes from `offset`, cut to what there is.
    ///
    /// PERF: one comparison where the part lies within, as fields of a datagram always do; `slice`
    /// costs five times the instructions.
    @inlinable @inline(__always)
    package func part(_ offset: UInt32, _ byteCount: UInt32) -> BorrowedBytes {
        let end = Int(offset) &+ Int(byteCount)
        guard end <= count, byteCount > 0 else {
            return slice(Int(offset), Int(byteCount))
        }
        // There is a first byte, as `count` is not 0.
        return unsafe BorrowedBytes(
            checkedStart: start.unsafelyUnwrapped + Int(offset), count: Int(byteCount))
    }

    /// Everything from `offset` on.
    @inlinable package func dropFirst(_ offset: Int) -> BorrowedBytes { slice(offset, count) }

    /// The raw buffer, for copying and for C calls.
    @inlinable package var rawBuffer: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: start, count: count)
    }

    /// Offset of the first `byte` at or after `offset`, or nil.
    @inlinable package func firstIndex(of byte: UInt8, from offset: Int = 0) -> Int? {
        guard offset < count, let base = unsafe start else { return nil }
        guard let hit = unsafe memchr(base + offset, Int32(byte), count - offset) else {
            return nil
        }
        return unsafe UnsafeRawPointer(hit) - UnsafeRawPointer(base)
    }

    /// Offset of the last `byte`, or nil.
    @inlinable package func lastIndex(of byte: UInt8) -> Int? {
        guard let base = unsafe start else { return nil }
        var index = count
        while index > 0 {
            index &-= 1
            if unsafe base[index] == byte { return index }
        }
        return nil
    }

    /// Byte equality.
    @inlinable package func equals(_ other: BorrowedBytes) -> Bool {
        if count != other.count { return false }
        guard count > 0, let left = unsafe start, let right = unsafe other.start else {
            return true
        }
        return unsafe memcmp(left, right, count) == 0
    }

    /// Byte order: negative, zero or positive as `memcmp`, shorter first when one is a prefix.
    @inlinable package func compare(_ other: BorrowedBytes) -> Int {
        let common = min(count, other.count)
        if common > 0, let left = unsafe start, let right = unsafe other.start {
            let order = unsafe memcmp(left, right, common)
            if order != 0 { return Int(order) }
        }
        return count - other.count
    }

    @inlinable package func hasPrefix(_ prefix: BorrowedBytes) -> Bool {
        prefix.count <= count && slice(0, prefix.count).equals(prefix)
    }

    @inlinable package func hasSuffix(_ suffix: BorrowedBytes) -> Bool {
        suffix.count <= count && dropFirst(count - suffix.count).equals(suffix)
    }

    /// Substring test; the empty needle is contained in everything. Linear time (`memmem`).
    package func contains(_ needle: BorrowedBytes) -> Bool {
        if needle.count == 0 { return true }
        guard needle.count <= count, let base = unsafe start, let other = unsafe needle.start else {
            return false
        }
        return unsafe gvfast_memmem(base, count, other, needle.count) != nil
    }

    /// A 64-bit hash of the bytes: eight at a time, mixed by multiplication.
    @inlinable package func hash(seed: UInt64 = 0) -> UInt64 {
        var state = seed ^ (UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15)
        guard let base = unsafe start else { return Self.finish(state) }
        let raw = unsafe UnsafeRawPointer(base)
        var offset = 0
        while offset &+ 8 <= count {
            let word = unsafe raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            state = Self.mix(state ^ word)
            offset &+= 8
        }
        if offset < count {
            var tail: UInt64 = 0
            var shift: UInt64 = 0
            while offset < count {
                tail |= UInt64(unsafe base[offset]) &<< shift
                shift &+= 8
                offset &+= 1
            }
            state = Self.mix(state ^ tail)
        }
        return Self.finish(state)
    }

    @inlinable static func mix(_ value: UInt64) -> UInt64 {
        let product = value &* 0xFF51_AFD7_ED55_8CCD
        return product ^ (product &>> 32)
    }

    @inlinable static func finish(_ value: UInt64) -> UInt64 { mix(mix(value)) }
}

extension BorrowedBytes {
    /// A copy as `String`; bytes that are not UTF-8 become U+FFFD. Cold code only.
    package var string: String {
        unsafe String(decoding: rawBuffer, as: UTF8.self)
    }

    /// A copy as an array. Cold code only.
    package var array: [UInt8] { unsafe Array(rawBuffer) }
}
