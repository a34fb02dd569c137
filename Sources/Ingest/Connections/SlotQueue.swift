internal import Core

/// A first-in, first-out list of connections with room for every slot of a reactor twice over.
/// Fixed memory, reserved as address space only.
@safe
struct SlotQueue: ~Copyable {
    private let entries: UnsafeMutablePointer<ConnectionID>
    private let mask: Int
    private var head = 0
    private var tail = 0

    init(capacity: Int) {
        var size = 16
        while size < capacity { size *= 2 }
        mask = size - 1
        unsafe entries = .allocate(capacity: size)
    }

    deinit { unsafe entries.deallocate() }

    var count: Int { tail - head }
    var isEmpty: Bool { head == tail }

    /// Adds one at the end; false when the list is full.
    mutating func append(_ id: ConnectionID) -> Bool {
        if count > mask { return false }
        unsafe (entries + (tail & mask)).initialize(to: id)
        tail += 1
        return true
    }

    /// The oldest, or nil.
    var first: ConnectionID? {
        isEmpty ? nil : unsafe entries[head & mask]
    }

    mutating func removeFirst() -> ConnectionID? {
        guard let id = first else { return nil }
        head += 1
        return id
    }
}
