internal import Core

/// What is left of the rules for one combination of event code, process answers and descriptor
/// answers: only the nodes that look at the event itself, and often nothing at all.
///
/// Bounded; when something is full everything is forgotten and made again as it is needed.
struct ResidualTable: ~Copyable {
    /// One rule that may still match, entered at `root`.
    struct Entry: BitwiseCopyable {
        var rule: UInt32
        var root: UInt32
    }

    /// A combination and its entries.
    struct Row: BitwiseCopyable {
        /// 0 for a free place.
        var key: UInt64
        var first: UInt32
        var count: UInt32
    }

    private static var rowLimit: Int { 1 << 15 }

    private var rows = ReservedArray<Row>(count: ResidualTable.rowLimit * 2)
    var entries = ReservedArray<Entry>(count: 1 << 18)
    var nodes = ReservedArray<ProgramNode>(count: 1 << 20)
    private(set) var rowCount = 0
    var entryCount = 0
    var nodeCount = 0
    private(set) var clearCount: UInt64 = 0

    init() {}

    /// The place of a combination, or the free place where it belongs.
    @inline(__always)
    func place(of key: UInt64) -> Int {
        var mixed = key &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed &>> 32
        let mask = rows.count &- 1
        var place = Int(truncatingIfNeeded: mixed) & mask
        while rows[place].key != key && rows[place].key != 0 { place = (place &+ 1) & mask }
        return place
    }

    @inline(__always)
    func row(at place: Int) -> Row { rows[place] }

    var hasRoom: Bool { rowCount < Self.rowLimit }

    /// Makes the entries from `first` on the answer for `key`.
    mutating func insert(_ key: UInt64, first: Int) {
        let place = place(of: key)
        rows[place] = Row(
            key: key, first: UInt32(truncatingIfNeeded: first),
            count: UInt32(truncatingIfNeeded: entryCount - first))
        rowCount += 1
    }

    mutating func clear() {
        for index in 0..<rows.count where rows[index].key != 0 { rows[index].key = 0 }
        rowCount = 0
        entryCount = 0
        nodeCount = 0
        clearCount &+= 1
    }
}
