internal import Core

/// Sets of atoms, each kept once under a number: two processes for which the same atoms hold have
/// the same set. Bounded; when it is full the owner clears it and all that refers to it.
struct AtomSetPool: ~Copyable {
    /// 65,535 sets can be named in half of a residual's key.
    static var setLimit: Int { 1 << 16 }
    private static var atomLimit: Int { 1 << 21 }

    struct Row: BitwiseCopyable {
        var hash: UInt64
        var start: UInt32
        var count: UInt32
    }

    private var atoms = ReservedArray<UInt32>(count: AtomSetPool.atomLimit)
    private var rows = ReservedArray<Row>(count: AtomSetPool.setLimit)
    /// Number of a set plus one, 0 for none; a power of two, at most half full.
    private var places = ReservedArray<UInt32>(count: AtomSetPool.setLimit * 2)
    private(set) var setCount = 0
    private var atomCount = 0

    init() {}

    mutating func clear() {
        for index in 0..<setCount {
            var place = Int(truncatingIfNeeded: rows[index].hash) & (places.count - 1)
            while places[place] != 0 {
                places[place] = 0
                place = (place + 1) & (places.count - 1)
            }
        }
        setCount = 0
        atomCount = 0
    }

    /// The number of the set of the buffer's atoms, which are sorted; nil when there is no room.
    mutating func intern(_ found: borrowing AtomBuffer) -> UInt32? {
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
        for index in 0..<found.count {
            hash = (hash ^ UInt64(found[index])) &* 0xFF51_AFD7_ED55_8CCD
            hash ^= hash &>> 32
        }
        var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
        while places[place] != 0 {
            let number = places[place] - 1
            if rows[Int(number)].hash == hash && isEqual(number, found) { return number }
            place = (place + 1) & (places.count - 1)
        }
        guard setCount < Self.setLimit - 1, atomCount + found.count <= atoms.count else {
            return nil
        }
        for index in 0..<found.count { atoms[atomCount + index] = found[index] }
        rows[setCount] = Row(
            hash: hash, start: UInt32(truncatingIfNeeded: atomCount),
            count: UInt32(truncatingIfNeeded: found.count))
        atomCount += found.count
        setCount += 1
        places[place] = UInt32(truncatingIfNeeded: setCount)
        return UInt32(truncatingIfNeeded: setCount - 1)
    }

    private func isEqual(_ number: UInt32, _ found: borrowing AtomBuffer) -> Bool {
        let row = rows[Int(number)]
        if Int(row.count) != found.count { return false }
        for index in 0..<found.count where atoms[Int(row.start) + index] != found[index] {
            return false
        }
        return true
    }

    /// How many atoms a set has, and each of them.
    func count(of number: UInt32) -> Int { Int(rows[Int(number)].count) }
    func atom(_ index: Int, of number: UInt32) -> UInt32 {
        atoms[Int(rows[Int(number)].start) + index]
    }
}
