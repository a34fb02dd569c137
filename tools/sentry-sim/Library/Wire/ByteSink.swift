internal import Glibc

/// Bytes that grow at the end; the memory is kept when it is emptied.
///
/// PERF: what changes with every message lies behind a constant pointer, since a changing property
/// of a class costs an exclusivity check at each use.
@safe
final class ByteSink {
    @safe private struct Fields {
        var start: UnsafeMutableRawPointer
        var count = 0
        var capacity: Int
    }

    private let fields: UnsafeMutablePointer<Fields>

    init(capacity: Int) {
        unsafe fields = .allocate(capacity: 1)
        unsafe fields.initialize(
            to: Fields(
                start: .allocate(byteCount: capacity, alignment: 16), capacity: capacity))
    }

    deinit {
        unsafe fields.pointee.start.deallocate()
        unsafe fields.deallocate()
    }

    var start: UnsafeMutableRawPointer { unsafe fields.pointee.start }
    var count: Int { unsafe fields.pointee.count }

    func removeAll() { unsafe fields.pointee.count = 0 }

    /// Room for `byteCount` more bytes, which the caller writes and then claims with `advance`.
    @inline(__always)
    func reserve(_ byteCount: Int) -> UnsafeMutableRawPointer {
        if unsafe byteCount > fields.pointee.capacity - fields.pointee.count { grow(byteCount) }
        return unsafe fields.pointee.start + fields.pointee.count
    }

    @inline(never)
    private func grow(_ byteCount: Int) {
        let old = unsafe fields.pointee
        let wanted = max(old.capacity * 2, old.count + byteCount)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 16)
        unsafe memcpy(larger, old.start, old.count)
        unsafe old.start.deallocate()
        unsafe fields.pointee.start = larger
        unsafe fields.pointee.capacity = wanted
    }

    @inline(__always)
    func advance(_ byteCount: Int) {
        unsafe precondition(byteCount <= fields.pointee.capacity - fields.pointee.count)
        unsafe fields.pointee.count &+= byteCount
    }

    func append(_ bytes: UnsafeRawBufferPointer) {
        if bytes.count == 0 { return }
        let room = unsafe reserve(bytes.count)
        unsafe room.copyMemory(from: bytes.baseAddress.unsafelyUnwrapped, byteCount: bytes.count)
        advance(bytes.count)
    }

    /// The bytes from `offset` on; valid until the next change.
    func bytes(from offset: Int = 0) -> UnsafeRawBufferPointer {
        precondition(offset <= count)
        return unsafe UnsafeRawBufferPointer(start: start + offset, count: count - offset)
    }
}
