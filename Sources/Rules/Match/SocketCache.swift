internal import Core
internal import Events
internal import State

/// The sets of IP sockets by what answers about them follow from (`SocketKeyPlan`), whoever has
/// them. Keys are kept and compared. A place holds one key, the last: who makes keys meet pays with
/// misses only.
struct SocketCache: ~Copyable {
    private static var entryCount: Int { 1 << 12 }

    struct Key: BitwiseCopyable {
        var sourceHigh: UInt64
        var sourceLow: UInt64
        var destinationHigh: UInt64
        var destinationLow: UInt64
        /// Where the ports stand among those that rules compare with.
        var sourceRank: UInt32
        var destinationRank: UInt32
        /// Type, role, protocol, and which facts are there.
        var kind: UInt32
    }

    struct Entry: BitwiseCopyable {
        var key: Key
        /// 0 never filled.
        var epoch: UInt32
        var set: UInt32
    }

    private var entries = ReservedArray<Entry>(count: SocketCache.entryCount)

    init() {}

    /// Where a key belongs.
    func place(of key: Key) -> Int {
        var mixed = key.sourceLow ^ key.sourceHigh &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed &>> 32) &* 0xD6E8_FEB8_6659_FD93
        mixed ^= key.destinationLow ^ key.destinationHigh &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed &>> 32) &* 0xD6E8_FEB8_6659_FD93
        mixed ^= UInt64(key.sourceRank) &<< 32 | UInt64(key.destinationRank)
        mixed ^= UInt64(key.kind) &<< 16
        mixed = (mixed ^ mixed &>> 32) &* 0xD6E8_FEB8_6659_FD93
        return Int(truncatingIfNeeded: mixed &>> 40) & (entries.count &- 1)
    }

    /// The set at a place, if it is that of the key and of this epoch.
    func set(at place: Int, of key: Key, epoch: UInt32) -> UInt32? {
        let entry = entries[place]
        let isSame =
            entry.epoch == epoch && entry.key.kind == key.kind
            && entry.key.sourceRank == key.sourceRank
            && entry.key.destinationRank == key.destinationRank
            && entry.key.sourceLow == key.sourceLow
            && entry.key.destinationLow == key.destinationLow
            && entry.key.sourceHigh == key.sourceHigh
            && entry.key.destinationHigh == key.destinationHigh
        return isSame ? entry.set : nil
    }

    mutating func keep(_ set: UInt32, at place: Int, of key: Key, epoch: UInt32) {
        entries[place] = Entry(key: key, epoch: epoch, set: set)
    }
}

extension SocketCache.Key {
    /// The key of an IP socket; the ranks are those of its two ports.
    init(_ row: borrowing DescriptorRow, sourceRank: Int64, destinationRank: Int64) {
        sourceHigh = row.sourceAddress.high
        sourceLow = row.sourceAddress.low
        destinationHigh = row.destinationAddress.high
        destinationLow = row.destinationAddress.low
        self.sourceRank = UInt32(truncatingIfNeeded: sourceRank)
        self.destinationRank = UInt32(truncatingIfNeeded: destinationRank)
        var facts: UInt32 = 0
        // as one: fd.connected shows no difference
        if row.isConnected { facts |= 1 }
        if row.isConnectPending { facts |= 1 }
        if row.hasSource { facts |= 2 }
        if row.hasDestination { facts |= 4 }
        if row.sourceAddress.isIPv6 { facts |= 8 }
        if row.destinationAddress.isIPv6 { facts |= 16 }
        if row.name == .empty { facts |= 32 }
        kind =
            UInt32(row.type.rawValue) &<< 24 | UInt32(row.role.rawValue) &<< 16
            | UInt32(row.protocolNumber) &<< 8 | facts
    }
}
