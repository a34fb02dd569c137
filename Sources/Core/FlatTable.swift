/// A map from a 64-bit key to a 32-bit value: open addressing, linear probing, no tombstones.
///
/// Memory is reserved for twice the limit and taken as it is used. Key 0 is not allowed: a zero
/// key marks a free place. One owner, no locking. Removal shifts later entries back, so lookups
/// never slow down with age.
@usableFromInline package struct FlatTable: ~Copyable {
    /// A place of the table.
    ///
    ///      0        8      12    16
    ///     | key    | value | -   |
    @usableFromInline struct Place: BitwiseCopyable {
        @usableFromInline var key: UInt64
        @usableFromInline var value: UInt32
    }

    @usableFromInline var places: ReservedArray<Place>
    @usableFromInline let mask: Int
    @usableFromInline let hash: SeededHash
    /// Entries that may exist; at most half of the places are ever used.
    @usableFromInline package let limit: Int
    /// Entries there are.
    @usableFromInline package private(set) var count = 0

    package init(limit: Int, hash: SeededHash = SeededHash()) {
        precondition(limit > 0 && limit < 1 << 31)
        var size = 16
        while size < limit * 2 { size *= 2 }
        places = ReservedArray(count: size)
        mask = size - 1
        self.hash = hash
        self.limit = limit
    }

    /// The value of `key`, or nil. Expected constant time, about 6 ns when cached.
    @inlinable package func find(_ key: UInt64) -> UInt32? {
        assert(key != 0)
        var index = Int(truncatingIfNeeded: hash.hash(key)) & mask
        while true {
            let found = places[index].key
            if found == key { return places[index].value }
            if found == 0 { return nil }
            index = (index &+ 1) & mask
        }
    }

    /// Sets the value of `key`; false when the key is new and the table is full.
    package mutating func set(_ key: UInt64, _ value: UInt32) -> Bool {
        precondition(key != 0)
        var index = Int(truncatingIfNeeded: hash.hash(key)) & mask
        while true {
            let found = places[index].key
            if found == key {
                places[index].value = value
                return true
            }
            if found == 0 { break }
            index = (index &+ 1) & mask
        }
        guard count < limit else { return false }
        places[index] = Place(key: key, value: value)
        count &+= 1
        return true
    }

    /// Removes `key`; false when it is not there.
    @discardableResult package mutating func remove(_ key: UInt64) -> Bool {
        precondition(key != 0)
        var hole = Int(truncatingIfNeeded: hash.hash(key)) & mask
        while places[hole].key != key {
            if places[hole].key == 0 { return false }
            hole = (hole &+ 1) & mask
        }
        var index = hole
        while true {
            index = (index &+ 1) & mask
            let place = places[index]
            if place.key == 0 { break }
            let home = Int(truncatingIfNeeded: hash.hash(place.key)) & mask
            // The entry may move back only when its home does not lie between hole and itself.
            if (index &- home) & mask >= (index &- hole) & mask {
                places[hole] = place
                hole = index
            }
        }
        places[hole].key = 0
        count &-= 1
        return true
    }
}
