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
        /// -1: a text is not UTF-8, there are no bytes.
        var byteCount: Int32 = 0
    }

    private let slots: UnsafeMutablePointer<Slot>
    private let drafts: UnsafeMutablePointer<Draft>
    private var used = 0
    private let texts: Texts
    private let bytes = ByteSink(capacity: 1 << 20)
    private let encoder: BodyEncoder

    init(_ texts: Texts) {
        unsafe slots = .allocate(capacity: Self.slotCount)
        unsafe slots.initialize(repeating: Slot(), count: Self.slotCount)
        unsafe drafts = .allocate(capacity: Self.slotCount)
        unsafe drafts.initialize(repeating: Draft(), count: Self.slotCount)
        self.texts = texts
        encoder = BodyEncoder(texts)
    }

    deinit {
        unsafe slots.deallocate()
        unsafe drafts.deallocate()
    }

    /// The payload of `draft` without its context, or nil when one of its texts is not UTF-8 and
    /// the message is therefore lost; valid until the next call.
    func body(_ draft: Draft) -> EncodedBody? {
        if draft.n2 == 0 || !draft.endsWithOffset { return encoded(draft) }
        var template = draft
        template.n2 = 0
        guard var body = encoded(template) else { return nil }
        body.offset = draft.n2
        return body
    }

    private func encoded(_ draft: Draft) -> EncodedBody? {
        let hash = draft.hash
        var index = Int(truncatingIfNeeded: hash) & (Self.slotCount - 1)
        while true {
            let slot = unsafe slots[index]
            if slot.offset < 0 { break }
            if slot.hash == hash, unsafe drafts[index] == draft { return body(slot) }
            index = (index + 1) & (Self.slotCount - 1)
        }
        if used >= Self.slotCount / 2 || bytes.count > Self.byteCountLimit {
            empty()
            index = Int(truncatingIfNeeded: hash) & (Self.slotCount - 1)
        }
        let offset = bytes.count
        var slot = Slot(hash: hash, offset: Int32(offset), byteCount: -1)
        if isText(draft) {
            encoder.encode(draft, into: bytes)
            slot.byteCount = Int32(bytes.count - offset)
        }
        unsafe slots[index] = slot
        unsafe drafts[index] = draft
        used += 1
        return body(slot)
    }

    private func body(_ slot: Slot) -> EncodedBody? {
        if slot.byteCount < 0 { return nil }
        return unsafe EncodedBody(
            bytes: UnsafeRawBufferPointer(
                start: bytes.start + Int(slot.offset), count: Int(slot.byteCount)))
    }

    /// All that the message shows as text is UTF-8; addresses are not text.
    private func isText(_ draft: Draft) -> Bool {
        let isAddress: Bool
        switch draft.type {
        case 10, 24, 25, 37: isAddress = true
        default: isAddress = false
        }
        return texts.isUTF8(draft.text0) && (isAddress || texts.isUTF8(draft.text1))
            && texts.isUTF8(draft.list0) && texts.isUTF8(draft.list1)
    }

    private func empty() {
        unsafe slots.update(repeating: Slot(), count: Self.slotCount)
        used = 0
        bytes.removeAll()
    }
}
