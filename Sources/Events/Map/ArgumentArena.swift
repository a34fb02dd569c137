internal import Core
internal import Decode

/// Where an event's arguments and environment are joined by NUL bytes.
///
/// Each list of an event gets at most `listLimit` bytes; what is beyond is cut and remembered.
/// 128 KiB, of which only what is used is ever touched. Valid until `reset`.
/// Safety: nothing is written beyond the capacity, which every copy is compared with.
@safe
struct ArgumentArena: ~Copyable {
    /// Longest joined list: what a Falco parameter can hold.
    static let listLimit = 65_535
    private static let capacity = 2 * listLimit

    private let bytes: UnsafeMutablePointer<UInt8>
    private var used = 0
    /// A list of this event did not fit.
    private(set) var isCut = false

    init() {
        unsafe bytes = .allocate(capacity: Self.capacity)
    }

    deinit { unsafe bytes.deallocate() }

    /// Forgets what earlier events had.
    mutating func reset() {
        used = 0
        isCut = false
    }

    /// The elements of `strings`, joined.
    mutating func join(_ strings: RepeatedStrings) -> BorrowedBytes {
        var strings = strings
        let first = used
        let limit = min(first &+ Self.listLimit, Self.capacity)
        let target = unsafe bytes
        var isFirst = true
        while let string = strings.next() {
            let separatorCount = isFirst ? 0 : 1
            guard limit &- used > separatorCount else {
                if separatorCount > 0 || string.count > 0 { isCut = true }
                break
            }
            if !isFirst {
                unsafe target[used] = 0
                used &+= 1
            }
            isFirst = false
            let count = min(string.count, limit &- used)
            if count < string.count { isCut = true }
            if count > 0, let source = unsafe string.rawBuffer.baseAddress {
                // In bounds: `count` is at most what is left below `limit`.
                unsafe UnsafeMutableRawPointer(target + used)
                    .copyMemory(from: source, byteCount: count)
                used &+= count
            }
        }
        return unsafe BorrowedBytes(
            unsafeStart: UnsafePointer(target + first), count: used &- first)
    }
}
