internal import CLinux
package import Core
internal import Glibc

/// Writes one capture file through a buffer of its own. Cold: it may wait for the disk.
///
/// Safety: `buffer` holds `bufferBytes` bytes, of which the first `count` wait to be written.
@safe
package struct CaptureWriter: ~Copyable {
    private static let bufferBytes = 64 * 1024

    package let path: String
    private let file: OwnedDescriptor
    private let buffer: UnsafeMutableRawPointer
    private var count = 0

    /// Creates the file, readable by its owner alone unless `mode` says otherwise; one that exists
    /// is refused unless `replacesExisting`.
    package init(
        path: String, replacesExisting: Bool = false, mode: UInt32 = 0o600
    ) throws(CaptureError) {
        let choice = replacesExisting ? O_TRUNC : O_EXCL
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | choice
        let fd = unsafe gvfast_open(path, flags, mode)
        if fd < 0 { throw .system(path: path, SystemError(call: "open", code: -fd)) }
        self.path = path
        file = OwnedDescriptor(fd)
        unsafe buffer = .allocate(byteCount: Self.bufferBytes, alignment: 4096)
        let head = CaptureFormat.fileHead
        unsafe head.withUnsafeBytes { bytes in
            unsafe buffer.copyMemory(
                from: bytes.baseAddress.unsafelyUnwrapped, byteCount: bytes.count)
        }
        count = head.count
    }

    deinit { unsafe buffer.deallocate() }

    /// Adds one datagram. It reaches the file with `flush` or when the buffer is full. A datagram
    /// over the format's limit of 1 MiB is an error and not written.
    package mutating func write(_ datagram: BorrowedBytes) throws(CaptureError) {
        guard datagram.count <= CaptureFormat.recordLimit else {
            throw .recordTooLong(path: path, offset: 0, byteCount: UInt64(datagram.count))
        }
        let needed = CaptureFormat.lengthBytes + datagram.count
        if count + needed > Self.bufferBytes { try flush() }
        let prefix = UInt64(datagram.count).littleEndian
        unsafe buffer.storeBytes(of: prefix, toByteOffset: count, as: UInt64.self)
        count += CaptureFormat.lengthBytes
        if needed > Self.bufferBytes {
            try flush()
            try unsafe writeAll(datagram.rawBuffer)
            return
        }
        if let source = unsafe datagram.rawBuffer.baseAddress {
            unsafe (buffer + count).copyMemory(from: source, byteCount: datagram.count)
        }
        count += datagram.count
    }

    /// Writes what is buffered to the file.
    package mutating func flush() throws(CaptureError) {
        let pending = count
        // what cannot be written is not written twice
        count = 0
        try unsafe writeAll(UnsafeRawBufferPointer(start: buffer, count: pending))
    }

    private func writeAll(_ bytes: UnsafeRawBufferPointer) throws(CaptureError) {
        var offset = 0
        while offset < bytes.count {
            guard let base = bytes.baseAddress else { return }
            let written = unsafe Glibc.write(file.fd, base + offset, bytes.count - offset)
            if written >= 0 {
                offset += written
            } else if errno != EINTR {
                throw .system(path: path, SystemError(call: "write", code: errno))
            }
        }
    }
}
