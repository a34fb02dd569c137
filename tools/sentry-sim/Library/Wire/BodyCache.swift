/// Encoded payloads by draft: most messages repeat one that was sent before but for context and
/// time. Open addressing, at most half full, emptied when full.
@safe
final class BodyCache {
    private static let slotCount = 1 << 15
    private static let byteCountLimit = 24 << 20

    private struct Slot {
        var draft = Draft()
        var offset: Int32 = -1
        var byteCount: Int32 = 0
    }

    private let slots: UnsafeMutablePointer<Slot>
    private var used = 0
    private let bytes = ByteSink(capacity: 1 << 20)
    private let encoder: BodyEncoder

    init(_ texts: Texts) {
        unsafe slots = .allocate(capacity: Self.slotCount)
        unsafe slots.initialize(repeating: Slot(), count: Self.slotCount)
        encoder = BodyEncoder(texts)
    }

    deinit { unsafe slots.deallocate() }

    /// The payload of `draft` without its context; valid until the next call.
    func body(_ draft: Draft) -> UnsafeRawBufferPointer {
        var index = Int(truncatingIfNeeded: draft.hash) & (Self.slotCount - 1)
        while unsafe slots[index].offset >= 0 {
            if unsafe slots[index].draft == draft {
                let offset = Int(unsafe slots[index].offset)
                let byteCount = Int(unsafe slots[index].byteCount)
                return unsafe UnsafeRawBufferPointer(
                    rebasing: bytes.bytes()[offset..<offset + byteCount])
            }
            index = (index + 1) & (Self.slotCount - 1)
        }
        if used >= Self.slotCount / 2 || bytes.count > Self.byteCountLimit { empty() }
        let offset = bytes.count
        encoder.encode(draft, into: bytes)
        unsafe slots[index] = Slot(
            draft: draft, offset: Int32(offset), byteCount: Int32(bytes.count - offset))
        used += 1
        return unsafe bytes.bytes(from: offset)
    }

    private func empty() {
        unsafe slots.update(repeating: Slot(), count: Self.slotCount)
        used = 0
        bytes.removeAll()
    }
}
