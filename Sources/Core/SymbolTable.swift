/// Interned byte strings: equal strings of one shard have one number, counted by reference.
///
/// Short strings (`sharedLimit` bytes) are shared by all owners and cost nobody's quota, since rows
/// that hold them are bounded. Longer ones are kept per owner, a sandbox, and charged to it. When
/// the last reference goes the number may name another string later; `version(of:)` then differs,
/// so a cache keyed by symbol keeps the version beside its entry and compares.
///
/// One owner, no locks, no allocation after `init`. Lookup and reference counting are constant
/// time.
@usableFromInline package struct SymbolTable: ~Copyable {
    /// Strings up to this length are shared between owners.
    package static var sharedLimit: Int { 128 }

    /// A number's row: 32 bytes.
    @usableFromInline struct Entry: BitwiseCopyable {
        @usableFromInline var hash: UInt64 = 0
        @usableFromInline var address: UInt32 = 0
        @usableFromInline var byteCount: UInt32 = 0
        @usableFromInline var references: UInt32 = 0
        /// Changes when the number is given back.
        @usableFromInline var version: UInt32 = 0
        /// Who pays; 0 for shared strings.
        @usableFromInline var owner: UInt32 = 0
        /// Next free number while unused.
        @usableFromInline var nextFree: UInt32 = 0
    }

    @usableFromInline var entries: ReservedArray<Entry>
    /// Numbers at the place of their hash; 0 is free.
    @usableFromInline var places: ReservedArray<UInt32>
    @usableFromInline var arena: ByteArena
    @usableFromInline let hash: SeededHash
    private let mask: Int
    private var highWater = 1
    private var freeHead: UInt32 = 0
    private var ownerBytes: ReservedArray<UInt64>
    /// Bytes of long strings that one owner may hold.
    package let ownerByteLimit: Int
    /// Strings there are, without the empty one.
    @usableFromInline package private(set) var count = 0
    /// Strings refused for an owner's quota, and for want of room in the table.
    package private(set) var refusedByQuota: UInt64 = 0
    package private(set) var refusedByRoom: UInt64 = 0

    /// - Parameters:
    ///   - symbolLimit: strings that can exist at once.
    ///   - byteCapacity: bytes of all strings, rounded up to blocks.
    ///   - ownerLimit: owners are numbered 1 to this.
    package init(
        symbolLimit: Int, byteCapacity: Int, ownerLimit: Int = 1, ownerByteLimit: Int = .max,
        hash: SeededHash = SeededHash()
    ) {
        precondition(symbolLimit > 0 && symbolLimit < 1 << 30)
        entries = ReservedArray(count: symbolLimit + 1)
        var size = 16
        while size < symbolLimit * 2 { size *= 2 }
        places = ReservedArray(count: size)
        mask = size - 1
        arena = ByteArena(capacity: byteCapacity)
        ownerBytes = ReservedArray(count: ownerLimit + 1)
        self.hash = hash
        self.ownerByteLimit = ownerByteLimit
    }

    /// Bytes that all strings take, rounded up to blocks.
    package var usedByteCount: Int { arena.usedByteCount }

    /// Bytes of long strings that an owner holds.
    package func byteCount(of owner: UInt32) -> UInt64 { ownerBytes[Int(owner)] }

    /// The symbol of `bytes` with one more reference, or nil when `bytes` is over the owner's quota
    /// or the table is full. The empty string is always `Symbol.empty` and is not counted.
    package mutating func intern(_ bytes: BorrowedBytes, owner: UInt32 = 0) -> Symbol? {
        if bytes.isEmpty { return .empty }
        let payer = bytes.count <= Self.sharedLimit ? 0 : owner
        let key = hash.hash(bytes, extra: UInt64(payer))
        var place = Int(truncatingIfNeeded: key) & mask
        while true {
            let number = places[place]
            if number == 0 { break }
            if entries[Int(number)].hash == key && matches(number, bytes, payer) {
                entries[Int(number)].references &+= 1
                return Symbol(rawValue: number)
            }
            place = (place &+ 1) & mask
        }
        return insert(bytes, payer: payer, key: key, place: place)
    }

    private func matches(_ number: UInt32, _ bytes: BorrowedBytes, _ payer: UInt32) -> Bool {
        let entry = entries[Int(number)]
        return entry.owner == payer && Int(entry.byteCount) == bytes.count
            && arena.view(entry.address, byteCount: bytes.count).equals(bytes)
    }

    private mutating func insert(
        _ bytes: BorrowedBytes, payer: UInt32, key: UInt64, place: Int
    ) -> Symbol? {
        if payer != 0
            && ownerBytes[Int(payer)] &+ UInt64(bytes.count) > UInt64(ownerByteLimit)
        {
            refusedByQuota &+= 1
            return nil
        }
        guard freeHead != 0 || highWater < entries.count,
            let address = arena.store(bytes)
        else {
            refusedByRoom &+= 1
            return nil
        }
        let number: UInt32
        if freeHead != 0 {
            number = freeHead
            freeHead = entries[Int(number)].nextFree
        } else {
            number = UInt32(truncatingIfNeeded: highWater)
            highWater &+= 1
        }
        let version = entries[Int(number)].version
        entries[Int(number)] = Entry(
            hash: key, address: address, byteCount: UInt32(truncatingIfNeeded: bytes.count),
            references: 1, version: version, owner: payer, nextFree: 0)
        places[place] = number
        ownerBytes[Int(payer)] &+= payer == 0 ? 0 : UInt64(bytes.count)
        count &+= 1
        return Symbol(rawValue: number)
    }

    /// The symbol of `bytes` if somebody holds it, without a reference.
    package func find(_ bytes: BorrowedBytes, owner: UInt32 = 0) -> Symbol? {
        if bytes.isEmpty { return .empty }
        let payer = bytes.count <= Self.sharedLimit ? 0 : owner
        let key = hash.hash(bytes, extra: UInt64(payer))
        var place = Int(truncatingIfNeeded: key) & mask
        while places[place] != 0 {
            let number = places[place]
            if entries[Int(number)].hash == key && matches(number, bytes, payer) {
                return Symbol(rawValue: number)
            }
            place = (place &+ 1) & mask
        }
        return nil
    }

    /// One more reference on a symbol that somebody holds; returns it.
    @discardableResult @inlinable
    package mutating func retain(_ symbol: Symbol) -> Symbol {
        if symbol.isEmpty { return symbol }
        assert(entries[Int(symbol.rawValue)].references > 0)
        entries[Int(symbol.rawValue)].references &+= 1
        return symbol
    }

    /// Gives one reference back; with the last one the string is forgotten.
    @inlinable package mutating func release(_ symbol: Symbol) {
        if symbol.isEmpty { return }
        precondition(entries[Int(symbol.rawValue)].references > 0)
        entries[Int(symbol.rawValue)].references &-= 1
        if entries[Int(symbol.rawValue)].references == 0 { forget(symbol.rawValue) }
    }

    /// The bytes of a held symbol, valid while it is held.
    @inlinable package func bytes(of symbol: Symbol) -> BorrowedBytes {
        let entry = entries[Int(symbol.rawValue)]
        return arena.view(entry.address, byteCount: Int(entry.byteCount))
    }

    /// The length of a held symbol's string.
    @inlinable package func byteCount(of symbol: Symbol) -> Int {
        Int(entries[Int(symbol.rawValue)].byteCount)
    }

    /// The hash of a held symbol's string: keyed, and equal for equal strings of one owner.
    @inlinable package func hash(of symbol: Symbol) -> UInt64 {
        entries[Int(symbol.rawValue)].hash
    }

    /// The use of a number: differs between two strings that had the same number one after the
    /// other (modulo 2³²). With the number it identifies a string for a cache.
    @inlinable package func version(of symbol: Symbol) -> UInt32 {
        entries[Int(symbol.rawValue)].version
    }

    @usableFromInline mutating func forget(_ number: UInt32) {
        let entry = entries[Int(number)]
        var hole = Int(truncatingIfNeeded: entry.hash) & mask
        while places[hole] != number { hole = (hole &+ 1) & mask }
        var index = hole
        while true {
            index = (index &+ 1) & mask
            let other = places[index]
            if other == 0 { break }
            let home = Int(truncatingIfNeeded: entries[Int(other)].hash) & mask
            if (index &- home) & mask >= (index &- hole) & mask {
                places[hole] = other
                hole = index
            }
        }
        places[hole] = 0
        arena.free(entry.address, byteCount: Int(entry.byteCount))
        if entry.owner != 0 { ownerBytes[Int(entry.owner)] &-= UInt64(entry.byteCount) }
        entries[Int(number)] = Entry(version: entry.version &+ 1, nextFree: freeHead)
        freeHead = number
        count &-= 1
    }
}
