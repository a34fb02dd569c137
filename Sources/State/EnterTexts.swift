internal import Core

/// The paths that enter events of opens told, until the calls return.
///
/// A thread has one place, which it shares with others: who comes later has the other's text moved
/// (`StateTable.moveEnterText`).
///
/// PERF: as a symbol a path was hashed, looked up and mostly forgotten again for each open.
struct EnterTexts: ~Copyable {
    private static var placeCount: Int { 64 }
    /// Longer paths are rare and become symbols.
    private static var byteLimit: Int { 256 }

    private var texts = ByteSlots(count: placeCount, slotByteCount: byteLimit)
    /// Whose text it is, by slot and one more; 0 nobody's. Counts while the row says so too.
    private var owners = ReservedArray<UInt32>(count: placeCount)

    static func place(of slot: ThreadSlot) -> Int {
        Int(truncatingIfNeeded: slot.rawValue) & (placeCount &- 1)
    }

    func owner(of place: Int) -> ThreadSlot {
        owners[place] == 0 ? .none : ThreadSlot(rawValue: owners[place] &- 1)
    }

    /// Keeps a text in the thread's place; false when it is too long.
    mutating func keep(_ text: BorrowedBytes, of slot: ThreadSlot, in place: Int) -> Bool {
        texts.keep(text, in: place)
        owners[place] = slot.rawValue &+ 1
        return text.count <= Self.byteLimit
    }

    /// Valid until the place's next text.
    func text(in place: Int) -> BorrowedBytes { texts.view(place) }
}
