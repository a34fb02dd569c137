/// What one compilation of everything may come to.
///
/// Lists and macros multiply: a small hostile file could ask for more memory or time than there is.
/// Ten thousand large rules stay far below these limits.
struct CompilationBudget {
    /// Items that lists take from other lists.
    private var items = 2_000_000
    /// Bytes of all conditions with their lists put in; the trees take some twenty times as much.
    private var textBytes = 64 << 20
    /// Nodes of all conditions with their macros put in, which every later step visits.
    private var nodes = 10_000_000

    /// Takes a part; false when nothing is left.
    mutating func takeItems(_ count: Int) -> Bool { Self.take(count, from: &items) }
    mutating func takeText(_ byteCount: Int) -> Bool { Self.take(byteCount, from: &textBytes) }
    mutating func takeNodes(_ count: Int) -> Bool { Self.take(count, from: &nodes) }

    private static func take(_ count: Int, from rest: inout Int) -> Bool {
        guard count <= rest else { return false }
        rest -= count
        return true
    }
}
