internal import Core

/// The sets of descriptors by their names and kind, whoever has them: a file that is opened anew
/// has a new row and a new symbol, and the same answers. The names are kept and compared, so an
/// answer is never another name's.
///
/// Bounded: when anything is full all is forgotten. Names longer than `nameLimit` are not kept.
struct NameCache: ~Copyable {
    static var nameLimit: Int { 4096 }
    private static var entryLimit: Int { 1 << 14 }
    private static var byteLimit: Int { 1 << 21 }

    struct Entry: BitwiseCopyable {
        var hash: UInt64
        /// Type, role, protocol and connection.
        var kind: UInt32
        var start: UInt32
        var nameCount: UInt32
        var rawCount: UInt32
        /// Filled in the current period; 0 never.
        var period: UInt32
        var set: UInt32
    }

    private var entries = ReservedArray<Entry>(count: NameCache.entryLimit * 2)
    private var bytes = ByteScratch(capacity: NameCache.byteLimit)
    private var entryCount = 0
    private var period: UInt32 = 1

    init() {}

    /// The place of an answer, or of the free entry where it belongs.
    func find(
        _ hash: UInt64, _ kind: UInt32, _ name: BorrowedBytes, _ rawName: BorrowedBytes
    ) -> (place: Int, isThere: Bool) {
        let mask = entries.count &- 1
        var place = Int(truncatingIfNeeded: hash) & mask
        while entries[place].period == period {
            if entries[place].hash == hash && entries[place].kind == kind
                && holds(entries[place], name, rawName)
            {
                return (place, true)
            }
            place = (place &+ 1) & mask
        }
        return (place, false)
    }

    private func holds(
        _ entry: Entry, _ name: BorrowedBytes, _ rawName: BorrowedBytes
    ) -> Bool {
        guard Int(entry.nameCount) == name.count, Int(entry.rawCount) == rawName.count else {
            return false
        }
        let kept = bytes.view(from: Int(entry.start))
        return kept.slice(0, name.count).equals(name)
            && kept.slice(name.count, rawName.count).equals(rawName)
    }

    func set(at place: Int) -> UInt32 { entries[place].set }

    /// Keeps a set. The place comes from `find`.
    mutating func keep(
        _ set: UInt32, _ place: Int, _ hash: UInt64, _ kind: UInt32, _ name: BorrowedBytes,
        _ rawName: BorrowedBytes
    ) {
        let byteCount = name.count + rawName.count
        if byteCount > Self.nameLimit { return }
        if entryCount >= Self.entryLimit || bytes.count + byteCount > Self.byteLimit {
            clear()
            return
        }
        entries[place] = Entry(
            hash: hash, kind: kind, start: UInt32(truncatingIfNeeded: bytes.count),
            nameCount: UInt32(truncatingIfNeeded: name.count),
            rawCount: UInt32(truncatingIfNeeded: rawName.count), period: period, set: set)
        bytes.append(name)
        bytes.append(rawName)
        entryCount += 1
    }

    mutating func clear() {
        entryCount = 0
        bytes.clear()
        period &+= 1
        if period == 0 {
            for index in 0..<entries.count { entries[index].period = 0 }
            period = 1
        }
    }
}
