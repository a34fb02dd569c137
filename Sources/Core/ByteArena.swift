/// Variable-length byte blocks at stable addresses in one reserved run of memory.
///
/// A block belongs to a size class: 16-byte steps up to 256, then powers of two up to 256 KiB.
/// Freed blocks are kept in a list per class and reused; a block is never split nor joined, so a
/// user who fills every class in turn holds at most `classCount` times what he holds at once.
@usableFromInline package struct ByteArena: ~Copyable {
    /// Longest block.
    package static var blockLimit: Int { 256 << 10 }
    @usableFromInline static var classCount: Int { 26 }
    static var stepClasses: Int { 16 }

    @usableFromInline var bytes: ReservedArray<UInt8>
    /// First byte never handed out. Offset 0 is kept back: it ends the free lists.
    private var top = 16
    private var freeHeads = InlineArray<26, UInt32>(repeating: 0)
    /// Bytes in blocks that are in use, rounded up to their classes.
    package private(set) var usedByteCount = 0

    /// An arena of `capacity` bytes, at most 64 GiB, as offsets are counted in 16 bytes.
    package init(capacity: Int) {
        precondition(capacity >= 4096 && capacity <= 64 << 30)
        bytes = ReservedArray(count: capacity)
    }

    /// The class of a block of `byteCount` bytes.
    static func sizeClass(_ byteCount: Int) -> Int {
        if byteCount <= 256 { return max(0, (byteCount &+ 15) / 16 &- 1) }
        return stepClasses &+ (Int.bitWidth - (byteCount &- 1).leadingZeroBitCount) &- 9
    }

    /// What a block of a class holds.
    static func blockBytes(_ sizeClass: Int) -> Int {
        sizeClass < stepClasses ? (sizeClass &+ 1) * 16 : 512 &<< (sizeClass &- stepClasses)
    }

    /// Copies `run` into a block and returns its address in units of 16 bytes; nil when the run is
    /// too long or the arena is full.
    package mutating func store(_ run: BorrowedBytes) -> UInt32? {
        guard run.count > 0, run.count <= Self.blockLimit else { return nil }
        let sizeClass = Self.sizeClass(run.count)
        let blockBytes = Self.blockBytes(sizeClass)
        let offset: Int
        let head = freeHeads[sizeClass]
        if head != 0 {
            offset = Int(head) * 16
            freeHeads[sizeClass] = unsafe UnsafeRawPointer(bytes.base + offset)
                .load(as: UInt32.self)
        } else {
            guard blockBytes <= bytes.count - top else { return nil }
            offset = top
            top &+= blockBytes
        }
        usedByteCount &+= blockBytes
        guard let source = unsafe run.start else { return nil }
        unsafe (bytes.base + offset).update(from: source, count: run.count)
        return UInt32(truncatingIfNeeded: offset / 16)
    }

    /// Gives the block of a run of `byteCount` bytes back.
    package mutating func free(_ address: UInt32, byteCount: Int) {
        let sizeClass = Self.sizeClass(byteCount)
        let offset = Int(address) * 16
        precondition(offset > 0 && offset < top)
        unsafe UnsafeMutableRawPointer(bytes.base + offset)
            .storeBytes(of: freeHeads[sizeClass], as: UInt32.self)
        freeHeads[sizeClass] = address
        usedByteCount &-= Self.blockBytes(sizeClass)
    }

    /// The bytes of a block, valid until it is freed.
    @inlinable package func view(_ address: UInt32, byteCount: Int) -> BorrowedBytes {
        let offset = Int(address) &* 16
        precondition(byteCount >= 0 && offset &+ byteCount <= bytes.count)
        return unsafe BorrowedBytes(
            unsafeStart: UnsafePointer(bytes.base + offset), count: byteCount)
    }
}
