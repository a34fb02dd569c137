internal import Glibc

/// Rows of one plain type at stable addresses, addressed by a 32-bit index, freed rows reused last
/// in, first out.
///
/// Address space for `capacity` rows is reserved at once and memory is taken page by page as rows
/// are first used, so a large limit costs nothing until it is reached and a row never moves.
/// One owner, no locking. Safety: every access checks the index against the rows ever handed out.
@safe
@usableFromInline package struct Slab<Row: BitwiseCopyable>: ~Copyable {
    @usableFromInline let rows: UnsafeMutablePointer<Row>
    /// Free rows as a stack of indices.
    @usableFromInline let freeIndices: UnsafeMutablePointer<UInt32>
    /// Rows that can exist.
    @usableFromInline package let capacity: Int
    /// Rows ever handed out: indices below it are legal to read.
    @usableFromInline var highWater = 0
    @usableFromInline var freeCount = 0

    package init(capacity: Int) {
        precondition(capacity > 0 && capacity < Int(UInt32.max))
        self.capacity = capacity
        unsafe rows = Self.reserve(Row.self, count: capacity)
        unsafe freeIndices = Self.reserve(UInt32.self, count: capacity)
    }

    deinit {
        unsafe munmap(rows, capacity * MemoryLayout<Row>.stride)
        unsafe munmap(freeIndices, capacity * MemoryLayout<UInt32>.stride)
    }

    private static func reserve<T>(_ type: T.Type, count: Int) -> UnsafeMutablePointer<T> {
        let byteCount = count * MemoryLayout<T>.stride
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        let memory = unsafe mmap(nil, byteCount, PROT_READ | PROT_WRITE, flags, -1, 0)
        guard let memory = unsafe memory, unsafe memory != MAP_FAILED else {
            preconditionFailure("cannot reserve \(byteCount) bytes of address space")
        }
        return unsafe memory.assumingMemoryBound(to: T.self)
    }

    /// Rows in use.
    @inlinable package var count: Int { highWater - freeCount }

    /// Rows ever handed out: every index below it can be read.
    @inlinable package var highWaterCount: Int { highWater }

    /// Takes a row and sets it to `value`; nil when all are in use.
    @inlinable package mutating func insert(_ value: Row) -> UInt32? {
        let index: Int
        if freeCount > 0 {
            freeCount &-= 1
            index = Int(unsafe freeIndices[freeCount])
        } else {
            guard highWater < capacity else { return nil }
            index = highWater
            highWater &+= 1
        }
        unsafe (rows + index).initialize(to: value)
        return UInt32(truncatingIfNeeded: index)
    }

    /// Gives a row back. Its memory stays readable; the caller sees to it that nobody reads it.
    @inlinable package mutating func remove(_ index: UInt32) {
        precondition(Int(index) < highWater && freeCount < highWater)
        let stack = unsafe freeIndices
        unsafe stack[freeCount] = index
        freeCount &+= 1
    }

    @inlinable package subscript(_ index: UInt32) -> Row {
        unsafeAddress {
            precondition(Int(index) < highWater)
            return unsafe UnsafePointer(rows + Int(index))
        }
        unsafeMutableAddress {
            precondition(Int(index) < highWater)
            return unsafe rows + Int(index)
        }
    }

    /// The address of a row, for the accessors of a type that wraps the slab.
    @unsafe @inlinable package func address(_ index: UInt32) -> UnsafePointer<Row> {
        precondition(Int(index) < highWater)
        return unsafe UnsafePointer(rows + Int(index))
    }
}
