internal import Core

/// Which atoms hold for texts seen before: (group, text) → atoms. The text is kept and compared, so
/// an answer is never another text's.
///
/// Bounded: when anything is full all is forgotten, and filling it again costs what not having it
/// would have cost. Texts longer than `textLimit` are not kept.
struct ValueCache: ~Copyable {
    static var textLimit: Int { 4096 }
    private static var entryLimit: Int { 1 << 15 }
    private static var byteLimit: Int { 1 << 22 }
    private static var atomLimit: Int { 1 << 19 }

    struct Entry: BitwiseCopyable {
        var hash: UInt64
        var group: UInt32
        var byteStart: UInt32
        var byteCount: UInt32
        var atomStart: UInt32
        var atomCount: UInt32
        /// Filled in the current period.
        var period: UInt32
    }

    private var entries = ReservedArray<Entry>(count: ValueCache.entryLimit * 2)
    private var bytes = ByteScratch(capacity: ValueCache.byteLimit)
    private var atoms = ReservedArray<UInt32>(count: ValueCache.atomLimit)
    private let hash = SeededHash()
    private var entryCount = 0
    private var atomCount = 0
    private var period: UInt32 = 1
    /// How often everything was forgotten.
    private(set) var clearCount: UInt64 = 0
    private(set) var missCount: UInt64 = 0

    init() {}

    /// The place of an answer, or of the free entry where it belongs.
    func find(_ group: UInt32, _ text: BorrowedBytes) -> (place: Int, hash: UInt64, isThere: Bool) {
        let key = hash.hash(text, extra: UInt64(group))
        let mask = entries.count - 1
        var place = Int(truncatingIfNeeded: key) & mask
        while entries[place].period == period {
            let entry = entries[place]
            if entry.hash == key && entry.group == group && Int(entry.byteCount) == text.count
                && bytes.view(from: Int(entry.byteStart)).slice(0, text.count).equals(text)
            {
                return (place, key, true)
            }
            place = (place &+ 1) & mask
        }
        return (place, key, false)
    }

    /// Appends the atoms of an answer to `found`.
    func append(_ place: Int, to found: inout AtomBuffer) {
        let entry = entries[place]
        for index in 0..<Int(entry.atomCount) { found.append(atoms[Int(entry.atomStart) + index]) }
    }

    /// Keeps the atoms that `found` holds from `start` on as the answer for a text. The place comes
    /// from `find`.
    mutating func keep(
        _ group: UInt32, _ text: BorrowedBytes, _ place: Int, _ key: UInt64,
        _ found: borrowing AtomBuffer, from start: Int
    ) {
        missCount &+= 1
        if text.count > Self.textLimit { return }
        let count = found.count - start
        if entryCount >= Self.entryLimit || bytes.count + text.count > Self.byteLimit
            || atomCount + count > Self.atomLimit
        {
            clear()
            return
        }
        entries[place] = Entry(
            hash: key, group: group, byteStart: UInt32(truncatingIfNeeded: bytes.count),
            byteCount: UInt32(truncatingIfNeeded: text.count),
            atomStart: UInt32(truncatingIfNeeded: atomCount),
            atomCount: UInt32(truncatingIfNeeded: count), period: period)
        bytes.append(text)
        for index in 0..<count { atoms[atomCount + index] = found[start + index] }
        atomCount += count
        entryCount += 1
    }

    mutating func clear() {
        entryCount = 0
        atomCount = 0
        bytes.clear()
        clearCount &+= 1
        period &+= 1
        if period == 0 {
            for index in 0..<entries.count { entries[index].period = 0 }
            period = 1
        }
    }
}
