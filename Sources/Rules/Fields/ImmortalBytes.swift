public import Core
internal import Synchronization

/// Bytes that live as long as the process: arguments of fields, literals of programs. Equal bytes
/// are kept once, so equality is that of the address and repeated loading of rules adds nothing.
///
/// Safety: the memory is written once, before its address is handed out, and never freed.
@safe
@usableFromInline package struct ImmortalBytes: Hashable, BitwiseCopyable, @unchecked Sendable {
    @usableFromInline let start: UnsafePointer<UInt8>?
    @usableFromInline let count: Int

    /// The empty run.
    package init() {
        unsafe start = nil
        count = 0
    }

    /// The one copy of `bytes`. Cold: takes a lock.
    package init(_ bytes: [UInt8]) {
        self = bytes.isEmpty ? ImmortalBytes() : Self.pool.withLock { $0.intern(bytes) }
    }

    package init(_ text: String) { self.init(Array(text.utf8)) }

    @usableFromInline init(unsafeStart: UnsafePointer<UInt8>, count: Int) {
        unsafe start = unsafeStart
        self.count = count
    }

    @inlinable package var bytes: BorrowedBytes {
        unsafe BorrowedBytes(unsafeStart: start, count: count)
    }

    package var string: String { bytes.string }
    @inlinable package var isEmpty: Bool { count == 0 }

    @usableFromInline package static func == (left: ImmortalBytes, right: ImmortalBytes) -> Bool {
        unsafe left.start == right.start && left.count == right.count
    }

    @usableFromInline package func hash(into hasher: inout Hasher) {
        unsafe hasher.combine(start)
        hasher.combine(count)
    }

    private struct Pool: Sendable {
        var known: [[UInt8]: ImmortalBytes] = [:]

        mutating func intern(_ bytes: [UInt8]) -> ImmortalBytes {
            if let there = known[bytes] { return there }
            let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count)
            for (index, byte) in bytes.enumerated() {
                unsafe (memory + index).initialize(to: byte)
            }
            let made = unsafe ImmortalBytes(unsafeStart: memory, count: bytes.count)
            known[bytes] = made
            return made
        }
    }

    private static let pool = Mutex(Pool())
}
