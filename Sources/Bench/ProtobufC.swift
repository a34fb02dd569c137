import CSentryWire
import Glibc

/// Memory for libprotobuf-c that is taken from one block and given back all at once.
@safe
final class Arena {
    private let block: UnsafeMutableRawPointer
    private let capacity: Int
    private var used = 0
    private var allocator = unsafe ProtobufCAllocator()

    init(capacity: Int) {
        unsafe block = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        self.capacity = capacity
        unsafe allocator.alloc = { data, count in
            unsafe Unmanaged<Arena>.fromOpaque(data.unsafelyUnwrapped)
                .takeUnretainedValue().take(count)
        }
        unsafe allocator.free = { _, _ in }
        unsafe allocator.allocator_data = Unmanaged.passUnretained(self).toOpaque()
    }

    deinit { unsafe block.deallocate() }

    private func take(_ count: Int) -> UnsafeMutableRawPointer? {
        let start = used
        guard count <= capacity - start else { return nil }
        used = (start + count + 15) & ~15
        return unsafe block + start
    }

    func reset() { used = 0 }

    /// Unpacks with this arena's memory; the message is valid until `reset`.
    func unpack(
        _ descriptor: UnsafePointer<ProtobufCMessageDescriptor>, _ payload: UnsafeRawBufferPointer
    ) -> UnsafeMutablePointer<ProtobufCMessage>? {
        unsafe withUnsafeMutablePointer(to: &allocator) {
            unsafe protobuf_c_message_unpack(
                descriptor, $0, payload.count,
                payload.baseAddress?.assumingMemoryBound(to: UInt8.self))
        }
    }
}
