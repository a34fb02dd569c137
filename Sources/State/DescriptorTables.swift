internal import Core

/// The descriptor tables of all processes: number → row, copied at fork in constant time.
///
/// A table is a tree of 16-way nodes over the bits of the number. Nodes and descriptor rows are
/// counted by reference: a fork shares the root, and a change copies only the nodes on its way that
/// are shared. Numbers below 16 are one step away, below 256 two.
struct DescriptorTables: ~Copyable {
    static var none: UInt32 { .max }

    /// A process's table.
    struct Table: BitwiseCopyable {
        var root = DescriptorTables.none
        /// Levels of nodes: the tree holds numbers below 16 to this power.
        var height: UInt32 = 0
        var count: UInt32 = 0
        /// Processes that share the table itself (CLONE_FILES).
        var sharers: UInt32 = 1
    }

    /// One node: children or, on the lowest level, descriptor rows.
    struct Node: BitwiseCopyable {
        var references: UInt32 = 1
        var usedCount: UInt32 = 0
        var slots = InlineArray<16, UInt32>(repeating: DescriptorTables.none)
    }

    var tables: Slab<Table>
    var nodes: Slab<Node>

    init(tableLimit: Int, nodeLimit: Int) {
        tables = Slab(capacity: tableLimit)
        nodes = Slab(capacity: nodeLimit)
    }

    /// The row of `number`, or `none`.
    @inline(__always)
    func find(_ number: UInt32, in table: UInt32) -> UInt32 {
        let height = tables[table].height
        guard height > 0, height >= 8 || number &>> (height &* 4) == 0 else { return Self.none }
        var node = tables[table].root
        var level = height
        while level > 0 {
            if node == Self.none { return Self.none }
            level &-= 1
            node = nodes[node].slots[Int((number &>> (level &* 4)) & 15)]
        }
        return node
    }
}
