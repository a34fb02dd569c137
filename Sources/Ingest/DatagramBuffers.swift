internal import Core
internal import Glibc

/// Receive buffers that are each large enough for the largest datagram, and cost only the pages
/// that datagrams have touched.
///
/// Address space is reserved without memory. A small datagram touches one page of its buffer; what
/// a large one touched beyond `retainedBytes` goes back to the kernel when the buffer is reclaimed.
///
/// ```
/// buffer i: [ colour: (i mod 8) · 512 bytes ][ byteCount ][ rest of the last page ]
/// ```
/// PERF: a guess: equal strides would put the first lines of all buffers into the same few cache
/// sets; eight colours spread them over a page and leave a datagram of 512 bytes in one page.
@safe
struct DatagramBuffers: ~Copyable {
    /// What stays resident of a buffer: datagrams up to here cost no call when reclaimed.
    static let retainedBytes = 16_384
    private static let colourCount = 8
    private static let colourBytes = 512
    private static let pageBytes = 4096

    private let memory: UnsafeMutableRawPointer
    private let stride: Int
    /// How many buffers there are, and the usable bytes of each.
    let count: Int
    let byteCount: Int

    init(count: Int, byteCount: Int) throws(SystemError) {
        precondition(count > 0 && byteCount > 0)
        let needed = byteCount + Self.colourCount * Self.colourBytes
        let stride = (needed + Self.pageBytes - 1) & ~(Self.pageBytes - 1)
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        let mapped = unsafe mmap(nil, stride * count, PROT_READ | PROT_WRITE, flags, -1, 0)
        guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
            throw SystemError(call: "mmap", code: errno)
        }
        // one small page each: huge pages would make every buffer resident
        unsafe madvise(mapped, stride * count, MADV_NOHUGEPAGE)
        unsafe memory = mapped
        self.stride = stride
        self.count = count
        self.byteCount = byteCount
    }

    deinit { unsafe munmap(memory, stride * count) }

    /// First byte of a buffer.
    @unsafe
    func address(_ index: Int) -> UnsafeMutableRawPointer {
        precondition(index >= 0 && index < count)
        let colour = (index & (Self.colourCount - 1)) &* Self.colourBytes
        return unsafe memory + (index &* stride &+ colour)
    }

    /// The first `length` bytes of a buffer.
    func bytes(_ index: Int, length: Int) -> BorrowedBytes {
        precondition(length <= byteCount)
        return unsafe BorrowedBytes(UnsafeRawBufferPointer(start: address(index), count: length))
    }

    /// Gives memory back that a large datagram of `length` bytes has touched.
    func reclaim(_ index: Int, length: Int) {
        if length <= Self.retainedBytes { return }
        precondition(index >= 0 && index < count)
        let start = unsafe memory + (index * stride + Self.retainedBytes)
        unsafe madvise(start, stride - Self.retainedBytes, MADV_DONTNEED)
    }
}
