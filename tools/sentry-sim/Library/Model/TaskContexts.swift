internal import Glibc

/// The encoded contexts of one task, one for each distinct set of fields that the session asks for,
/// made when first needed and again after what they show has changed.
///
/// Safety: `entries` holds `count` entries from the first use until the end; an entry's memory
/// holds `capacity` bytes, of which `byteCount` are written.
@safe
final class TaskContexts {
    @safe private struct Entry {
        var bytes: UnsafeMutableRawPointer?
        var capacity: Int32 = 0
        /// -1: not made. -2: cannot be made, since a text is not UTF-8.
        var byteCount: Int32 = -1
    }

    private let entries: UnsafeMutablePointer<Entry>
    private let count: Int

    init(count: Int) {
        self.count = count
        unsafe entries = .allocate(capacity: count)
        unsafe entries.initialize(repeating: Entry(), count: count)
    }

    deinit {
        for index in 0..<count { unsafe free(entries[index].bytes) }
        unsafe entries.deallocate()
    }

    /// The context of number `index`, made by `make` if need be; nil when it cannot be encoded.
    @inline(__always)
    func bytes(
        _ index: Int, make: () -> UnsafeRawBufferPointer?
    ) -> UnsafeRawBufferPointer? {
        precondition(index < count)
        if unsafe entries[index].byteCount == -1 { unsafe store(make(), at: index) }
        let entry = unsafe entries[index]
        if entry.byteCount < 0 { return nil }
        return unsafe UnsafeRawBufferPointer(start: entry.bytes, count: Int(entry.byteCount))
    }

    private func store(_ made: UnsafeRawBufferPointer?, at index: Int) {
        guard let made = unsafe made else {
            unsafe entries[index].byteCount = -2
            return
        }
        if unsafe made.count > Int(entries[index].capacity) {
            unsafe free(entries[index].bytes)
            unsafe entries[index].bytes = malloc(made.count)
            unsafe entries[index].capacity = Int32(made.count)
        }
        if let start = made.baseAddress, made.count > 0 {
            unsafe entries[index].bytes?.copyMemory(from: start, byteCount: made.count)
        }
        unsafe entries[index].byteCount = Int32(made.count)
    }

    /// Something that the contexts show has changed.
    func forget() {
        for index in 0..<count { unsafe entries[index].byteCount = -1 }
    }
}
