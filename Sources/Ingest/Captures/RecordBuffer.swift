internal import CLinux
internal import Core
internal import Glibc

/// The length-prefixed records of a file, read through a fixed buffer.
///
/// Safety: `buffer` holds `bufferBytes` bytes, of which those below `end` were read from the file.
@safe
struct RecordBuffer: ~Copyable {
    /// Two of the longest records. PERF: a guess.
    private static let bufferBytes = 2 * (CaptureFormat.recordLimit + CaptureFormat.lengthBytes)

    private let path: String
    private let file: OwnedDescriptor
    private let buffer: UnsafeMutableRawPointer
    /// The bytes from `position` to `end` were read and not yet handed out.
    private var position = 0
    private var end = 0
    /// Offset in the file of the buffer's first byte.
    private var baseOffset: UInt64 = 0
    private var isAtEndOfFile = false

    init(path: String) throws(CaptureError) {
        let fd = unsafe gvfast_open(path, O_RDONLY | O_CLOEXEC, 0)
        if fd < 0 { throw .system(path: path, SystemError(call: "open", code: -fd)) }
        self.path = path
        file = OwnedDescriptor(fd)
        unsafe buffer = .allocate(byteCount: Self.bufferBytes, alignment: 4096)
    }

    deinit { unsafe buffer.deallocate() }

    /// Takes the magic bytes at the start.
    mutating func checkMagic() throws(CaptureError) {
        let magic = CaptureFormat.magic
        while end < magic.count {
            if try !fill() { throw .notACapture(path: path) }
        }
        guard bytes(0, magic.count).array == magic else { throw .notACapture(path: path) }
        position = magic.count
    }

    /// The next record, or nil at the end. Valid until the next call of `next` or `fill`.
    mutating func next() throws(CaptureError) -> BorrowedBytes? {
        while true {
            if let record = try nextBuffered() { return record }
            if try !fill() {
                if position == end { return nil }
                throw .cut(path: path, offset: baseOffset + UInt64(position))
            }
        }
    }

    /// The next record that is in the buffer whole, or nil.
    mutating func nextBuffered() throws(CaptureError) -> BorrowedBytes? {
        let available = end - position
        guard available >= CaptureFormat.lengthBytes else { return nil }
        let prefix = unsafe buffer.loadUnaligned(fromByteOffset: position, as: UInt64.self)
        let length = UInt64(littleEndian: prefix)
        guard length <= UInt64(CaptureFormat.recordLimit) else {
            throw .recordTooLong(
                path: path, offset: baseOffset + UInt64(position), byteCount: length)
        }
        let count = Int(length)
        guard available - CaptureFormat.lengthBytes >= count else { return nil }
        let record = bytes(position + CaptureFormat.lengthBytes, count)
        position += CaptureFormat.lengthBytes + count
        return record
    }

    /// Moves what is left to the front and reads more; false at the end of the file. What is left
    /// is less than one record, half the buffer, so there is room.
    mutating func fill() throws(CaptureError) -> Bool {
        if isAtEndOfFile { return false }
        if position > 0 {
            let left = end - position
            unsafe memmove(buffer, buffer + position, left)
            baseOffset += UInt64(position)
            position = 0
            end = left
        }
        while true {
            let count = unsafe read(file.fd, buffer + end, Self.bufferBytes - end)
            if count > 0 {
                end += count
                return true
            }
            if count == 0 {
                isAtEndOfFile = true
                return false
            }
            if errno != EINTR {
                throw .system(path: path, SystemError(call: "read", code: errno))
            }
        }
    }

    private func bytes(_ offset: Int, _ count: Int) -> BorrowedBytes {
        precondition(offset + count <= end)
        return unsafe BorrowedBytes(
            UnsafeRawBufferPointer(start: buffer + offset, count: count))
    }
}
