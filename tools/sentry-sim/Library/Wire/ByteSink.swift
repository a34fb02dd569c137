internal import Glibc

/// Bytes that grow at the end; the memory is kept when it is emptied.
@safe
final class ByteSink {
    private(set) var start: UnsafeMutableRawPointer
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int) {
        unsafe start = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        self.capacity = capacity
    }

    deinit { unsafe start.deallocate() }

    func removeAll() { count = 0 }

    /// Room for `byteCount` more bytes, which the caller writes and then claims with `advance`.
    @inline(__always)
    func reserve(_ byteCount: Int) -> UnsafeMutableRawPointer {
        if byteCount > capacity - count { grow(byteCount) }
        return unsafe start + count
    }

    private func grow(_ byteCount: Int) {
        let wanted = max(capacity * 2, count + byteCount)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 16)
        unsafe memcpy(larger, start, count)
        unsafe start.deallocate()
        unsafe start = larger
        capacity = wanted
    }

    @inline(__always)
    func advance(_ byteCount: Int) {
        precondition(byteCount <= capacity - count)
        count += byteCount
    }

    func append(_ bytes: UnsafeRawBufferPointer) {
        if bytes.count == 0 { return }
        let room = unsafe reserve(bytes.count)
        unsafe room.copyMemory(from: bytes.baseAddress.unsafelyUnwrapped, byteCount: bytes.count)
        count += bytes.count
    }

    /// The bytes from `offset` on; valid until the next change.
    func bytes(from offset: Int = 0) -> UnsafeRawBufferPointer {
        precondition(offset <= count)
        return unsafe UnsafeRawBufferPointer(start: start + offset, count: count - offset)
    }
}
