internal import Core

/// What is left of the rules for one combination of event code and answers about process,
/// descriptor and the event's numbers: only the nodes that look at the rest of the event, and often
/// nothing at all.
///
/// Where many rules are left their conditions are not kept. The row then names the groups that
/// decide them, and each set of atoms of these has a row of its own, with nothing left to look at.
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
        /// The groups that decide the entries, whose nodes are not kept; none for most rows.
        var firstGroup: UInt32
        var groupCount: UInt32
    }

    /// Rules of one row whose nodes are kept.
    static var keptRuleLimit: Int { 24 }
    private static var rowLimit: Int { 1 << 15 }

    private var rows = ReservedArray<Row>(count: ResidualTable.rowLimit * 2)
    var entries = ReservedArray<Entry>(count: 1 << 20)
    var nodes = ReservedArray<ProgramNode>(count: 1 << 20)
    var groups = ReservedArray<UInt32>(count: 1 << 18)
    private(set) var rowCount = 0
    var entryCount = 0
    var nodeCount = 0
    var groupCount = 0
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

    /// The key of the row for a set of the groups that the row at `place` names. Never that of a
    /// combination, which have the highest bit.
    @inline(__always)
    static func key(_ place: Int, _ set: UInt32) -> UInt64 {
        1 &<< 62 | UInt64(truncatingIfNeeded: place) &<< 32 | UInt64(set)
    }

    @inline(__always)
    func row(at place: Int) -> Row { rows[place] }

    var hasRoom: Bool { rowCount < Self.rowLimit }

    /// Adds a rule to the row that is being made; false when there is no room.
    mutating func append(_ rule: UInt32, _ root: UInt32) -> Bool {
        guard entryCount < entries.count else { return false }
        entries[entryCount] = Entry(rule: rule, root: root)
        entryCount &+= 1
        return true
    }

    /// Makes the entries from `first` on the answer for `key`, and the groups from `firstGroup` on
    /// what decides them.
    mutating func insert(_ key: UInt64, first: Int, firstGroup: Int) {
        let place = place(of: key)
        rows[place] = Row(
            key: key, first: UInt32(truncatingIfNeeded: first),
            count: UInt32(truncatingIfNeeded: entryCount - first),
            firstGroup: UInt32(truncatingIfNeeded: firstGroup),
            groupCount: UInt32(truncatingIfNeeded: groupCount - firstGroup))
        rowCount += 1
    }

    mutating func clear() {
        for index in 0..<rows.count where rows[index].key != 0 { rows[index].key = 0 }
        rowCount = 0
        entryCount = 0
        nodeCount = 0
        groupCount = 0
        clearCount &+= 1
    }
}
