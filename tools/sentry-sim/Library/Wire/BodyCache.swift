/// Encoded payloads by draft: most messages repeat one that was sent before but for context and
/// time. Open addressing, at most half full, emptied when full.
///
/// PERF: what a search walks is 16 bytes a slot; the drafts, which only confirm a hit, lie apart.
@safe
final class BodyCache {
    private static let slotCount = 1 << 15
    private static let byteCountLimit = 24 << 20

    private struct Slot {
        var hash: UInt64 = 0
        /// Where the bytes begin; -1 is free.
        var offset: Int32 = -1
        var byteCount: Int32 = 0
    }

    private let slots: UnsafeMutablePointer<Slot>
    private let drafts: UnsafeMutablePointer<Draft>
    private var used = 0
    private let bytes = ByteSink(capacity: 1 << 20)
    private let encoder: BodyEncoder

    init(_ texts: Texts) {
        unsafe slots = .allocate(capacity: Self.slotCount)
        unsafe slots.initialize(repeating: Slot(), count: Self.slotCount)
        unsafe drafts = .allocate(capacity: Self.slotCount)
        unsafe drafts.initialize(repeating: Draft(), count: Self.slotCount)
        encoder = BodyEncoder(texts)
    }

    deinit {
        unsafe slots.deallocate()
        unsafe drafts.deallocate()
    }

    /// The payload of `draft` without its context; valid until the next call.
    func body(_ draft: Draft) -> UnsafeRawBufferPointer {
        let hash = draft.hash
        if used >= Self.slotCount / 2 || bytes.count > Self.byteCountLimit { empty() }
        var index = Int(truncatingIfNeeded: hash) & (Self.slotCount - 1)
        while true {
            let slot = unsafe slots[index]
            if slot.offset < 0 { break }
            if slot.hash == hash, unsafe drafts[index] == draft {
                let start = Int(slot.offset)
                return unsafe UnsafeRawBufferPointer(
                    rebasing: bytes.bytes()[start..<start + Int(slot.byteCount)])
            }
            index = (index + 1) & (Self.slotCount - 1)
        }
        let offset = bytes.count
        encoder.encode(draft, into: bytes)
        unsafe slots[index] = Slot(
            hash: hash, offset: Int32(offset), byteCount: Int32(bytes.count - offset))
        unsafe drafts[index] = draft
        used += 1
        return unsafe bytes.bytes(from: offset)
    }

    private func empty() {
        unsafe slots.update(repeating: Slot(), count: Self.slotCount)
        used = 0
        bytes.removeAll()
    }
}
